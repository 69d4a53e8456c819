//! What a browser downloads: icons of each kind and size, files that are kept for ever under a name that changes.

use sha2::{Digest, Sha256};

use crate::house::on_sqlite;
use crate::source;

#[tokio::test]
async fn every_favicon_has_its_type_and_size() {
    on_sqlite(async |house| {
        let anybody = house.nobody();
        for (path, side) in [
            ("/apple-touch-icon.png", 180),
            ("/icon-192.png", 192),
            ("/icon-512.png", 512),
            ("/icon-maskable-512.png", 512),
        ] {
            let answer = anybody.get(path).await.ok();
            assert_eq!(answer.header("content-type"), "image/png", "{path}");
            let image = image::load_from_memory(&answer.bytes).expect(path);
            assert_eq!((image.width(), image.height()), (side, side), "{path}");
        }
        let svg = anybody.get("/favicon.svg").await.ok().says("<svg").says("prefers-color-scheme");
        assert_eq!(svg.header("content-type"), "image/svg+xml");
        let ico = anybody.get("/favicon.ico").await.ok();
        assert_eq!(ico.header("content-type"), "image/x-icon");
        // ICONDIR: reserved, type 1, count; then 16 bytes for each image, which begin with its width and height.
        assert_eq!(ico.bytes[..6], [0, 0, 1, 0, 3, 0]);
        let sides: Vec<u8> = ico.bytes[6..].chunks(16).take(3).map(|entry| entry[0]).collect();
        assert_eq!(sides, [16, 32, 48]);
        let manifest = anybody.get("/site.webmanifest").await.ok();
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        let json = manifest.json();
        for icon in json["icons"].as_array().expect("icons") {
            let image = anybody.get(icon["src"].as_str().expect("an address")).await.ok();
            let image = image::load_from_memory(&image.bytes).expect("a picture");
            assert_eq!(icon["sizes"], format!("{}x{}", image.width(), image.height()));
        }
        assert!(json["icons"].to_string().contains("maskable"));
    })
    .await;
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_under_the_present_sum_only() {
    on_sqlite(async |house| {
        let anybody = house.nobody();
        let address = house.app.assets.address("style.css");
        let answer = anybody.get(&address).await.ok();
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
        let old = anybody.get("/assets/000000000000/style.css").await.ok();
        assert!(!old.header("cache-control").contains("immutable"));
        anybody.get("/brand.css").await.ok().says("--signal");
        anybody.get("/assets/000000000000/../Cargo.toml").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn only_the_decoder_s_worker_may_compile_wasm() {
    on_sqlite(async |house| {
        for file in source::files("assets", &[".js", ".css", ".wasm.js", ".svg"]) {
            let name = file.path.strip_prefix("assets/").expect("an asset");
            let answer = house.nobody().get(&house.app.assets.address(name)).await.ok();
            let may = answer.header("content-security-policy").contains("wasm-unsafe-eval");
            assert_eq!(may, name == "door/worker.js", "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_a_page_names_is_there() {
    on_sqlite(async |house| {
        let page = house.nobody().get("/login").await.ok().text();
        let names = ["src=\"/", "href=\"/"].iter().flat_map(|before| page.split(before).skip(1));
        let names: Vec<String> =
            names.filter_map(|rest| rest.split('"').next()).map(|rest| format!("/{rest}")).collect();
        assert!(names.len() > 6, "{names:?}");
        for name in names.iter().filter(|name| *name != "/") {
            house.nobody().get(name).await.ok();
        }
    })
    .await;
}

/// The decoder's script and its wasm are of one release: zxing-wasm 3.1.4, as its package has them.
#[test]
fn the_decoder_is_the_one_that_was_measured() {
    for (file, sum) in [
        ("es/reader/index.js", "d90c69a827aff3b7c8c8ca310efebe91671ef076f7a0ec83722bfc542814f484"),
        ("es/share.js", "08868fb770b0a4e4b9eb3d717015cd5fbf3ceb06492d4cb2d2dd2739db11890f"),
        ("reader/zxing_reader.wasm", "e8af31edb56d0522f4de74495839385ef019ba8bc90d38e5ecb2f18795d86fb2"),
    ] {
        let bytes = std::fs::read(source::root().join("assets/vendor/zxing-wasm").join(file)).expect(file);
        let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, sum, "{file}");
    }
}
