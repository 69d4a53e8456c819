//! Who came, of the past that was counted by hand: ages, constancy, new ones, cities, sources, who brings whom.

use super::past::{Counted, TODAY, agree, past, table};
use crate::house::on_both;

// Those of the 40 who ever came, by how often, with their age on 20 November 2025:
//   once   05 (18) 06 (45) 08 (?) 12 (55) 13 (22) 17 (63) 20 (?) 21 (37) 26 (34) 27 (42) 32 (19) 33 (49) 34 (25) 35 (24) 37 (36)
//   twice  03 (18) 04 (17) 07 (25) 09 (?) 10 (24) 11 (39) 14 (29) 15 (30) 23 (20) 24 (32)
//   3 or 4 02 (29) 16 (15) 22 (23) 31 (31)
//   5 or more 01 (35, six times: Lluvia isn't one) 30 (28, five times)
// 31 fans, 16 of them more than once. Never: 18 voided, 19 25 36 38 39 40 no entry, 28 only at Lluvia, 29 taken back.
// Nobody is 125, so the age of 09 isn't known. 03 turned 18 ten days ago, 05 today, 04 will in five days.
const WHO: &[Counted] = &[
    (
        "who",
        "ages",
        "period=all",
        "15–19|5|16
         20–24|5|16
         25–29|5|16
         30–34|4|13
         35–39|4|13
         40–44|1|3
         45–49|2|6
         50–54|0|0
         55–59|1|3
         60–64|1|3
         No se sabe|3|10",
    ),
    // At Seis: 03 04 16, 10 22 23 35, 14 34, 15 24 31, 01 21 37, 33.
    (
        "who",
        "ages",
        "concert=0c000000000000000000000007",
        "15–19|3|19
         20–24|4|25
         25–29|2|13
         30–34|3|19
         35–39|3|19
         40–44|0|0
         45–49|1|6",
    ),
    // By a friend: 02 14 30, 15, 01 11 37, 27, and 20 of unknown age.
    (
        "who",
        "ages",
        "period=all&found=friend",
        "25–29|3|33
         30–34|1|11
         35–39|3|33
         40–44|1|11
         No se sabe|1|11",
    ),
    (
        "who",
        "constancy",
        "period=all",
        "Menos de 18|0|1|1|0
         18–24|4|3|1|0
         25–34|2|4|2|1
         35–44|3|1|0|1
         45 o más|4|0|0|0
         No se sabe|2|1|0|0",
    ),
    // Who came to Dos or Cuatro: 22 of 23 years; 07 24 twice, 31 three times, 30 five; 27 once, 11 twice, 01 six; 12; 20, 09.
    (
        "who",
        "constancy",
        "city=Toluca",
        "Menos de 18|0|0|0|0
         18–24|0|0|1|0
         25–34|0|2|1|1
         35–44|1|1|0|1
         45 o más|1|0|0|0
         No se sabe|1|1|0|0",
    ),
    // Whose city Toluca is: 09 11 12 20 27 came only there; 07 as often here as there, and there last.
    (
        "who",
        "constancy",
        "period=all&city=Toluca",
        "Menos de 18|0|0|0|0
         18–24|0|0|0|0
         25–34|0|1|0|0
         35–44|1|1|0|0
         45 o más|1|0|0|0
         No se sabe|1|1|0|0",
    ),
    (
        "who",
        "new",
        "",
        "Seis, 8 nov|16|5|11|69
         Cinco, 4 oct|8|3|5|63
         Cuatro, 30 ago|7|2|5|71
         Tres, 28 jun|8|5|3|38
         Dos, 10 may|8|5|3|38
         Uno, 15 mar|11|11|0|0",
    ),
    // Began at Seis 21 33 34 35 37; Cinco 05 23 32; Cuatro 22 24; Tres 13 to 17; Dos 09 11 12 20 27; all others at Uno.
    (
        "who",
        "cohorts",
        "period=all",
        "Seis, 8 nov|5|0|0|0|0
         Cinco, 4 oct|3|1|0|0|0
         Cuatro, 30 ago|2|2|1|0|0
         Tres, 28 jun|5|3|1|0|0
         Dos, 10 may|5|2|0|0|0
         Uno, 15 mar|11|8|4|2|2",
    ),
    // From the first to the last, a concert apart: 01 07 22 23 30; two: 02 09 11 24, 16 (3 in 2 steps); three: 14 15,
    // 31 (5 in 2); five: 03 04 10. Lluvia is none of the concerts between.
    (
        "who",
        "apart",
        "",
        "A casi todos|5|31
         Uno de cada 2|5|31
         Uno de cada 3|3|19
         Uno de cada 5|3|19",
    ),
    (
        "who",
        "cities",
        "period=all",
        "Ciudad de México|25|81|52
         Toluca|6|19|50",
    ),
    (
        "who",
        "found",
        "period=all",
        "Por una amistad|9|29|67
         No lo dijo|5|16|0
         Instagram|4|13|75
         La radio|3|10|0
         TikTok|3|10|67
         Un cartel|2|6|100
         Spotify|2|6|100
         Otra cosa|1|3|100
         Por otra banda|1|3|0
         Pasaba por ahí|1|3|0",
    ),
    // Those who came twice: 11 14 15, 03 04, 10 24, 09, 07, 23.
    (
        "who",
        "found",
        "period=all&visits=2",
        "Por una amistad|3|30|100
         Instagram|2|20|100
         Spotify|2|20|100
         Otra cosa|1|10|100
         Un cartel|1|10|100
         TikTok|1|10|100",
    ),
    // Those who came in on a courtesy: 09, 33, 24, 08.
    (
        "who",
        "found",
        "period=all&method=courtesy",
        "Otra cosa|1|25|100
         La radio|1|25|0
         Spotify|1|25|100
         No lo dijo|1|25|0",
    ),
];

