//! A past of which everything is known: 40 fans, six concerts, one that was called off, one to come. No numbers of it here.

use std::fmt::Write as _;

use anomalia::{door, payments, tickets};

use crate::house::{House, Visitor};

/// When it is in this past, unless a test says otherwise: eight days and eight hours before the doors of Siete.
pub const TODAY: &str = "2025-11-20T18:00:00Z";

/// Title, day, the venue (S: Sótano Ámbar, Ciudad de México; G: Galpón Siete, Toluca), its capacity, what presale costs in
/// cents. The fourth was called off. Doors are at 20:00 in Mexico City, 02:00 UTC of the next day.
pub const CONCERTS: [(&str, &str, char, i64, i64); 8] = [
    ("Uno", "2025-03-15", 'S', 20, 20_000),
    ("Dos", "2025-05-10", 'G', 25, 15_000),
    ("Tres", "2025-06-28", 'S', 20, 20_000),
    ("Lluvia", "2025-07-19", 'G', 25, 15_000),
    ("Cuatro", "2025-08-30", 'G', 25, 15_000),
    ("Cinco", "2025-10-04", 'S', 20, 20_000),
    ("Seis", "2025-11-08", 'S', 16, 20_000),
    ("Siete", "2025-11-28", 'S', 20, 20_000),
];

/// Who came where: number, born (`-`: not known), found us by (`-`: not said), brought by, then a cell a concert.
///
/// A cell is `.` (nothing), `w` (said the word) or a ticket. Its first letter is how it is paid: `c` cash and `s` SPEI at
/// the price of presale, issued 20 days before doors; `k` card at $250, the day before; `g` given, three days before; a
/// capital is to be paid yet. Then a letter a place: `b` in by the main door five minutes before doors, `m` by it five
/// minutes after, `d` by the side door at 25 minutes, `e` as `m`, out again at 35 and in at 45, `u` as `m` and taken back,
/// `-` never came. At the end `V`: voided five days before doors, the money kept; `R`: voided ten days before, the money
/// given back; `X`: replaced five days before; `N`: the new one in its place, issued then.
const PEOPLE: &str = "\
    01 1990-05-01 friend     -   cm   cm  cm  cm  cm  cm  cm  c-
    02 1996-02-29 friend     01  cm   .   cm  .   .   cm  .   .
    03 2007-11-10 instagram  -   cd   .   .   .   .   .   sm  .
    04 2007-11-25 instagram  -   cd   .   .   .   .   .   sd  .
    05 2007-11-20 tiktok     -   .    .   .   .   .   cm  .   .
    06 1980       radio      -   km   .   .   .   .   .   .   .
    07 2000       poster     -   cm   cm  .   .   .   .   .   .
    08 -          -          -   gm   .   .   .   .   .   .   .
    09 1900       other      -   .    gm  .   .   gm  .   .   .
    10 2001-07-04 spotify    01  cmm- .   .   .   .   .   w   .
    11 1985-12-31 friend     -   .    sm  .   .   sm  .   .   .
    12 1970-01-01 -          -   .    sm  .   .   .   .   .   .
    13 2003       walked_by  -   .    .   w   .   .   .   .   .
    14 1995-11-21 friend     01  .    .   cm  .   .   .   cm  .
    15 1995-11-19 friend     -   .    .   cm  .   .   .   cm  .
    16 2010-03-03 tiktok     11  .    .   cm  .   .   cm  cm  .
    17 1962       radio      -   .    .   km  .   .   .   .   .
    18 1999-09-09 other_band -   .    c-V .   .   .   .   .   .
    19 1998-08-08 instagram  -   .    c-  .   .   .   .   .   .
    20 -          friend     11  .    cm  .   .   .   .   .   .
    21 1988-06-15 -          -   .    .   .   .   .   c-R cm  .
    22 2002-02-02 instagram  -   .    .   .   .   kd  kd  kd  .
    23 2005       tiktok     -   .    .   .   .   .   cd  cd  .
    24 1993-10-10 spotify    -   .    .   .   .   gm  .   gd  .
    25 1979-04-04 poster     -   .    .   .   .   S-  .   .   .
    26 1991-01-15 -          -   ce   .   .   .   .   .   .   .
    27 1983-03-20 friend     -   .    cm  .   cm  .   .   .   .
    28 2004-12-01 instagram  -   .    .   .   w   .   .   .   .
    29 1997-07-07 friend     -   .    .   .   .   cu  .   .   .
    30 1997       friend     -   cb   cb  cb  .   cb  cb  .   .
    31 1994-04-14 poster     -   cb   .   .   .   cb  .   cb  .
    32 2006-06-06 -          -   .    .   .   .   .   kb  .   .
    33 1976-06-06 radio      -   .    .   .   .   .   g-  gm  .
    34 2000-01-01 other_band -   .    .   .   .   .   .   kmm .
    35 2001       instagram  03  .    .   .   .   .   .   w   .
    36 1989-09-30 friend     -   .    .   .   .   .   .   C-X .
    37 1989-10-01 friend     36  .    .   .   .   .   .   cmN .
    38 2008-05-05 tiktok     -   .    .   .   .   .   .   .   s-
    39 2003-03-03 spotify    -   .    .   .   .   .   .   .   c--
    40 -          -          -   .    .   .   .   .   .   .   .";

