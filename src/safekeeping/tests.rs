//! Copies that make themselves, a folder that is restored, a doctor that finds what was broken.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::base::app::App;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::db::backup;
use crate::base::db::{self, Db};
use crate::base::secret;
use crate::demo;
use crate::safekeeping::copies::Last;
use crate::safekeeping::doctor::{self, Finding, Options};
use crate::safekeeping::keeper::{self, Keeper, LAST};
use crate::safekeeping::{cli, store};
use crate::server;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("anomalia-keep-{}", secret::short_token()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn config(&self, name: &str) -> Config {
        Config::new(&self.0.join(name), "http://localhost:5000")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// 12:00 in Mexico City, six days before the demo's next concert.
fn noon() -> Timestamp {
    "2026-11-22T18:00:00Z".parse().expect("a time")
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

async fn demo(config: &Config) {
    let db = server::open_database(config).await.expect("a database");
    demo::fill(&db, noon(), &config.timezone).await.expect("filled");
    db.close().await;
}

async fn app(config: &Config, clock: &Clock) -> App {
    server::open(config.clone(), clock.clone()).await.expect("an app")
}

async fn last(app: &App) -> Last {
    let mut connection = app.db.read().acquire().await.expect("a connection");
    let setting = db::setting(&mut connection, LAST).await.expect("read").expect("a last copy");
    Last::read(&setting).expect("as it was written")
}

fn copies(config: &Config) -> Vec<String> {
    let mut names = keeper::names(&config.backups());
    names.sort();
    names
}

#[tokio::test]
async fn a_copy_is_made_each_day_and_before_the_doors_and_fourteen_stay() {
    let folder = Folder::new();
    let (config, clock) = (folder.config("data"), Clock::starting_at(noon()));
    demo(&config).await;
    let app = app(&config, &clock).await;
    assert_eq!(keeper::tick(&app).await.expect("made").as_deref(), Some("anomalia-20261122-1200.db"));
    assert_eq!(keeper::tick(&app).await.expect("nothing"), None, "one a day");
    let kept = last(&app).await;
    assert_eq!((kept.file.as_str(), kept.contents.concerts), ("anomalia-20261122-1200.db", 12));
    assert_eq!(backup::verify(&config.backups().join(&kept.file)).expect("whole"), kept.contents);
    clock.set("2026-11-29T01:10:00Z".parse().expect("19:10, doors at 20:00"));
    assert_eq!(keeper::tick(&app).await.expect("made").as_deref(), Some("anomalia-20261128-1910.db"));
    for day in 1..16 {
        clock.set("2026-11-29T01:10:00Z".parse::<Timestamp>().expect("a time") + hours(24 * day));
        keeper::tick(&app).await.expect("made").expect("a name");
    }
    let names = copies(&config);
    assert_eq!(names.len(), 14);
    assert_eq!(names.last().map(String::as_str), Some("anomalia-20261213-1910.db"));
    assert_eq!(keeper::kept(&app).await.expect("listed").len(), 14);
    app.db.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_that_fails_is_told_and_tried_again_later() {
    let folder = Folder::new();
    let (config, clock) = (folder.config("data"), Clock::starting_at(noon()));
    let app = app(&config, &clock).await;
    // A file where the folder should be: root may write anywhere, so modes would prove nothing here.
    std::fs::write(config.backups(), "in the way").expect("written");
    assert!(keeper::tick(&app).await.is_err());
    assert!(app.part::<Keeper>().failed().is_some());
    std::fs::remove_file(config.backups()).expect("gone");
    assert_eq!(keeper::tick(&app).await.expect("waits"), None);
    clock.set(noon() + SignedDuration::from_mins(11));
    assert!(keeper::tick(&app).await.expect("made").is_some());
    assert_eq!(app.part::<Keeper>().failed(), None);
    app.db.close().await;
}

#[tokio::test]
async fn a_download_is_a_whole_copy_that_leaves_no_file_behind() {
    let folder = Folder::new();
    let (config, clock) = (folder.config("data"), Clock::starting_at(noon()));
    demo(&config).await;
    let app = app(&config, &clock).await;
    let (mut file, size) = keeper::fresh(&app).await.expect("a copy");
    assert_eq!(copies(&config), Vec::<String>::new());
    let taken = folder.0.join("taken.db");
    let mut target = tokio::fs::File::create(&taken).await.expect("a file");
    assert_eq!(tokio::io::copy(&mut file, &mut target).await.expect("read"), size);
    target.sync_all().await.expect("written");
    assert_eq!(backup::verify(&taken).expect("whole").concerts, 12);
    app.db.close().await;
}

const AT_WORK: [&str; 3] = [
    "insert into session (id, account_id, token_hash, browser, address, created_at, last_seen_at, expires_at)
     select 's0000000000000000000000001', min(id), 'a', 'b', '', '2026-11-22T18:00:00.000Z', '2026-11-22T18:00:00.000Z',
       '2026-12-22T18:00:00.000Z' from account",
    "insert into device (id, concert_id, account_id, name, link_hash, created_at, expires_at)
     select 'd0000000000000000000000001', max(id), (select min(id) from account), 'Ana', 'l', '2026-11-22T18:00:00.000Z',
       '2026-12-22T18:00:00.000Z' from concert",
    "update concert set title = 'Después de servir' where id = (select max(id) from concert)",
];

async fn work(config: &Config) -> Db {
    let db = server::open_database(config).await.expect("a database");
    let mut tx = db.write().await.expect("a write");
    for sql in AT_WORK {
        sqlx::query(sql).execute(&mut *tx).await.expect("done");
    }
    tx.commit().await.expect("kept");
    db
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db.read()).await.expect("a number")
}

#[tokio::test]
async fn a_restored_folder_holds_all_and_nobody_is_signed_in() {
    let folder = Folder::new();
    let (config, copy) = (folder.config("data"), folder.0.join("copy.db"));
    demo(&config).await;
    let served = work(&config).await;
    cli::backup(&config, &copy).await.expect("a copy, while it is served");
    assert!(cli::backup(&config, &copy).await.expect_err("refused").to_string().contains("is there already"));
    let restored = folder.config("restored");
    cli::put(&restored, noon(), &copy).await.expect("restored");
    let db = server::open_database(&restored).await.expect("it opens");
    assert_eq!(number(&db, "select count(*) from concert where title = 'Después de servir'").await, 1);
    assert_eq!(number(&db, "select count(*) from session where ended_at is null").await, 0);
    assert_eq!(number(&db, "select count(*) from device where revoked_at is null").await, 0);
    assert_eq!(number(&served, "select count(*) from session where ended_at is null").await, 1, "the source goes on");
    db.close().await;
    served.close().await;
    let left: Vec<String> =
        keeper::names(&restored.data).into_iter().filter(|name| name.starts_with("restoring")).collect();
    assert_eq!(left, Vec::<String>::new());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&restored.data), mode(&restored.database_file())), (0o700, 0o600));
    }
}

