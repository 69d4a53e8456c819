-- The phones that work at a door, members' and lent ones: what each said of itself last. Not a log-in: that is `device`.

create table door_phone (
  id            text primary key check (length(id) = 26),
  concert_id    text not null references concert (id),
  number        bigint not null check (number > 0),
  device_id     text references device (id),
  account_id    text references account (id),
  name          text not null,
  address       text not null,
  first_seen_at text not null check (length(first_seen_at) = 24),
  last_seen_at  text not null check (length(last_seen_at) = 24),
  pending       bigint not null default 0,
  damaged       bigint not null default 0,
  roster_at     text check (length(roster_at) = 24),
  clock_off_ms  bigint not null default 0,
  ready         text,
  unique (concert_id, number)
);

-- an installed app on an iPhone begins without cookies: it claims the same device once more, by six digits
alter table device add column app_token_hash text;
alter table device add column code_hash text;
alter table device add column code_until text check (length(code_until) = 24);
create unique index device_app_token on device (app_token_hash) where app_token_hash is not null;
create index device_code on device (code_hash) where code_hash is not null;

-- places that a phone may sell by itself, with the number and the id of the ticket that each becomes
create table reserve (
  ticket_id   text primary key check (length(ticket_id) = 26),
  concert_id  text not null references concert (id),
  number      bigint not null check (number > 0),
  phone_id    text not null,
  given_at    text not null check (length(given_at) = 24),
  until       text not null check (length(until) = 24),
  used_at     text check (length(used_at) = 24),
  returned_at text check (length(returned_at) = 24),
  unique (concert_id, number)
);
create index reserve_open on reserve (concert_id, until) where used_at is null and returned_at is null;
create index reserve_phone on reserve (phone_id, concert_id);

-- how many of the capacity are with phones
alter table concert_sales add column reserved bigint not null default 0 check (reserved >= 0);