/// Scans that let nobody in: at which concert, its kind, what the server says, what a phone had shown (`-`: nothing).
const TOLD_NO: [(usize, &str, &str, &str); 13] = [
    (1, "entry", "already_used", "-"),
    (1, "entry", "already_used", "-"),
    (1, "entry", "already_used", "already_used"),
    (1, "entry", "not_a_ticket", "-"),
    (1, "entry", "not_a_ticket", "-"),
    (2, "entry", "voided", "-"),
    (4, "entry", "already_used", "-"),
    (5, "entry", "unpaid", "-"),
    (5, "entry", "other_concert", "-"),
    (7, "entry", "replaced", "-"),
    (7, "entry", "already_used", "admitted"),
    (7, "entry", "admitted", "already_used"),
    (7, "exit", "not_inside", "-"),
];

/// The id of the nth of a kind: `c` concert, `f` fan, `t` ticket, `s` scan, `p` payment, `v` venue.
pub fn id(kind: char, nth: usize) -> String {
    format!("0{kind}{nth:024}")
}

/// A time by minutes from the doors of the concert of that day.
fn at(day: &str, minutes: i64) -> String {
    let doors: jiff::Timestamp = format!("{day}T20:00:00-06:00").parse().expect("a day");
    anomalia::base::clock::stamp(doors + jiff::SignedDuration::from_mins(minutes))
}

