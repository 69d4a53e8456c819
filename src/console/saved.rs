//! Ten questions that a band asks, ready to be asked and to be learned from. One text for both engines.

/// A question that is kept with the program.
#[derive(Debug)]
pub struct Saved {
    /// Its name in the address: `/consult?q=loyal`.
    pub key: &'static str,
    pub sql: &'static str,
}

impl Saved {
    /// The key of its title.
    pub fn title(&self) -> String {
        format!("console-saved-{}", self.key)
    }

    /// The key of the sentence that says what it answers.
    pub fn about(&self) -> String {
        format!("console-saved-{}-about", self.key)
    }
}

/// The saved question of that key.
pub fn find(key: &str) -> Option<&'static Saved> {
    SAVED.iter().find(|saved| saved.key == key)
}

/// All ten, in the order in which they are shown.
pub const SAVED: [Saved; 10] = [
    Saved {
        key: "loyal",
        sql: "\
select f.name, count(distinct t.concert_id) as concerts, max(c.date) as last_time, f.phone
from tickets t
join fans f on f.id = t.fan_id
join concerts c on c.id = t.concert_id
where t.used = 1
group by f.id, f.name, f.phone
order by concerts desc, last_time desc, f.name
limit 50",
    },
    Saved {
        key: "away",
        sql: "\
with latest as (
  select concert_id, max(admitted_at) as ended
  from admission
  group by concert_id
  order by ended desc
  limit 3
)
select f.name, count(distinct t.concert_id) as concerts, max(c.date) as last_time, f.phone, f.email
from tickets t
join fans f on f.id = t.fan_id
join concerts c on c.id = t.concert_id
where t.used = 1
group by f.id, f.name, f.phone, f.email
having count(distinct t.concert_id) >= 2
  and max(case when t.concert_id in (select concert_id from latest) then 1 else 0 end) = 0
order by last_time, f.name
limit 100",
    },
    Saved {
        key: "contacts",
        sql: "\
select venue, contact_name, contact_phone, contact_email, count(*) as nights, max(date) as last_night
from concerts
group by venue, contact_name, contact_phone, contact_email
order by venue, last_night desc",
    },
    Saved {
        key: "no-shows",
        sql: "\
with night as (
  select concert_id
  from admission
  order by admitted_at desc
  limit 1
)
select f.name, k.number, k.method, f.phone
from ticket k
join tickets t on t.id = k.id
join fans f on f.id = k.fan_id
where k.concert_id in (select concert_id from night)
  and k.voided_at is null
  and k.replaced_at is null
  and t.used = 0
order by f.name, k.number",
    },
    Saved {
        key: "found-us",
        sql: "\
select coalesce(f.found_by, '?') as found_by, count(distinct f.id) as fans,
  count(distinct case when t.used = 1 then f.id end) as came
from fan f
left join tickets t on t.fan_id = f.id
where f.merged_into is null and f.erased_at is null
group by coalesce(f.found_by, '?')
order by fans desc, found_by",
    },
    Saved {
        key: "ages",
        sql: "\
select band as ages, count(*) as fans
from (
  select case
    when age is null then '?'
    when age < 18 then '0-17'
    when age < 25 then '18-24'
    when age < 35 then '25-34'
    when age < 45 then '35-44'
    else '45+'
  end as band
  from fans
) as banded
group by band
order by band",
    },
    Saved {
        key: "methods",
        sql: "\
select c.date, c.venue, p.method, count(*) as payments, round(sum(p.amount_cents) / 100.0, 2) as amount, p.currency
from payment p
join concerts c on c.id = p.concert_id
group by c.id, c.date, c.venue, p.method, p.currency
order by c.date desc, c.venue, amount desc",
    },
    Saved {
        key: "brings",
        sql: "\
select h.name, count(distinct g.id) as brought, count(distinct case when t.used = 1 then g.id end) as came
from fan g
join fans h on h.id = g.brought_by
left join tickets t on t.fan_id = g.id
where g.merged_into is null and g.erased_at is null
group by h.id, h.name
order by brought desc, h.name
limit 50",
    },
    Saved {
        key: "birthdays",
        sql: "\
select name, substr(birth_date, 9, 2) as on_day,
  cast(substr(cast(current_date as text), 1, 4) as bigint) - cast(substr(birth_date, 1, 4) as bigint) as turns, phone
from fan
where substr(birth_date, 6, 2) = substr(cast(current_date as text), 6, 2)
  and merged_into is null
  and erased_at is null
order by on_day, name",
    },
    Saved {
        key: "unreachable",
        sql: "\
select f.name, count(t.id) as tickets, max(c.date) as last_time
from fans f
left join tickets t on t.fan_id = f.id
left join concerts c on c.id = t.concert_id
where f.phone is null and f.email is null
group by f.id, f.name
order by tickets desc, f.name
limit 200",
    },
];

#[cfg(test)]
#[path = "saved_tests.rs"]
pub(super) mod tests;
