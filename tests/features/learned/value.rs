//! What it was worth, of the past that was counted by hand.

use std::collections::BTreeMap;

use super::past::{Counted, TODAY, agree, past, table};
use crate::house::on_both;

// Paid, in pesos, by cash, SPEI and card:
//   Uno    8 × 200 (01 02 03 04 07 26 30 31) and 600 (10's three) in cash, 250 by card (06)
//   Dos    7 × 150 in cash (01 07 18 19 20 27 30: 18's was voided and not given back), 2 × 150 by SPEI (11 12)
//   Tres   6 × 200 in cash (01 02 14 15 16 30), 250 by card (17)
//   Cuatro 4 × 150 in cash (01 29 30 31), 150 by SPEI (11), 250 by card (22); 25 owes
//   Cinco  6 × 200 in cash (01 02 05 16 23 30; 21 got it back), 2 × 250 by card (22 32)
//   Seis   8 × 200 in cash (01 14 15 16 21 23 31 37), 2 × 200 by SPEI (03 04), 250 + 500 by card (22, 34's two)
// In all 7,850 + 850 + 2,000 = 10,700.
const VALUE: &[Counted] = &[
    (
        "value",
        "taken",
        "period=all",
        "Seis, 8 nov|2750.00|15|183.33
         Cinco, 4 oct|1700.00|8|212.50
         Cuatro, 30 ago|1000.00|7|142.85
         Tres, 28 jun|1450.00|7|207.14
         Dos, 10 may|1350.00|8|168.75
         Uno, 15 mar|2450.00|12|204.16",
    ),
    // Of fans who are 18 to 24: 03 and 10 at Uno; 22 at Cuatro; 05 22 23 32 at Cinco; 03 22 23 at Seis.
    (
        "value",
        "taken",
        "age=18-24",
        "Seis, 8 nov|650.00|3|216.66
         Cinco, 4 oct|900.00|4|225.00
         Cuatro, 30 ago|250.00|1|250.00
         Tres, 28 jun|0.00|0|
         Dos, 10 may|0.00|0|
         Uno, 15 mar|800.00|3|266.66",
    ),
    (
        "value",
        "methods",
        "",
        "Efectivo|7850.00|73
         Tarjeta|2000.00|19
         SPEI|850.00|8",
    ),
    (
        "value",
        "methods",
        "city=Toluca",
        "Efectivo|1650.00|70
         SPEI|450.00|19
         Tarjeta|250.00|11",
    ),
    (
        "value",
        "methods",
        "age=18-24",
        "Efectivo|1400.00|54
         Tarjeta|1000.00|38
         SPEI|200.00|8",
    ),
    (
        "value",
        "given",
        "",
        "Seis, 8 nov|2|14|14
         Cinco, 4 oct|1|9|11
         Cuatro, 30 ago|2|9|22
         Tres, 28 jun|0|7|0
         Dos, 10 may|1|9|11
         Uno, 15 mar|1|11|9",
    ),
    // By what one person paid. Given: 08, 09 twice, 24 twice, 33 twice, who came once. At 150: eight of Dos (19 didn't come)
    // and six of Cuatro (25 29 didn't). At 200: nine of Uno for eleven people (one of 10's didn't come), six, six, ten. At
    // 250: 06, 17, 22 three times, 32, and 34 with two.
    (
        "value",
        "prices",
        "",
        "Sin costo|7|7|6|86
         $150|14|14|11|79
         $200|31|33|32|97
         $250|7|8|8|100",
    ),
    (
        "value",
        "prices",
        "age=18-24",
        "$200|6|8|7|88
         $250|4|4|4|100",
    ),
    ("value", "prices", "method=spei&found=friend", "$150|2|2|2|100"),
    // What they paid in all their time, Lluvia and Siete too, less what they got back: under 200 08 09 12 13 20 24 33 35;
    // from 200 05 06 07 11 17 21 26 27 32 37; from 400 03 04 14 15 23 31 34; from 600 02 10 16 22; 30: 900; 01: 1,450.
    (
        "value",
        "spent",
        "",
        "De $0 a $200|8|26
         De $200 a $400|10|32
         De $400 a $600|7|23
         De $600 a $800|4|13
         De $800 a $1,000|1|3
         De $1,400 a $1,600|1|3",
    ),
    // Whose last concert was Cuatro: 09, 11.
    (
        "value",
        "spent",
        "concert=0c000000000000000000000005",
        "De $0 a $200|1|50
         De $200 a $400|1|50",
    ),
];

#[tokio::test]
async fn what_it_was_worth_is_what_was_counted_by_hand() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        agree(&admin, VALUE).await;
    })
    .await;
}

#[tokio::test]
async fn a_price_is_what_one_person_paid_also_where_two_together_paid_as_much_as_one_alone() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        // 07's one place at Dos for $300, and 20's two for $300: one person at $300, two at $150.
        house
            .write(
                "update ticket set price_cents = 30000
                 where concert_id = '0c000000000000000000000002'
                   and fan_id in ('0f000000000000000000000007', '0f000000000000000000000020')",
            )
            .await;
        house
            .write(
                "update ticket set admits = 2
                 where concert_id = '0c000000000000000000000002' and fan_id = '0f000000000000000000000020'",
            )
            .await;
        let prices = "Sin costo|1|1|1|100
            $150|7|8|6|75
            $300|1|1|1|100";
        agree(&admin, &[("value", "prices", "concert=0c000000000000000000000002", prices)]).await;
    })
    .await;
}

#[tokio::test]
async fn money_is_by_the_way_it_came_in_also_of_some_fans_alone() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        // 03's ticket of Seis was to be paid by SPEI, and was paid in cash at the door.
        house
            .write(
                "update payment set method = 'cash' where ticket_id in (select id from ticket
                 where concert_id = '0c000000000000000000000007' and fan_id = '0f000000000000000000000003')",
            )
            .await;
        let methods = "Efectivo|1600.00|62
            Tarjeta|1000.00|38";
        agree(&admin, &[("value", "methods", "age=18-24", methods)]).await;
    })
    .await;
}

#[tokio::test]
async fn what_fans_of_each_age_paid_is_in_all_what_the_concert_took() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        let cells = |line: &str| -> (String, i64) {
            let mut cells = line.split('|');
            let name = cells.next().expect("a name").to_owned();
            (name, cells.next().expect("money").replace('.', "").parse().expect("cents"))
        };
        for age in ["0-17", "18-24", "25-34", "35-44", "45", "unknown"] {
            for line in table(&admin, "value", "taken", &format!("age={age}")).await.lines() {
                let (name, paid) = cells(line);
                *sums.entry(name).or_default() += paid;
            }
        }
        let whole: BTreeMap<String, i64> = table(&admin, "value", "taken", "").await.lines().map(cells).collect();
        assert_eq!(sums, whole);
    })
    .await;
}
