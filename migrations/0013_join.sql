-- A concert's public page
create table join_page (
  concert_id  text primary key references concert (id),
  -- the first half of its address
  token       text not null unique check (length(token) = 6),
  -- null: closed
  opened_at   text check (length(opened_at) = 24),
  -- said from the stage, and as it is compared
  word        text,
  word_folded text
);

-- Who asked there for a place, before the night
create table join_request (
  id          text primary key check (length(id) = 26),
  concert_id  text not null references concert (id),
  fan_id      text not null references fan (id),
  -- as it was typed: whose telephone it is may be called otherwise
  name        text not null,
  people      bigint not null check (people between 1 and 50),
  brought_by  text references fan (id),
  -- the fan wasn't known before
  fan_new_at  text check (length(fan_new_at) = 24),
  asked_at    text not null check (length(asked_at) = 24),
  accepted_at text check (length(accepted_at) = 24),
  ticket_id   text references ticket (id),
  declined_at text check (length(declined_at) = 24),
  settled_by  text references account (id)
);
-- one at a time
create unique index join_request_open on join_request (concert_id, fan_id)
  where accepted_at is null and declined_at is null;
create index join_request_waiting on join_request (concert_id, asked_at, id)
  where accepted_at is null and declined_at is null;
create index join_request_accepted on join_request (concert_id, accepted_at, id) where accepted_at is not null;
create index join_request_fan on join_request (fan_id);

-- Who said on the night that they are here, with the word: once
create table presence (
  concert_id text not null references concert (id),
  fan_id     text not null references fan (id),
  said_at    text not null check (length(said_at) = 24),
  brought_by text references fan (id),
  -- theirs: one they had, or one that had been sold to nobody in particular
  ticket_id  text references ticket (id),
  primary key (concert_id, fan_id)
);
create index presence_fan on presence (fan_id);
