//! Whoever keeps a fan's id hears of a merge and of an erasure.

use crate::house::on_sqlite;
use crate::source;

/// Every column that points to a fan, and the feature that owns it.
const POINT_TO_A_FAN: [(&str, &str); 15] = [
    ("consent.fan_id", "fans"),
    ("fan.brought_by", "fans"),
    ("fan.merged_into", "fans"),
    ("fan_history.fan_id", "fans"),
    ("fan_word.fan_id", "fans"),
    ("history_due.fan_id", "fans"),
    ("join_request.brought_by", "join"),
    ("join_request.fan_id", "join"),
    ("message.fan_id", "messages"),
    ("presence.brought_by", "join"),
    ("presence.fan_id", "join"),
    ("segment_due.fan_id", "fans"),
    ("segment_fan.fan_id", "fans"),
    ("segment_list.fan_id", "fans"),
    ("ticket.fan_id", "tickets"),
];

#[tokio::test]
async fn every_column_that_points_to_a_fan_is_on_the_list() {
    on_sqlite(async |house| {
        let sql = "select m.name || '.' || f.\"from\" from sqlite_master m join pragma_foreign_key_list(m.name) f
                   where m.type = 'table' and f.\"table\" = 'fan' order by 1";
        let known: Vec<&str> = POINT_TO_A_FAN.iter().map(|(column, _)| *column).collect();
        assert_eq!(
            house.all(sql).await,
            known,
            "say whose it is, and register it in that feature's on_merge and on_erase"
        );
    })
    .await;
}

#[test]
fn every_feature_on_the_list_is_registered() {
    let assembler = source::files("src", &["server.rs"]).remove(0).code();
    for (column, part) in POINT_TO_A_FAN.iter().filter(|(_, part)| *part != "fans") {
        for hook in ["on_merge", "on_erase"] {
            let files = source::files(&format!("src/{part}"), &[".rs"]);
            assert!(files.iter().any(|file| file.code().contains(hook)), "{part} has no {hook} for {column}");
            assert!(assembler.contains(hook) && assembler.contains(part), "server.rs registers no {hook} of {part}");
        }
    }
}