/// Rows of one table, put in as one statement.
struct Rows(&'static str, Vec<String>);

impl Rows {
    /// A row of texts; an empty one is null, one that begins with `#` a number.
    fn add(&mut self, values: &[&str]) {
        let cells: Vec<String> = values
            .iter()
            .map(|value| match *value {
                "" => "null".to_owned(),
                number if number.starts_with('#') => number[1..].to_owned(),
                text => format!("'{text}'"),
            })
            .collect();
        self.1.push(format!("({})", cells.join(", ")));
    }

    async fn write(&self, house: &House) {
        house.write(&format!("insert into {} values {}", self.0, self.1.join(", "))).await;
    }
}

/// Everything that was written of this past, by table, in the order in which it may be put in.
struct Past {
    venues: Rows,
    concerts: Rows,
    fans: Rows,
    tickets: Rows,
    payments: Rows,
    scans: Rows,
    admissions: Rows,
    words: Rows,
}

impl Past {
    fn new() -> Self {
        let rows = |table| Rows(table, Vec::new());
        Self {
            venues: rows("venue (id, name, name_folded, address, city, timezone, created_at)"),
            concerts: rows(
                "concert (id, venue_id, title, day, doors_at, starts_at, timezone, capacity, currency, salt, created_at,
                 changed_at, cancelled_at)",
            ),
            fans: rows(
                "fan (id, name, name_folded, birth_year, birth_date, found_by, brought_by, created_at, changed_at)",
            ),
            tickets: rows(
                "ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents, currency,
                 method, issued_at, voided_at, replaced_at)",
            ),
            payments: rows(
                "payment (id, concert_id, ticket_id, amount_cents, currency, method, paid_at, refund_of)",
            ),
            scans: rows(
                "scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at, phone_verdict,
                 verdict, answer)",
            ),
            admissions: rows(
                "admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_at, ended_by, ended_kind)",
            ),
            words: rows("presence (concert_id, fan_id, said_at)"),
        }
    }

    fn places(&mut self) {
        for (nth, (name, city)) in [("Sótano Ámbar", "Ciudad de México"), ("Galpón Siete", "Toluca")].iter().enumerate()
        {
            let began = at("2025-01-01", 0);
            self.venues.add(&[&id('v', nth), name, name, "Calle 1", city, "America/Mexico_City", &began]);
        }
        for (nth, (title, day, venue, capacity, _)) in CONCERTS.iter().enumerate() {
            let (concert, venue) = (id('c', nth + 1), id('v', usize::from(*venue == 'G')));
            let (doors, starts, made, capacity) = (at(day, 0), at(day, 60), at(day, -40_000), format!("#{capacity}"));
            let cancelled = if *title == "Lluvia" { at(day, 120) } else { String::new() };
            let zone = "America/Mexico_City";
            self.concerts.add(&[
                &concert, &venue, title, day, &doors, &starts, zone, &capacity, "MXN", "x", &made, &made, &cancelled,
            ]);
        }
    }

    fn scan(
        &mut self,
        concert: usize,
        ticket: &str,
        door: &str,
        kind: &str,
        minute: i64,
        said: (&str, &str),
    ) -> String {
        let (scan, when) = (id('s', self.scans.1.len()), at(CONCERTS[concert - 1].1, minute));
        let (verdict, phone) = said;
        let of = id('c', concert);
        self.scans.add(&[&scan, &of, ticket, door, kind, "camera", "#1", &when, &when, phone, verdict, "{}"]);
        scan
    }

    /// Somebody in by a door; until when and how, if they went again.
    fn entry(
        &mut self,
        concert: usize,
        ticket: &str,
        nth: usize,
        (door, minute): (&str, i64),
        end: Option<(i64, &str)>,
    ) {
        let day = CONCERTS[concert - 1].1;
        let scan = self.scan(concert, ticket, door, "entry", minute, ("admitted", ""));
        let (of, nth, from) = (id('c', concert), format!("#{nth}"), at(day, minute));
        let ended = end.map(|(until, kind)| {
            let verdict = if kind == "undo" { "undone" } else { "exited" };
            (at(day, until), self.scan(concert, ticket, door, kind, until, (verdict, "")), kind)
        });
        let (until, by, kind) = ended.unwrap_or_default();
        self.admissions.add(&[ticket, &nth, &scan, &of, &from, &until, &by, kind]);
    }

    fn ticket(&mut self, fan: usize, concert: usize, cell: &str) {
        let (_, day, _, _, presale) = CONCERTS[concert - 1];
        let (how, places) = cell.split_at(1);
        let end = places.chars().last().filter(char::is_ascii_uppercase);
        let places = places.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let (method, price, days) = match how.to_lowercase().as_str() {
            "c" => ("cash", presale, if end == Some('N') { 5 } else { 20 }),
            "s" => ("spei", presale, 20),
            "k" => ("card", 25_000, 1),
            _ => ("courtesy", 0, 3),
        };
        let ago = |days: i64| at(day, -days * 24 * 60);
        let nth = self.tickets.1.len() + 1;
        let (ticket, of, issued, whole) = (id('t', nth), id('c', concert), ago(days), price * places.len() as i64);
        let (voided, replaced) = match end {
            Some('V') => (ago(5), String::new()),
            Some('R') => (ago(10), String::new()),
            Some('X') => (String::new(), ago(5)),
            _ => (String::new(), String::new()),
        };
        let (number, admits, cents) = (format!("#{nth}"), format!("#{}", places.len()), format!("#{whole}"));
        let (code, token) = (format!("{nth:016}"), format!("l{nth}"));
        self.tickets.add(&[
            &ticket,
            &of,
            &id('f', fan),
            &number,
            &code,
            &token,
            &admits,
            "Precio",
            &cents,
            "MXN",
            method,
            &issued,
            &voided,
            &replaced,
        ]);
        if how == how.to_lowercase() && whole > 0 {
            let payment = id('p', nth);
            self.payments.add(&[&payment, &of, &ticket, &cents, "MXN", method, &issued, ""]);
            if end == Some('R') {
                let back = id('p', 1000 + nth);
                let cents = format!("#-{whole}");
                self.payments.add(&[&back, &of, &ticket, &cents, "MXN", method, &voided, &payment]);
            }
        }
        let stands = end.is_none_or(|end| end == 'N');
        for (nth, place) in places.chars().enumerate().filter(|_| stands) {
            match place {
                'b' => self.entry(concert, &ticket, nth + 1, ("main", -5), None),
                'm' => self.entry(concert, &ticket, nth + 1, ("main", 5), None),
                'd' => self.entry(concert, &ticket, nth + 1, ("side", 25), None),
                'u' => self.entry(concert, &ticket, nth + 1, ("main", 5), Some((6, "undo"))),
                'e' => {
                    self.entry(concert, &ticket, nth + 1, ("main", 5), Some((35, "exit")));
                    self.entry(concert, &ticket, nth + 2, ("main", 45), None);
                }
                _ => {}
            }
        }
    }

    fn people(&mut self) {
        for line in PEOPLE.lines() {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let said = |text: &str| if text == "-" { String::new() } else { text.to_owned() };
            let fan: usize = parts[0].parse().expect("a number");
            let (born, found) = (said(parts[1]), said(parts[2]));
            let (year, date) =
                if born.len() == 4 { (format!("#{born}"), String::new()) } else { (String::new(), born) };
            let by = parts[3].parse().map_or(String::new(), |by| id('f', by));
            // The one who came along, as a member writes somebody whose name they don't know.
            let name = if fan == 20 { "+1".to_owned() } else { format!("Fan {fan:02}") };
            let (folded, made) = (name.to_lowercase(), at("2025-01-01", 0));
            self.fans.add(&[&id('f', fan), &name, &folded, &year, &date, &found, &by, &made, &made]);
            for (nth, cell) in parts[4..].iter().enumerate() {
                match *cell {
                    "." => {}
                    "w" => self.words.add(&[&id('c', nth + 1), &id('f', fan), &at(CONCERTS[nth].1, 30)]),
                    cell => self.ticket(fan, nth + 1, cell),
                }
            }
        }
        for (concert, kind, verdict, phone) in TOLD_NO {
            let phone = if phone == "-" { "" } else { phone };
            self.scan(concert, "", "main", kind, 10, (verdict, phone));
        }
    }
}

