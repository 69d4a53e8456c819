//! The door's own modules, asked within a page: what phones tell each other is a union, and people are found as they are
//! called.

use serde_json::Value;

use crate::driver::{Browser, Options};
use crate::opened;
use crate::process::Process;

/// An open scanner.
async fn scanner(name: &str) -> (Process, Browser) {
    let (program, member) = opened(name).await;
    member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes]").await;
    (program, browser)
}

/// Runs a script with the door's modules by name: `const { Heard } = await of("heard")`.
async fn asks(browser: &Browser, script: &str) -> Value {
    let whole = format!(
        "const scan = document.querySelector('script[type=module]').src;
         const of = (name) => import(scan.replace('scan.js', `${{name}}.js`));
         return (async () => {{ {script} }})().catch((error) => `${{error}} ${{error.stack}}`)"
    );
    browser.run(&whole, vec![]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_phones_show_each_other_is_a_union_in_any_order_and_however_often() {
    let (_program, browser) = scanner("union").await;
    let script = r#"
      const { Heard } = await of("heard");
      const { read } = await of("exchange");
      let state = 7;
      const roll = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
      const shuffled = (all) => all.map((one) => [roll(1e6), one]).sort(([a], [b]) => a - b).map(([, one]) => one);
      const key = "ab".repeat(32);
      const concert = "01jd3v8w9qf5e7x2k4m6n8p0rt";
      const said = [];
      for (let seed = 0; seed < 40; seed += 1) {
        // Three phones let people in with tickets up to number 3000: three pages each.
        const phones = [1, 2, 3].map(() => new Heard(concert));
        const truth = new Map();
        for (let n = 0; n < 120; n += 1) {
          const [phone, number] = [roll(3), 1 + roll(3000)];
          const undone = roll(10) === 0 && phones[phone].own.used[number] > 0;
          phones[phone].count(number, undone ? { used: -1, inside: -1 } : { used: 1, inside: 1 });
          truth.set(`${phone} ${number}`, phones[phone].own.used[number]);
        }
        // The second hears of the third; the fourth hears of the third through the second alone.
        for (const page of await phones[2].show(3, key, false)) await phones[1].take(page, 2, key);
        const pages = [...await phones[0].show(1, key, false), ...await phones[1].show(2, key, false)];
        const hear = async (order) => {
          const fourth = new Heard(concert);
          for (const page of order) await fourth.take(page, 4, key);
          return fourth;
        };
        const once = await hear(pages);
        const often = await hear(shuffled([...pages, ...shuffled(pages), ...pages]));
        for (const number of new Set([...truth.keys()].map((name) => Number(name.split(" ")[1])))) {
          const sum = [0, 1, 2].reduce((all, phone) => all + (truth.get(`${phone} ${number}`) ?? 0), 0);
          const [a, b] = [once.others(number, () => -1), often.others(number, () => -1)];
          if (a !== sum || b !== sum) said.push(`seed ${seed}, number ${number}: ${sum} went in, heard ${a} and ${b}`);
          // What the roster tells by now isn't counted on top of it.
          if (often.others(number, () => 1e9) !== 0) said.push("counted on top of the roster");
        }
        if (often.by([...truth][0][0].split(" ")[1] | 0, () => -1).some((phone) => phone < 1 || phone > 3)) said.push("a phone that isn't there");
        // An older page changes nothing; a damaged one, another concert's and another door's are none.
        const [old] = await phones[0].show(1, key, false);
        phones[0].count(1, { used: 1, inside: 1 });
        const [young] = await phones[0].show(1, key, false);
        const fifth = await hear([young, old]);
        if (fifth.others(1, () => -1) !== phones[0].own.used[1]) said.push("an older page took back what a later one said");
        const at = 3 + roll(old.length - 3);
        const damaged = old.slice(0, at) + (old[at] === "0" ? "1" : "0") + old.slice(at + 1);
        const sixth = new Heard(concert);
        if (await sixth.take(damaged, 4, key).catch(() => null)) said.push(`damaged at ${at} and believed`);
        if (await sixth.take(old, 4, "cd".repeat(32))) said.push("another door's key");
        if (await new Heard("01jd3v8w9qf5e7x2k4m6n8p0rs").take(old, 4, key)) said.push("another concert's");
      }
      return said.join("; ") || "well";"#;
    assert_eq!(asks(&browser, script).await, "well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_found_on_the_phone_as_they_are_called() {
    let (_program, browser) = scanner("called").await;
    let script = r#"
      const { Roster } = await of("roster");
      const { Heard } = await of("heard");
      const roster = new Roster({ changes: () => ({ used: 0, inside: 0 }) }, new Heard("x"));
      roster.nicknames = await (await fetch(scan.replace("scan.js", "nicknames.json"))).json();
      const ticket = (number, short, first_name, initial, surname3, last4) => ({ id: `t${number}`, hash: `h${number}`, number, short,
        first_name, initial, surname3, last4, admits: 1, state: "valid", used: 0, inside: 0, first: null, due_cents: 0, conflicts: [] });
      roster.index([
        ticket(1, "7K2M", "José", "Q", "qui", "5678"), ticket(2, "9XQ4", "José", "Q", "qui", "1122"),
        ticket(3, "AB3D", "Guadalupe", "Ñ", "nun", null), ticket(42, "ZZ42", "María del Mar", "S", "sol", "0042"),
      ]);
      const found = (typed) => roster.find(typed).map(({ number }) => number).sort((a, b) => a - b).join(" ");
      const wanted = { "jose": "1 2", "JOSÉ": "1 2", "pepe": "1 2", "Pepe Quiroz": "1 2", "quir": "1 2", "pepe 5678": "1", "1122": "2",
        "lupe": "3", "núñez": "3", "nunez": "3", "lupe nu": "3", "3": "3", "7k2m": "1", "7K2M": "1", "mar": "42", "maria sol": "42",
        "42": "42", "pepe sol": "", "nadie": "", "": "" };
      const said = Object.entries(wanted).filter(([typed, numbers]) => found(typed) !== numbers);
      const two = roster.find("pepe").map(({ number, last4 }) => `${number} ${last4}`).sort().join(", ");
      if (two !== "1 5678, 2 1122") said.push(two);
      return said.map(([typed, numbers]) => `${typed}: ${found(typed)}, not ${numbers}`).join("; ") || "well";"#;
    assert_eq!(asks(&browser, script).await, "well");
}
