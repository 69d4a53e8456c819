-- Fans who have something in common, by rules over what they are and did; who is in one is kept
create table segment (
  id           text primary key check (length(id) = 26),
  name         text not null,
  name_folded  text not null unique,
  -- ours: the loyalty in shows that every band has; null: the band's own
  kind         text unique,
  rules        text not null,
  created_at   text not null check (length(created_at) = 24),
  created_by   text references account (id),
  changed_at   text not null check (length(changed_at) = 24),
  -- counted last: when, and for which night after how many concerts; null: not yet, or not since the rules changed
  counted_at   text check (length(counted_at) = 24),
  counted_for  text,
  fans         bigint not null default 0,
  -- as it would have been before the last concert
  fans_before  bigint not null default 0
);

create table segment_fan (
  segment_id text not null references segment (id),
  fan_id     text not null references fan (id),
  primary key (segment_id, fan_id)
);
create index segment_fan_fan on segment_fan (fan_id);

-- An invitation to a concert, to the fans of a segment who agreed to news and had no ticket yet
create table message_batch (
  id           text primary key check (length(id) = 26),
  concert_id   text not null references concert (id),
  segment_id   text references segment (id),
  segment_name text not null,
  body         text not null,
  made_at      text not null check (length(made_at) = 24),
  made_by      text references account (id)
);
create index message_batch_concert on message_batch (concert_id, made_at);

-- Whom it is for, in the order that was drawn; some aren't written to, so that there is something to compare with
create table message (
  batch_id   text not null references message_batch (id),
  fan_id     text not null references fan (id),
  part       text not null check (part in ('write', 'compare')),
  place      bigint not null,
  sent_at    text check (length(sent_at) = 24),
  sent_by    text references account (id),
  skipped_at text check (length(skipped_at) = 24),
  primary key (batch_id, fan_id)
);
create index message_fan on message (fan_id);
create index message_waiting on message (batch_id, place) where part = 'write' and sent_at is null and skipped_at is null;
