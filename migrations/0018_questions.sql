-- Questions that a member kept for the band
create table question (
  id          text primary key check (length(id) = 26),
  name        text not null,
  name_folded text not null unique,
  about       text not null,
  sql         text not null,
  account_id  text references account (id),
  created_at  text not null check (length(created_at) = 24)
);

-- What each member asked of late, for them alone
create table question_asked (
  account_id text not null references account (id),
  sql        text not null,
  asked_at   text not null check (length(asked_at) = 24),
  primary key (account_id, asked_at)
);

-- Fans who were put on a list by hand, as rules name it
create table segment_list (
  list_id text not null check (length(list_id) = 26),
  fan_id  text not null references fan (id),
  primary key (list_id, fan_id)
);
create index segment_list_fan on segment_list (fan_id);
