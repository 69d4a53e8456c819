//! What comes over the wire: the scanner at its first load, and every other page.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::house::{Visitor, on_sqlite};
use crate::payloads::addresses;

/// The bytes of an address as they are sent, and its text where it is one.
async fn sent(visitor: &Visitor, path: &str) -> (usize, String) {
    let request =
        visitor.request(Method::GET, path).header("accept", "text/html").header("accept-encoding", "br, gzip");
    let packed = request.send().await.expect("an answer").bytes().await.expect("a body").len();
    (packed, String::from_utf8_lossy(&visitor.get(path).await.bytes).into_owned())
}

/// The files that a page names: styles, scripts, pictures, fonts that its styles bring.
async fn files(visitor: &Visitor, page: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for part in
        page.split('<').filter(|part| ["link ", "script ", "img ", "source "].iter().any(|tag| part.starts_with(tag)))
    {
        if part.starts_with("link ")
            && !part.contains("stylesheet")
            && !part.contains("modulepreload")
            && !part.contains("icon")
        {
            continue;
        }
        let named = [" src=\"", " href=\""].iter().find_map(|before| part.split(before).nth(1)?.split('"').next());
        all.extend(named.filter(|path| path.starts_with('/')).map(str::to_owned));
    }
    for style in all.clone().into_iter().filter(|path| path.contains(".css")) {
        let text = visitor.get(&style).await.text();
        all.extend(text.split("url(").skip(1).filter_map(|rest| {
            let path = rest.split(')').next()?.trim_matches(['"', '\''].as_slice()).to_owned();
            path.starts_with('/').then_some(path)
        }));
    }
    all
}

#[tokio::test]
async fn the_scanner_weighs_less_than_600_kb_at_first_and_is_kept_afterwards() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let (page, text) = sent(&admin, &format!("/scan?concert={concert}")).await;
        let mut named = files(&admin, &text).await;
        let shell = crate::house::between(&text, "id=\"shell\">", "</script>").expect("the shell");
        named.extend(serde_json::from_str::<Vec<String>>(&shell).expect("a list"));
        let mut all = page;
        for path in &named {
            all += sent(&admin, path).await.0;
            let answer = admin.get(path).await.ok();
            let lasts = answer.header("cache-control").contains("immutable");
            assert!(
                lasts || path == "/brand.css" || path.contains("icon") || path.contains("manifest"),
                "{path} comes again"
            );
        }
        println!("the scanner: {all} bytes over the wire at first load, in {} files; its page {page}", named.len() + 1);
        assert!(all < 600_000, "{all}");
    })
    .await;
}

#[tokio::test]
async fn every_other_page_weighs_less_than_100_kb_with_all_that_it_names() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let mut heaviest = (0, String::new());
        let mut heavy = Vec::new();
        for path in addresses(house, &admin).await {
            // The fonts to choose from come with the sample that wears them, after everything else.
            if path.starts_with("/scan") || path.ends_with("/live") {
                continue;
            }
            let answer = admin.get(&path).await;
            if !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            let (mut all, text) = sent(&admin, &path).await;
            for file in files(&admin, &text).await.into_iter().filter(|file| !file.starts_with("/look/fonts/")) {
                all += sent(&admin, &file).await.0;
            }
            if all > heaviest.0 {
                heaviest = (all, path.clone());
            }
            if all >= 100_000 {
                heavy.push(format!("{path} {all}"));
            }
        }
        println!("the heaviest page: {} with {} bytes", heaviest.1, heaviest.0);
        assert!(heavy.is_empty() && heaviest.0 > 10_000, "{heavy:#?} {heaviest:?}");
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_kept_packed_is_the_same_file() {
    on_sqlite(async |house| {
        let name = "vendor/zxing-wasm/reader/zxing_reader.wasm";
        let whole = std::fs::read(format!("assets/{name}")).expect("the file");
        let script = format!(
            "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync('assets/{name}.br')))"
        );
        let unpacked = std::process::Command::new("node").args(["-e", &script]).output().expect("node").stdout;
        assert!(unpacked == whole, "pack it anew: brotli -f -q 11 assets/{name}");
        let address = house.app.assets.address(name);
        let asks = async |encoding: &str| {
            let request = house.nobody().request(Method::GET, &address).header("accept-encoding", encoding);
            let answer = request.send().await.expect("an answer");
            let packed = answer.headers().get("content-encoding").map(|it| it.to_str().unwrap_or("").to_owned());
            (packed, answer.bytes().await.expect("a body").len())
        };
        assert_eq!(asks("gzip, deflate, br, zstd").await.0.as_deref(), Some("br"));
        assert!(asks("br").await.1 < 330_000);
        assert_eq!(asks("identity").await, (None, whole.len()));
    })
    .await;
}
