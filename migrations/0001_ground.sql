-- The ground: accounts, concerts, fans, tickets, payments, the door.
-- Both engines run this text; only a block that begins with "-- postgres:" is PostgreSQL's alone.

-- postgres:
-- create function json_each(list text) returns table (key bigint, value jsonb)
--   language sql immutable parallel safe
--   as $$ select nth - 1, item from jsonb_array_elements(list::jsonb) with ordinality as element(item, nth) $$;
-- :postgres

-- base: secrets and settings that every process of this installation shares
create table setting (
  name  text primary key,
  value text not null
);

-- accounts -----------------------------------------------------------------

create table account (
  id                  text primary key check (length(id) = 26),
  username            text not null,
  username_folded     text not null unique,
  password_hash       text not null,
  language            text,
  created_at          text not null check (length(created_at) = 24),
  password_changed_at text not null check (length(password_changed_at) = 24),
  disabled_at         text check (length(disabled_at) = 24)
);

create table session (
  id           text primary key check (length(id) = 26),
  account_id   text not null references account (id),
  token_hash   text not null unique,
  browser      text not null,
  address      text not null,
  created_at   text not null check (length(created_at) = 24),
  last_seen_at text not null check (length(last_seen_at) = 24),
  expires_at   text not null check (length(expires_at) = 24),
  ended_at     text check (length(ended_at) = 24)
);
create index session_account on session (account_id, created_at);

-- concerts -----------------------------------------------------------------

create table venue (
  id            text primary key check (length(id) = 26),
  name          text not null,
  name_folded   text not null,
  address       text not null,
  city          text not null,
  capacity      bigint check (capacity > 0),
  timezone      text not null,
  contact_name  text,
  contact_phone text,
  contact_email text,
  note          text,
  created_at    text not null check (length(created_at) = 24)
);
create unique index venue_name on venue (name_folded, city);

create table concert (
  id            text primary key check (length(id) = 26),
  venue_id      text not null references venue (id),
  title         text,
  line_up       text,
  day           text not null check (length(day) = 10),
  doors_at      text not null check (length(doors_at) = 24),
  starts_at     text not null check (length(starts_at) = 24),
  timezone      text not null,
  capacity      bigint not null check (capacity > 0),
  age_min       bigint check (age_min between 1 and 99),
  currency      text not null check (length(currency) = 3),
  contact_name  text,
  contact_phone text,
  contact_email text,
  salt          text not null,
  created_at    text not null check (length(created_at) = 24),
  created_by    text references account (id),
  changed_at    text not null check (length(changed_at) = 24),
  cancelled_at  text check (length(cancelled_at) = 24)
);
create index concert_doors on concert (doors_at, id);
create index concert_venue on concert (venue_id, doors_at);

create table price (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  position     bigint not null,
  name         text not null,
  amount_cents bigint not null check (amount_cents >= 0),
  until_day    text check (length(until_day) = 10),
  unique (concert_id, position)
);

-- what was moved or cancelled, and who is to be told of it
create table concert_change (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  kind         text not null check (kind in ('moved', 'cancelled')),
  before_text  text not null,
  after_text   text not null,
  tickets      text not null check (tickets in ('stay', 'voided')),
  happened_at  text not null check (length(happened_at) = 24),
  account_id   text references account (id)
);
create index concert_change_concert on concert_change (concert_id, happened_at);

-- fans ---------------------------------------------------------------------

create table fan (
  id           text primary key check (length(id) = 26),
  name         text not null,
  name_folded  text not null,
  phone        text check (phone like '+%'),
  email        text,
  email_folded text,
  birth_year   bigint check (birth_year between 1900 and 2200),
  birth_date   text check (length(birth_date) = 10),
  found_by     text,
  note         text,
  language     text,
  brought_by   text references fan (id),
  created_at   text not null check (length(created_at) = 24),
  created_by   text references account (id),
  changed_at   text not null check (length(changed_at) = 24),
  merged_into  text references fan (id),
  merged_at    text check (length(merged_at) = 24),
  erased_at    text check (length(erased_at) = 24)
);
create unique index fan_phone on fan (phone) where phone is not null and merged_into is null and erased_at is null;
create index fan_email on fan (email_folded) where email_folded is not null and merged_into is null and erased_at is null;
create index fan_name on fan (name_folded, id) where merged_into is null and erased_at is null;
create index fan_brought on fan (brought_by) where brought_by is not null;
create index fan_merged on fan (merged_into) where merged_into is not null;

