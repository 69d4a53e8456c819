//! Secrets in PostgreSQL are sealed by a key that isn't in it; in the embedded database they are in the owner's file.

use std::path::Path;

use anomalia::base::app::App;
use anomalia::base::clock::Clock;
use anomalia::base::config::{Config, Hidden};
use anomalia::server;

use crate::house::{House, NOW, folder, on_both};

const KEPT: &str = "select value from setting where name = 'key'";

/// Another process over the same database, with a data folder of its own.
async fn beside(house: &House, data: &Path, key: Option<&str>) -> anyhow::Result<App> {
    let mut config = Config::new(data, &house.address);
    config.database_url.clone_from(&house.app.config.database_url);
    config.secret_key = key.map(|key| Hidden(key.to_owned()));
    server::open(config, Clock::starting_at(NOW.parse().expect("a time"))).await
}

async fn refused(house: &House, data: &Path, key: Option<&str>) -> String {
    format!("{:#}", beside(house, data, key).await.err().expect("refused"))
}

#[tokio::test]
async fn a_dump_of_the_database_holds_no_key() {
    on_both(async |house| {
        let kept = house.one(KEPT).await;
        assert_eq!(house.is_sqlite(), kept == *house.app.key, "{kept}");
        assert_eq!(!house.is_sqlite(), kept.starts_with("sealed-1:"), "{kept}");
        let file = house.folder.join("secret");
        assert_eq!(!house.is_sqlite(), file.exists());
        #[cfg(unix)]
        if file.exists() {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    })
    .await;
}

#[tokio::test]
async fn a_process_with_another_key_or_none_is_refused_and_changes_nothing() {
    on_both(async |house| {
        if house.is_sqlite() {
            return;
        }
        let (kept, data) = (house.one(KEPT).await, folder("beside"));
        let why = refused(house, &data, None).await;
        assert!(why.contains("by a key that isn't here") && why.contains("ANOMALIA_SECRET_KEY"), "{why}");
        assert!(!data.join("secret").exists(), "no second key is made");
        let why = refused(house, &data, Some(&"x".repeat(64))).await;
        assert!(why.contains("isn't the one"), "{why}");
        let why = refused(house, &data, Some("short")).await;
        assert!(why.contains("has 5 characters") && why.contains("openssl rand -hex 32"), "{why}");
        assert_eq!(house.one(KEPT).await, kept);
        let key = std::fs::read_to_string(house.folder.join("secret")).expect("the key");
        let named = beside(house, &data, Some(&key)).await.expect("with the key of the other");
        assert_eq!(named.key, house.app.key);
        named.db.close().await;
        std::fs::write(data.join("secret"), format!("{key}\n")).expect("copied");
        let copied = beside(house, &data, None).await.expect("with a copy of its file");
        assert_eq!(copied.key, house.app.key);
        copied.db.close().await;
        let _ = std::fs::remove_dir_all(data);
    })
    .await;
}

#[tokio::test]
async fn a_secret_from_before_is_sealed_in_its_place() {
    on_both(async |house| {
        if house.is_sqlite() {
            return;
        }
        let (before, data) = ("5".repeat(64), folder("before"));
        house.write(&format!("update setting set value = '{before}' where name = 'key'")).await;
        let app = beside(house, &data, None).await.expect("opened");
        assert_eq!(*app.key, before, "what was signed with it still counts");
        assert!(house.one(KEPT).await.starts_with("sealed-1:"));
        app.db.close().await;
        let _ = std::fs::remove_dir_all(data);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_processes_that_begin_at_once_all_that_serve_have_one_key() {
    on_both(async |house| {
        if house.is_sqlite() {
            return;
        }
        house.write("delete from setting where name = 'key'").await;
        let folders: Vec<_> = (0..4).map(|_| folder("begin")).collect();
        let apps = futures_util::future::join_all(folders.iter().map(|data| beside(house, data, None))).await;
        let mut keys = Vec::new();
        for (app, data) in apps.into_iter().zip(&folders) {
            assert_eq!(app.is_ok(), data.join("secret").exists(), "a key that seals nothing doesn't stay");
            if let Ok(app) = app {
                keys.push(app.key.to_string());
                app.db.close().await;
            }
            let _ = std::fs::remove_dir_all(data);
        }
        assert_eq!(keys.len(), 1, "each made its own key, and one was first");
    })
    .await;
}