#[tokio::test]
async fn who_came_is_what_was_counted_by_hand() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        agree(&admin, WHO).await;
    })
    .await;
}

#[tokio::test]
async fn who_brought_somebody_is_what_was_counted_by_hand() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        // 01 brought 02 10 14; 11 brought 16 and 20; 03 brought 35, who said the word; 36, who never came, brought 37.
        let brought = "Fan 01|3
            Fan 11|2
            Fan 03|1
            Fan 36|1";
        agree(&admin, &[("who", "bringers", "", brought)]).await;
    })
    .await;
}

/// Days on which somebody is about to be, or has just become, a year older, with how many fans are 25 to 29 and 30 to 34.
///
/// Today 02 07 14 30 34 are the first and 15 24 26 31 the second. Tomorrow 14 turns 30. At the new year those of whom only
/// the year is known are a year older (35 is 25 now), 26 turns 35 in January, and 02 turns 30 on 1 March, being born on a day
/// that 2026 doesn't have. On 29 February 2028 the first are 07 10 13 22 34 35, the second 02 14 15 24 30 31.
const DAYS: [(&str, i64, i64); 6] = [
    (TODAY, 5, 4),
    ("2025-11-21T18:00:00Z", 4, 5),
    ("2025-11-30T18:00:00Z", 4, 5),
    ("2026-02-28T18:00:00Z", 5, 4),
    ("2026-03-01T18:00:00Z", 4, 5),
    ("2028-02-29T18:00:00Z", 6, 6),
];

#[tokio::test]
async fn what_is_kept_of_all_fans_is_what_their_tickets_say_on_every_day() {
    on_both(async |house| {
        past(house, TODAY).await;
        for (now, younger, older) in DAYS {
            // A session doesn't last as long: signed in again.
            house.clock(now);
            let admin = house.admin().await;
            for slug in ["ages", "constancy", "found"] {
                for more in ["", "&found=friend", "&age=25-34", "&visits=2"] {
                    let kept = table(&admin, "who", slug, &format!("period=all{more}")).await;
                    let read = table(&admin, "who", slug, &format!("period=50{more}")).await;
                    assert_eq!(kept, read, "{slug} {more} on {now}");
                }
            }
            let ages = table(&admin, "who", "ages", "period=all").await;
            let says = |band: &str, fans: i64| ages.lines().any(|line| line.starts_with(&format!("{band}|{fans}|")));
            assert!(says("25–29", younger) && says("30–34", older), "on {now}: {ages}");
        }
    })
    .await;
}
