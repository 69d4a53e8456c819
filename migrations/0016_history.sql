-- What each fan did, kept: a row a fan that is there. Counted anew for a fan as often as one of theirs changes.
create table fan_history (
  fan_id        text primary key references fan (id),
  -- as far as it is known: '', 'YYYY', 'YYYY-MM-DD'; and the day of the year, 'MM-DD', or ''
  born          text not null,
  birthday      text not null,
  found_by      text not null,
  -- where they came most often, how often, and since when; '' and null: they never came
  city          text not null,
  city_came     bigint not null,
  city_since    text check (length(city_since) = 24),
  -- different concerts, none cancelled: with a ticket that stands, of these those that they came to, all they came to
  concerts      bigint not null,
  kept          bigint not null,
  came          bigint not null,
  first_concert text references concert (id),
  first_at      text check (length(first_at) = 24),
  last_concert  text references concert (id),
  last_at       text check (length(last_at) = 24),
  tickets       bigint not null,
  courtesies    bigint not null,
  paid_cents    bigint not null,
  counted_at    text not null check (length(counted_at) = 24)
);
create index fan_history_first on fan_history (first_concert) where first_concert is not null;
create index fan_history_last on fan_history (last_concert) where last_concert is not null;
create index fan_history_birthday on fan_history (birthday, born, found_by, city, came) where birthday <> '';
create index fan_history_counted on fan_history (counted_at);

-- Whose history is to be counted anew, written with the change itself; the mark keeps two changes apart
create table history_due (
  fan_id text not null references fan (id),
  mark   text not null,
  primary key (fan_id, mark)
);

-- How many fans are alike: born in a month ('YYYY-MM') or a year, found us so, come to that city, came so often
create table audience (
  born     text not null,
  found_by text not null,
  city     text not null,
  came     bigint not null,
  fans     bigint not null,
  primary key (born, found_by, city, came)
);
create index audience_nobody on audience (fans) where fans = 0;

insert into history_due (fan_id, mark) select id, 'begin' from fan where merged_into is null and erased_at is null;

-- Somebody came to a concert who went in with a ticket of theirs, or said the word there. Concerts that were called off
-- don't count.
drop view fan_facts;
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
    h.tickets, h.concerts, h.came, o.day as first_came, l.day as last_came, h.city, h.paid_cents,
    case when exists (select 1 from consent n where n.fan_id = f.id and n.purpose = 'news' and n.withdrawn_at is null)
      then 1 else 0 end as news
  from fan f
    join fan_history h on h.fan_id = f.id
    left join concert o on o.id = h.first_concert
    left join concert l on l.id = h.last_concert
  where f.merged_into is null and f.erased_at is null;