#[tokio::test]
async fn a_copy_is_not_put_beside_the_log_of_a_database_that_was_moved_away() {
    let folder = Folder::new();
    let config = folder.config("data");
    demo(&config).await;
    let copy = folder.0.join("copy.db");
    cli::backup(&config, &copy).await.expect("a copy");
    let target = folder.config("left");
    std::fs::create_dir_all(&target.data).expect("a folder");
    let log = target.data.join("anomalia.db-wal");
    std::fs::write(&log, b"the last changes").expect("a log");
    let refused = cli::restore(&target, &Clock::starting_at(noon()), &copy).await.expect_err("refused").to_string();
    assert!(refused.contains("anomalia.db-wal"), "{refused}");
    assert!(!target.database_file().exists());
    std::fs::remove_file(log).expect("moved");
    cli::restore(&target, &Clock::starting_at(noon()), &copy).await.expect("restored");
}

#[tokio::test]
async fn a_folder_with_data_or_in_use_is_never_restored_over() {
    let folder = Folder::new();
    let (config, copy) = (folder.config("data"), folder.0.join("copy.db"));
    demo(&config).await;
    cli::backup(&config, &copy).await.expect("a copy");
    let why = cli::put(&config, noon(), &copy).await.expect_err("refused").to_string();
    assert!(why.contains("holds data"), "{why}");
    let empty = folder.config("empty");
    let served = server::open_database(&empty).await.expect("a database");
    let why = cli::put(&empty, noon(), &copy).await.expect_err("refused").to_string();
    assert!(why.contains("is in use"), "{why}");
    served.close().await;
    cli::put(&empty, noon(), &copy).await.expect("nobody has it open, and it holds nothing");
    let torn = folder.0.join("torn.db");
    std::fs::write(&torn, &std::fs::read(&copy).expect("read")[..40_000]).expect("written");
    let fresh = folder.config("fresh");
    assert!(cli::restore(&fresh, &Clock::starting_at(noon()), &torn).await.is_err());
    assert!(!fresh.database_file().exists());
}

fn wrong(findings: &[Finding]) -> Vec<&str> {
    let wrong = findings.iter().filter_map(|finding| match finding {
        Finding::Wrong(words) => Some(words.as_str()),
        Finding::Fine(_) => None,
    });
    wrong.collect()
}

async fn run(config: &Config, now: Timestamp, rebuild: bool) -> Vec<Finding> {
    doctor::examine(config, now, Options { rebuild }).await
}

