-- Somebody went in with a place that wasn't theirs: recorded and shown, never settled silently.

create table conflict (
  scan_id    text primary key references scan (id),
  concert_id text not null references concert (id),
  ticket_id  text not null references ticket (id),
  first_id   text references scan (id),
  kind       text not null check (kind in ('twice', 'voided', 'replaced'))
);
create index conflict_concert on conflict (concert_id, ticket_id);
create index conflict_ticket on conflict (ticket_id);
create index scan_takes_back on scan (takes_back) where takes_back is not null;

-- since when whoever left may come back
alter table concert add column reentry_from text check (length(reentry_from) = 24);
