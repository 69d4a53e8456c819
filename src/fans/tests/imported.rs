//! Files of fans, planned and written.

use jiff::civil::Date;

use crate::base::db::id;
use crate::base::i18n::Lang;
use crate::fans::fan::{Fan, FanForm};
use crate::fans::hooks::Hooks;
use crate::fans::import::file::read;
use crate::fans::import::plan::{Checked, Fate, Plan};
use crate::fans::pages::export;
use crate::fans::store;
use crate::fans::store::NewRow;
use crate::fans::store::list::{Exported, Key};
use crate::fans::tests::{Ground, NOW};

fn today() -> Date {
    "2026-11-22".parse().expect("a day")
}

async fn plan(ground: &Ground, file: &[u8]) -> Plan {
    let sheet = read(file, today()).expect("a sheet");
    let checked = Checked::of(&sheet.rows, today());
    let mut connection = ground.db.read().acquire().await.expect("a connection");
    let known = store::import::known(&mut connection, &checked.wanted()).await.expect("an answer");
    checked.plan(&known)
}

async fn write(ground: &Ground, plan: &Plan) {
    let mut tx = ground.db.write().await.expect("a write");
    let rows = plan.adds.iter().map(|fan| NewRow {
        id: id::new(NOW.parse().expect("a time")),
        fan: fan.clone(),
        consent_id: id::new(NOW.parse().expect("a time")),
        account: None,
        created_at: NOW.into(),
    });
    let added = store::add_many(&mut tx, &rows.collect::<Vec<_>>()).await.expect("added");
    assert_eq!(added.len(), plan.adds.len());
    store::import::fill_many(&mut tx, &plan.fills, NOW).await.expect("filled");
    tx.commit().await.expect("kept");
}

async fn everyone(ground: &Ground) -> Vec<Exported> {
    let mut connection = ground.db.read().acquire().await.expect("a connection");
    store::list::export(&mut connection, &Key::default(), "").await.expect("fans")
}

fn fates(plan: &Plan) -> Vec<String> {
    let shown = plan.rows.iter().map(|row| match &row.fate {
        Fate::New => format!("{} new", row.line),
        Fate::Merged { line } => format!("{} as {line}", row.line),
        Fate::Same { name, by, .. } => format!("{} is {name} {by}", row.line),
        Fate::Wrong(problems) => format!("{} wrong {}{}", row.line, problems.of("phone"), problems.of("name")),
        Fate::Erased => format!("{} erased", row.line),
    });
    shown.collect()
}

#[tokio::test]
async fn every_row_is_told_what_becomes_of_it_and_none_is_doubled() {
    let ground = Ground::new().await;
    let ana = ground.add("Ana", "55 1234 5678", "").await.expect("a fan");
    let bea = ground.add("Bea", "", "bea@example.mx").await.expect("a fan");
    let file = "nombre;teléfono;correo;edad\n\
        Ana Ruiz;044 55 1234 5678;ana@example.mx;30\n\
        Beatriz;55 2222 3333;BEA@example.mx;\n\
        Cora;55 4444 5555;;\n\
        Cora P.;+52 1 55 4444 5555;cora@example.mx;\n\
        Otra Cora;;cora@example.mx;22\n\
        ;55 9999 0000;;\n\
        Dora;123;;\n\
        Sin nada;;;\n\
        Sin nada;;;\n";
    let plan = plan(&ground, file.as_bytes()).await;
    assert_eq!(
        fates(&plan),
        [
            "2 is Ana fans-import-by-phone",
            "3 is Bea fans-import-by-email",
            "4 new",
            "5 as 4",
            "6 as 4",
            "7 wrong fans-name-missing",
            "8 wrong fans-phone-wrong",
            "9 new",
            "10 new",
        ]
    );
    write(&ground, &plan).await;
    assert_eq!(everyone(&ground).await.len(), 5);
    let filled = ground.get(&ana).await;
    assert_eq!((filled.name.as_str(), filled.birth_year), ("Ana", Some(1996)));
    assert_eq!(filled.email.as_deref(), Some("ana@example.mx"));
    assert_eq!(ground.get(&bea).await.phone.as_deref(), Some("+525522223333"));
    assert_eq!(ground.found("3333").await, ["Bea"]);
    assert_eq!(ground.found("cora@example.mx").await, ["Cora"]);
}