#[tokio::test]
async fn the_doctor_finds_nothing_wrong_with_a_folder_that_is_looked_after() {
    let folder = Folder::new();
    let (config, clock) = (folder.config("data"), Clock::starting_at(noon()));
    demo(&config).await;
    let app = app(&config, &clock).await;
    keeper::tick(&app).await.expect("made");
    let findings = run(&config, noon(), false).await;
    assert_eq!(wrong(&findings), Vec::<&str>::new(), "while it is served");
    app.db.close().await;
    assert_eq!(wrong(&run(&config, noon(), false).await), Vec::<&str>::new(), "and after");
    let later = run(&config, noon() + hours(73), false).await;
    assert!(matches!(wrong(&later)[..], [words] if words.contains("3 days ago")), "{later:?}");
}

#[tokio::test]
async fn the_doctor_waits_a_day_for_the_first_copy_and_forgets_those_of_another_folder() {
    let folder = Folder::new();
    let (config, copy) = (folder.config("data"), folder.0.join("copy.db"));
    let clock = Clock::starting_at(noon());
    let fresh = app(&folder.config("fresh"), &clock).await;
    fresh.db.close().await;
    assert_eq!(wrong(&run(&folder.config("fresh"), noon() + hours(99), false).await), Vec::<&str>::new());
    demo(&config).await;
    let yet = Finding::Fine("no copy yet; the first is made within a minute of serving".into());
    assert!(run(&config, noon() + hours(24), false).await.contains(&yet));
    let late = run(&config, noon() + hours(25), false).await;
    assert!(matches!(wrong(&late)[..], [words] if words.contains("no good copy yet")), "{late:?}");
    let app = app(&config, &clock).await;
    keeper::tick(&app).await.expect("made");
    cli::backup(&config, &copy).await.expect("a copy");
    app.db.close().await;
    let restored = folder.config("restored");
    cli::put(&restored, noon() + hours(50), &copy).await.expect("restored");
    let findings = run(&restored, noon() + hours(51), false).await;
    assert_eq!(wrong(&findings), Vec::<&str>::new());
    assert!(findings.contains(&yet), "{findings:?}");
}

#[tokio::test]
async fn the_doctor_finds_summaries_that_lie_and_mends_them_when_asked() {
    let folder = Folder::new();
    let config = folder.config("data");
    demo(&config).await;
    let db = server::open_database(&config).await.expect("a database");
    let lies = [
        "update concert_sales set held = held + 1 where concert_id = (select max(id) from concert)",
        "delete from concert_money where method = 'card' and concert_id = (select min(concert_id) from concert_money)",
        "update concert_attendance set entries = 0 where concert_id = (select min(concert_id) from concert_attendance)",
    ];
    let mut tx = db.write().await.expect("a write");
    for lie in lies {
        sqlx::query(lie).execute(&mut *tx).await.expect("told");
    }
    tx.commit().await.expect("kept");
    let count = |findings: &[Finding]| wrong(findings).iter().filter(|words| words.contains("--rebuild")).count();
    assert_eq!(count(&run(&config, noon(), false).await), 3);
    assert_eq!(count(&run(&config, noon(), false).await), 3, "looking changes nothing");
    assert_eq!(count(&run(&config, noon(), true).await), 0);
    let mut tx = db.write().await.expect("a write");
    assert_eq!(store::recount(&mut tx).await.expect("counted"), [], "mended");
    drop(tx);
    db.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_doctor_finds_open_files_damage_and_a_newer_schema() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let config = folder.config("data");
    demo(&config).await;
    let file = config.database_file();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("set");
    let copy = config.data.join("notes.txt");
    std::fs::write(&copy, "x").expect("written");
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o604)).expect("set");
    let findings = run(&config, noon(), false).await;
    let open = |words: &&str| words.contains("notes.txt") && words.contains("anomalia.db");
    assert!(wrong(&findings).iter().any(open), "{findings:?}");
    let newer = server::open_database(&config).await.expect("a database");
    let mut tx = newer.write().await.expect("a write");
    sqlx::query("insert into migration (name, sum) values ('9999_later.sql', '')")
        .execute(&mut *tx)
        .await
        .expect("put");
    tx.commit().await.expect("kept");
    newer.close().await;
    let findings = run(&config, noon(), false).await;
    assert!(wrong(&findings).iter().any(|words| words.contains("newer Anomalia")), "{findings:?}");
    let mut bytes = std::fs::read(&file).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    std::fs::write(&file, bytes).expect("written");
    let findings = run(&config, noon(), false).await;
    assert!(
        wrong(&findings).iter().any(|words| words.contains("damaged") || words.contains("can't be read")),
        "{findings:?}"
    );
    let none = run(&folder.config("none"), noon(), false).await;
    assert!(wrong(&none)[0].contains("there is no data"), "{none:?}");
}