/// Puts it into a house and has the summaries and the histories counted; gives the member who looks at it.
pub async fn past(house: &House, now: &str) -> Visitor {
    house.clock(now);
    let mut past = Past::new();
    past.places();
    past.people();
    let Past { venues, concerts, fans, tickets, payments, scans, admissions, words } = past;
    // In this order each row finds what it names.
    for rows in [&venues, &concerts, &fans, &tickets, &payments, &scans, &admissions, &words] {
        rows.write(house).await;
    }
    house.write("insert into history_due (fan_id, mark) select id, 'test' from fan").await;
    let mut tx = house.app.db.write().await.expect("a write");
    tickets::store::rebuild(&mut tx).await.expect("counted");
    payments::store::rebuild(&mut tx).await.expect("counted");
    door::store::rebuild(&mut tx).await.expect("counted");
    tx.commit().await.expect("committed");
    house.admin().await
}

/// A table as the pages give it, without its head: a line a row, its cells parted by bars.
pub async fn table(admin: &Visitor, page: &str, slug: &str, filter: &str) -> String {
    let path = format!("/insights/{page}/{slug}.csv?{filter}");
    let file = admin.get(&path).await.ok();
    let text = String::from_utf8(file.bytes).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut table = String::new();
    for row in reader.records() {
        let row = row.unwrap_or_else(|error| panic!("{path}: {error}"));
        let _ = writeln!(table, "{}", row.iter().collect::<Vec<_>>().join("|"));
    }
    table
}

/// A table as it was counted by hand: its page, its name, the filter, and its rows as [`table`] gives them.
pub type Counted = (&'static str, &'static str, &'static str, &'static str);

/// The pages give every table as it was counted.
pub async fn agree(admin: &Visitor, counted: &[Counted]) {
    for (page, slug, filter, expected) in counted {
        let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let found = table(admin, page, slug, filter).await;
        assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{page}/{slug}.csv?{filter}");
    }
}