#[tokio::test]
async fn a_phone_is_never_given_to_two() {
    let ground = Ground::new().await;
    let ana = ground.add("Ana", "", "ana@example.mx").await.expect("a fan");
    ground.add("Bea", "55 1234 5678", "bea@example.mx").await.expect("a fan");
    // The first row is new until the second says whose phone it is; the third claims another's phone by its id.
    let file =
        format!("id,name,phone,email\n,Anita,5566667777,\n,Ana,5566667777,ana@example.mx\n{ana},Ana,5512345678,\n");
    let plan = plan(&ground, file.as_bytes()).await;
    let by = ["2 is Ana fans-import-by-row", "3 is Ana fans-import-by-email", "4 is Ana fans-import-by-id"];
    assert_eq!(fates(&plan), by);
    write(&ground, &plan).await;
    assert_eq!(ground.get(&ana).await.phone.as_deref(), Some("+525566667777"));
    assert_eq!(everyone(&ground).await.len(), 2);
}

#[tokio::test]
async fn an_export_imported_again_adds_nobody_and_changes_nothing() {
    let ground = Ground::new().await;
    let forms = (0..1_200).map(|n| FanForm {
        name: format!("Fan «{n}», \"{}\"", if n % 2 == 0 { "Ñandú" } else { "=1+1" }),
        phone: if n % 3 == 0 { format!("55{n:08}") } else { String::new() },
        email: if n % 5 == 0 { format!("fan{n}@example.mx") } else { String::new() },
        age: if n % 4 == 0 { "30".into() } else { String::new() },
        birthday: if n % 7 == 0 { "1990-02-28".into() } else { String::new() },
        found_by: if n % 2 == 0 { "walked_by".into() } else { String::new() },
        note: if n % 6 == 0 { "- una\n@dos".into() } else { String::new() },
        language: if n % 8 == 0 { "en".into() } else { String::new() },
        news: if n % 9 == 0 { "1".into() } else { String::new() },
        news_how: "paper".into(),
        ..FanForm::default()
    });
    let adds = forms.map(|form| form.check(today()).expect("a fan")).collect();
    write(&ground, &Plan { adds, ..Plan::default() }).await;
    for lang in [Lang::Es, Lang::En] {
        let mut connection = ground.db.read().acquire().await.expect("a connection");
        let first = store::list::export(&mut connection, &Key::default(), "").await.expect("fans");
        let last = first.last().map(|fan| Key { name_folded: fan.name_folded.clone(), id: fan.id.clone() });
        let rest = store::list::export(&mut connection, &last.expect("a place"), "").await.expect("fans");
        drop(connection);
        assert_eq!((first.len(), rest.len()), (1_000, 200));
        let file = [export::text(lang, today(), true, &first), export::text(lang, today(), false, &rest)].concat();
        let plan = plan(&ground, &file).await;
        assert_eq!(plan.rows.len(), 1_200);
        assert_eq!(plan.wrong(), 0);
        assert_eq!((plan.adds.len(), plan.fills.len()), (0, 0));

        // Somewhere else it brings everyone, whole.
        let elsewhere = Ground::new().await;
        let there = self::plan(&elsewhere, &file).await;
        write(&elsewhere, &there).await;
        let told =
            |fans: Vec<Exported>| fans.into_iter().map(|fan| (fan.name, fan.phone, fan.note, fan.found_by, fan.news));
        assert_eq!(told(everyone(&elsewhere).await).collect::<Vec<_>>(), told(first).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn an_old_export_brings_nobody_back() {
    let ground = Ground::new().await;
    let gone = ground.add("Ana", "", "").await.expect("a fan");
    let other = ground.add("Bea", "", "").await.expect("a fan");
    let into = ground.add("Beatriz", "", "").await.expect("a fan");
    let mut tx = ground.db.write().await.expect("a write");
    assert!(store::merge::erase(&mut tx, &Hooks::default(), &gone, NOW).await.expect("an answer"));
    store::merge::merge(&mut tx, &Hooks::default(), &other, &into, NOW).await.expect("an answer").expect("merged");
    tx.commit().await.expect("kept");
    let file = format!("id,nombre\n{gone},Ana\n{other},Bea\n");
    assert_eq!(fates(&plan(&ground, file.as_bytes()).await), ["2 erased", "3 is Beatriz fans-import-by-id"]);
}

#[test]
fn a_fan_edited_without_a_change_stays_as_they_are() {
    let kept = Fan {
        id: "a".into(),
        name: "Ana".into(),
        called: "Ana".into(),
        phone: Some("+525512345678".into()),
        email: Some("ana@example.mx".into()),
        birth_year: Some(2000),
        birth_date: None,
        found_by: Some("radio".into()),
        note: Some("uno\ndos".into()),
        language: Some("es".into()),
        brought_by: None,
        created_at: NOW.into(),
        merged_into: None,
        erased_at: None,
    };
    let again = FanForm::of(&kept, today()).check(today()).expect("a fan");
    assert_eq!((again.name, again.phone, again.email), (kept.name, kept.phone, kept.email));
    assert_eq!((again.birth_year, again.birth_date), (kept.birth_year, kept.birth_date));
    assert_eq!((again.found_by, again.note, again.language), (kept.found_by, kept.note, kept.language));
}
