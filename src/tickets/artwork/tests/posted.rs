//! *Voy* and posters of every brand: within their bounds, without a ticket's code; a poster's own code is read by others.

use fast_qr::qr::QRBuilder;

use super::*;
use crate::tickets::artwork::posted::{Posted, poster_pdf, poster_png, voy_png};

const LINK: &str = "https://boletos.labanda.com.mx/j/K7QF2M9X";

fn posted(face: &Face, fan: &str) -> Posted {
    Posted {
        title_or_venue: face.title_or_venue.clone(),
        whereabouts: face.whereabouts(),
        date_text: face.date_text.clone(),
        doors_text: "Puertas 20:00, empieza 21:15".into(),
        age_text: face.age_text.clone(),
        lineup: "Con Martes Hundidos, Los Ñandúes y la Orquesta Ígnea".into(),
        call: "Escanea y aparta tu lugar".into(),
        link: Some(LINK.trim_start_matches("https://").into()),
        going: "Voy".into(),
        fan: fan.into(),
        line: "Preventa $200 hasta el 27 de noviembre".into(),
    }
}

fn modules(link: &str) -> Vec<Vec<bool>> {
    let qr = QRBuilder::new(link).build().expect("a short address");
    (0..qr.size).map(|y| qr[y][..qr.size].iter().map(|module| module.value()).collect()).collect()
}

#[test]
fn what_is_posted_fits_in_every_brand_and_only_a_poster_holds_a_code() {
    let (folder, kept) = gallery("posted");
    std::fs::create_dir_all(&folder).unwrap();
    let qr = modules(LINK);
    for name in BRANDS {
        let brand = brand(name);
        for (kind, posted) in [("short", posted(&face(), "Mariana")), ("long", posted(&long(), "María Guadalupe"))] {
            let voy = voy_png(&brand, &posted);
            assert!(voy.len() < PNG_MAX, "{name}, {kind}: {} bytes", voy.len());
            assert_eq!(read(grey(&voy)), Vec::<String>::new(), "{name}, {kind}");
            let poster = poster_png(&brand, &posted, &qr);
            assert_eq!(read(grey(&poster)), [LINK], "{name}, {kind}");
            let file = folder.join(format!("{name}-{kind}-poster.png"));
            std::fs::write(&file, &poster).unwrap();
            assert_eq!(zbarimg(&file).trim_end(), LINK, "{name}, {kind}");
            std::fs::write(folder.join(format!("{name}-{kind}-voy.png")), &voy).unwrap();
            let paper = poster_pdf(&brand, &posted, &qr);
            assert!(paper.starts_with(b"%PDF") && paper.len() < PNG_MAX, "{name}, {kind}: {} bytes", paper.len());
        }
    }
    if !kept {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn without_an_address_nothing_calls_for_one() {
    let brand = brand("anomalia");
    let with = posted(&face(), "Mariana");
    let without = Posted { link: None, ..with.clone() };
    assert!(voy_png(&brand, &without) != voy_png(&brand, &with));
    // A name that looks like markup is a name.
    let odd = Posted { fan: "<script>&\"'".into(), ..without };
    assert!(voy_png(&brand, &odd).len() > 1_000);
}
