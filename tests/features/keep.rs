//! A copy that is taken while twenty phones scan, put back: whole, and a prefix of what was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::house::{Process, opened, phone_scan, query};

const PHONES: usize = 20;

fn anomalia(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_anomalia")).args(arguments).output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_taken_while_twenty_phones_scan_holds_a_prefix_of_what_was_acknowledged() {
    let (program, member) = opened("keep").await;
    let concert = member.concert(&[("capacity", "400"), ("price_until", "")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let price = form.between("name=\"price\" value=\"", "\"");
    let pasted: String = (0..200).map(|nth| format!("Fan {}\n", char::from_u32(0x4e00 + nth).unwrap_or('x'))).collect();
    let list = [("concert", &*concert), ("pasted", &pasted), ("method", "courtesy"), ("price", &price)];
    let batch = member.post("/tickets/list", &list).await.ok().field("batch");
    member.post("/tickets/list/confirm", &[list.as_slice(), &[("batch", &batch)]].concat()).await.is(303);
    let codes = program.sql("select code from ticket order by number");
    member.token().await;

    let (begun, over) = (Instant::now(), AtomicBool::new(false));
    let phones = join_all((0..PHONES).map(|phone| {
        let (member, concert, codes, over) = (&member, &concert, &codes, &over);
        async move {
            // What this phone was told, in its order, and when.
            let mut told: Vec<(String, Duration)> = Vec::new();
            let mut nth = phone;
            while !over.load(Ordering::Relaxed) {
                let answer = phone_scan(member, concert, &codes[nth % codes.len()]).await;
                told.push((answer["id"].as_str().expect("an id").to_owned(), begun.elapsed()));
                nth += PHONES;
            }
            told
        }
    }));
    let (data, copy) = (program.data.display().to_string(), program.data.with_extension("copy.db"));
    let copying = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let from = begun.elapsed();
        let (data, copy) = (data.clone(), copy.display().to_string());
        tokio::task::spawn_blocking(move || anomalia(&["--data", &data, "backup", &copy])).await.expect("copied");
        tokio::time::sleep(Duration::from_millis(300)).await;
        over.store(true, Ordering::Relaxed);
        from
    };
    let (told, from) = tokio::join!(phones, copying);

    let restored = program.data.with_extension("restored");
    let (there, evening) = (restored.display().to_string(), crate::house::EVENING);
    anomalia(&["--data", &there, "--clock", evening, "restore", &copy.display().to_string()]);
    let said = anomalia(&["--data", &there, "--clock", evening, "doctor"]);
    assert!(said.contains("fine   no copy yet; the first is made within a minute of serving"), "{said}");
    let file = restored.join("anomalia.db");
    assert_eq!(query(&file, "pragma integrity_check"), ["ok"]);
    assert!(query(&file, "select \"table\" from pragma_foreign_key_check").is_empty());
    let kept: BTreeSet<String> = query(&file, "select id from scan").into_iter().collect();
    let all: BTreeMap<&str, Duration> = told.iter().flatten().map(|(id, at)| (id.as_str(), *at)).collect();
    assert!(kept.len() > PHONES && kept.len() < all.len(), "{} of {} scans", kept.len(), all.len());
    for phone in &told {
        let there = phone.iter().take_while(|(id, _)| kept.contains(id)).count();
        assert!(phone[there..].iter().all(|(id, _)| !kept.contains(id)), "a hole in what a phone was told");
        assert!(phone[there..].iter().all(|(_, at)| *at >= from), "acknowledged before the copy, and not in it");
    }
    let counted = "select (select count(*) from admission) = entries and inside = entries
                     and refused = (select count(*) from scan where verdict <> 'admitted') from concert_attendance";
    assert_eq!(query(&file, counted), ["1"], "the summary agrees with the rows");

    let again = Process::start(restored, &["--clock", crate::house::EVENING], &[]);
    assert_eq!(again.link, None, "the accounts are there");
    again.nobody().get("/fans").await.to("/login?next=/fans");
    again.nobody().sign_in("Xime", crate::house::PASSWORD).await.to("/");
    member.get("/fans").await.ok();
}
