-- What the band asks about, in plain columns: a row a ticket, a scan, a concert, a fan. Days are the concert's own nights;
-- money is in cents; 1 is yes, 0 is no.

create view ticket_facts as
  select t.id as ticket_id, t.number, t.concert_id, coalesce(c.title, v.name) as concert, v.name as venue, v.city, c.day,
    f.id as fan_id, f.name as fan, t.admits as people, t.price_name, t.price_cents,
    coalesce((select cast(sum(p.amount_cents) as bigint) from payment p where p.ticket_id = t.id), 0) as paid_cents,
    t.currency, t.method as payment_method,
    case when t.replaced_at is not null then 'replaced' when t.voided_at is not null then 'voided' else 'valid' end as state,
    t.issued_at, a.username as issued_by, t.sent_at, t.sent_how, d.opened_at,
    (select count(*) from admission m where m.ticket_id = t.id and (m.ended_kind is null or m.ended_kind = 'exit')) as entries,
    (select min(m.admitted_at) from admission m
     where m.ticket_id = t.id and (m.ended_kind is null or m.ended_kind = 'exit')) as came_at
  from ticket t
    join concert c on c.id = t.concert_id
    join venue v on v.id = c.venue_id
    left join fan f on f.id = t.fan_id and f.erased_at is null
    left join account a on a.id = t.issued_by
    left join delivery d on d.ticket_id = t.id;

create view scan_facts as
  select s.id as scan_id, s.concert_id, coalesce(c.title, v.name) as concert, c.day, s.ticket_id, t.number,
    f.id as fan_id, f.name as fan, s.door, s.kind, s.source, s.happened_at, s.received_at,
    coalesce(s.phone_verdict, s.verdict) as shown, s.verdict,
    case when s.phone_verdict is null then 1 else 0 end as by_server
  from scan s
    join concert c on c.id = s.concert_id
    join venue v on v.id = c.venue_id
    left join ticket t on t.id = s.ticket_id
    left join fan f on f.id = t.fan_id and f.erased_at is null;

create view concert_facts as
  select c.id as concert_id, coalesce(c.title, v.name) as concert, v.name as venue, v.city, c.day, c.doors_at, c.starts_at,
    c.timezone, c.capacity, c.currency, case when c.cancelled_at is null then 0 else 1 end as cancelled,
    coalesce(s.issued, 0) as tickets, coalesce(s.held, 0) as expected, coalesce(a.people, 0) as came,
    case when coalesce(a.people, 0) = 0 then null when s.held > a.people then s.held - a.people else 0 end as no_shows,
    coalesce(a.tickets, 0) as tickets_used, coalesce(a.entries, 0) as entries, coalesce(a.refused, 0) as refused,
    coalesce(s.courtesies, 0) as courtesies, coalesce(s.owed_cents, 0) as owed_cents,
    coalesce((select cast(sum(m.amount_cents) as bigint) from concert_money m where m.concert_id = c.id), 0) as paid_cents,
    (select count(*) from presence p where p.concert_id = c.id) as said_word
  from concert c
    join venue v on v.id = c.venue_id
    left join concert_sales s on s.concert_id = c.id
    left join concert_attendance a on a.concert_id = c.id;

-- Somebody came to a concert who went in with a ticket of theirs, or said the word there.
create view fan_facts as
  select f.id as fan_id, f.name, f.phone, f.email,
    case
      when f.birth_date is not null then
        cast(substr(cast(current_date as text), 1, 4) as bigint) - cast(substr(f.birth_date, 1, 4) as bigint)
        - case when substr(cast(current_date as text), 6, 5) < substr(f.birth_date, 6, 5) then 1 else 0 end
      when f.birth_year is not null then cast(substr(cast(current_date as text), 1, 4) as bigint) - f.birth_year
    end as age,
    f.found_by, f.language, f.created_at, f.brought_by,
    (select count(*) from fan w where w.brought_by = f.id and w.merged_into is null and w.erased_at is null) as brought,
    (select count(*) from ticket t where t.fan_id = f.id and t.voided_at is null and t.replaced_at is null) as tickets,
    (select count(distinct t.concert_id) from ticket t
     where t.fan_id = f.id and t.voided_at is null and t.replaced_at is null) as concerts,
    (select count(*) from (
       select t.concert_id from ticket t join admission m on m.ticket_id = t.id
       where t.fan_id = f.id and (m.ended_kind is null or m.ended_kind = 'exit')
       union
       select p.concert_id from presence p where p.fan_id = f.id) x) as came,
    (select min(c.day) from concert c where c.id in (
       select t.concert_id from ticket t join admission m on m.ticket_id = t.id
       where t.fan_id = f.id and (m.ended_kind is null or m.ended_kind = 'exit')
       union
       select p.concert_id from presence p where p.fan_id = f.id)) as first_came,
    (select max(c.day) from concert c where c.id in (
       select t.concert_id from ticket t join admission m on m.ticket_id = t.id
       where t.fan_id = f.id and (m.ended_kind is null or m.ended_kind = 'exit')
       union
       select p.concert_id from presence p where p.fan_id = f.id)) as last_came,
    coalesce((select cast(sum(p.amount_cents) as bigint) from ticket t join payment p on p.ticket_id = t.id
      where t.fan_id = f.id), 0) as paid_cents,
    case when exists (select 1 from consent n where n.fan_id = f.id and n.purpose = 'news' and n.withdrawn_at is null)
      then 1 else 0 end as news
  from fan f
  where f.merged_into is null and f.erased_at is null;
