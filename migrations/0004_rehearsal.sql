-- Practice before a night: five tickets that are none, while this row is there

create table rehearsal (
  concert_id text primary key references concert (id),
  seed       text not null,
  begun_at   text not null check (length(begun_at) = 24),
  begun_by   text references account (id)
);
