-- What happens to a ticket on its way to its fan, beside when a person said that it was sent
create table delivery (
  ticket_id  text primary key references ticket (id),
  concert_id text not null references concert (id),
  -- who has its chat open, since when
  taken_by   text references account (id),
  taken_at   text check (length(taken_at) = 24),
  -- left for after the others
  put_off_at text check (length(put_off_at) = 24),
  -- the fan's own page was seen, as its script said
  opened_at  text check (length(opened_at) = 24),
  -- the fan said that somebody else has it as well
  copied_at  text check (length(copied_at) = 24)
);
create index delivery_taken on delivery (concert_id, taken_by, taken_at) where taken_at is not null;
create index delivery_copied on delivery (concert_id, copied_at) where copied_at is not null;
create index delivery_opened on delivery (concert_id, opened_at) where opened_at is not null;

-- the queue, and how many somebody has sent of late
create index ticket_unsent on ticket (concert_id, number)
  where sent_at is null and voided_at is null and replaced_at is null;
create index ticket_sent_by on ticket (sent_by, sent_at) where sent_at is not null;