-- folded words of the name, of the e-mail's local part, and the phone's last four digits
create table fan_word (
  word   text not null,
  fan_id text not null references fan (id),
  primary key (word, fan_id)
);
create index fan_word_fan on fan_word (fan_id);

create table consent (
  id           text primary key check (length(id) = 26),
  fan_id       text not null references fan (id),
  purpose      text not null check (purpose in ('news', 'service')),
  given_at     text not null check (length(given_at) = 24),
  how          text not null,
  account_id   text references account (id),
  withdrawn_at text check (length(withdrawn_at) = 24)
);
create index consent_fan on consent (fan_id, purpose, given_at);

-- tickets ------------------------------------------------------------------

-- tickets that were issued together from a pasted list
create table ticket_batch (
  id         text primary key check (length(id) = 26),
  concert_id text not null references concert (id),
  account_id text references account (id),
  created_at text not null check (length(created_at) = 24),
  voided_at  text check (length(voided_at) = 24)
);
create index ticket_batch_concert on ticket_batch (concert_id, created_at);

-- summary, owned by tickets: what is held of the capacity, the numbers given, the roster's cursor
create table concert_sales (
  concert_id  text primary key references concert (id),
  held        bigint not null default 0 check (held >= 0),
  issued      bigint not null default 0,
  courtesies  bigint not null default 0,
  owed_cents  bigint not null default 0,
  number_last bigint not null default 0,
  cursor      bigint not null default 0
);

create table ticket (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  fan_id       text not null references fan (id),
  number       bigint not null check (number > 0),
  code         text not null unique check (length(code) = 16),
  link_token   text not null unique,
  request_id   text unique,
  admits       bigint not null default 1 check (admits between 1 and 50),
  price_name   text not null,
  price_cents  bigint not null check (price_cents >= 0),
  currency     text not null check (length(currency) = 3),
  method       text not null check (method in ('cash', 'spei', 'card', 'courtesy')),
  note         text,
  batch_id     text references ticket_batch (id),
  issued_at    text not null check (length(issued_at) = 24),
  issued_by    text references account (id),
  voided_at    text check (length(voided_at) = 24),
  voided_by    text references account (id),
  void_reason  text,
  replaces     text references ticket (id),
  replaced_by  text references ticket (id),
  replaced_at  text check (length(replaced_at) = 24),
  sent_at      text check (length(sent_at) = 24),
  sent_by      text references account (id),
  sent_how     text,
  cursor       bigint not null default 0,
  unique (concert_id, number)
);
create index ticket_concert on ticket (concert_id, cursor);
create index ticket_fan on ticket (fan_id, issued_at);
create index ticket_batch_ticket on ticket (batch_id) where batch_id is not null;
create index ticket_issued on ticket (issued_at, id);
create index ticket_issued_by on ticket (issued_by, issued_at);

-- payments -----------------------------------------------------------------

create table payment (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  ticket_id    text not null references ticket (id),
  amount_cents bigint not null check (amount_cents <> 0),
  currency     text not null check (length(currency) = 3),
  method       text not null check (method in ('cash', 'spei', 'card')),
  paid_at      text not null check (length(paid_at) = 24),
  account_id   text references account (id),
  refund_of    text references payment (id),
  note         text,
  check ((refund_of is null and amount_cents > 0) or (refund_of is not null and amount_cents < 0))
);
create index payment_ticket on payment (ticket_id);
create index payment_concert on payment (concert_id, paid_at);

-- summary, owned by payments
create table concert_money (
  concert_id   text not null references concert (id),
  method       text not null,
  amount_cents bigint not null default 0,
  payments     bigint not null default 0,
  primary key (concert_id, method)
);

-- the door -----------------------------------------------------------------

create table device (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  account_id   text not null references account (id),
  name         text not null,
  sells_from   text check (length(sells_from) = 24),
  link_hash    text not null unique,
  token_hash   text unique,
  created_at   text not null check (length(created_at) = 24),
  claimed_at   text check (length(claimed_at) = 24),
  expires_at   text not null check (length(expires_at) = 24),
  revoked_at   text check (length(revoked_at) = 24),
  last_seen_at text check (length(last_seen_at) = 24)
);
create index device_concert on device (concert_id, created_at);

create table scan (
  id            text primary key check (length(id) = 26),
  concert_id    text not null references concert (id),
  ticket_id     text references ticket (id),
  device_id     text references device (id),
  account_id    text references account (id),
  door          text not null,
  kind          text not null check (kind in ('entry', 'exit', 'undo')),
  source        text not null check (source in ('camera', 'photo', 'typed', 'list', 'paper')),
  takes_back    text,
  seq           bigint not null,
  happened_at   text not null check (length(happened_at) = 24),
  received_at   text not null check (length(received_at) = 24),
  clock_off_ms  bigint not null default 0,
  phone_verdict text,
  verdict       text not null check (verdict in ('admitted', 'already_used', 'other_concert', 'voided', 'replaced',
                  'unpaid', 'exited', 'not_inside', 'undone', 'not_a_ticket', 'unknown')),
  answer        text not null
);
create index scan_concert on scan (concert_id, received_at, id);
create index scan_ticket on scan (ticket_id, happened_at);

create table admission (
  ticket_id   text not null references ticket (id),
  nth         bigint not null check (nth > 0),
  scan_id     text not null unique references scan (id),
  concert_id  text not null references concert (id),
  admitted_at text not null check (length(admitted_at) = 24),
  ended_at    text check (length(ended_at) = 24),
  ended_by    text references scan (id),
  ended_kind  text check (ended_kind in ('exit', 'undo')),
  primary key (ticket_id, nth)
);
create index admission_concert on admission (concert_id, admitted_at);

-- summary, owned by the door: tickets is how many different tickets went in, entries how many times somebody did,
-- inside who is in there now, refused how many scans were told no
create table concert_attendance (
  concert_id text primary key references concert (id),
  tickets    bigint not null default 0,
  entries    bigint not null default 0,
  inside     bigint not null default 0,
  refused    bigint not null default 0
);

-- summary, owned by the door: entries by minute, for the arrival curve
create table concert_arrival (
  concert_id text not null references concert (id),
  minute     text not null check (length(minute) = 16),
  entries    bigint not null default 0,
  primary key (concert_id, minute)
);

-- console: the brief's four tables, by the brief's names and columns -----------

create view admins as
  select id, username from account where disabled_at is null;

create view fans as
  select id, name, phone, email,
    case
      when birth_date is not null then
        cast(substr(cast(current_date as text), 1, 4) as bigint) - cast(substr(birth_date, 1, 4) as bigint)
        - case when substr(cast(current_date as text), 6, 5) < substr(birth_date, 6, 5) then 1 else 0 end
      when birth_year is not null then cast(substr(cast(current_date as text), 1, 4) as bigint) - birth_year
    end as age
  from fan where merged_into is null and erased_at is null;

create view concerts as
  select c.id, v.name as venue, c.day as date, v.address, c.contact_name, c.contact_phone, c.contact_email
  from concert c join venue v on v.id = c.venue_id;

create view tickets as
  select t.id, t.fan_id, t.concert_id, t.method as payment_method, '/tickets/' || t.id || '.png' as path,
    case when exists (
      select 1 from admission a where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')
    ) then 1 else 0 end as used
  from ticket t;
