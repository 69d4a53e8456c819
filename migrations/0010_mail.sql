-- Mail on its way, put there in the transaction of its cause: whom it goes to is read from the fan when it goes
create table mail (
  id            text primary key check (length(id) = 26),
  ticket_id     text not null references ticket (id),
  concert_id    text not null references concert (id),
  -- the same for every try, so that a repeat is known as one
  message_id    text not null unique,
  created_at    text not null check (length(created_at) = 24),
  created_by    text references account (id),
  -- when it is tried next
  due_at        text not null check (length(due_at) = 24),
  tries         bigint not null default 0,
  -- a worker has it in hand until then
  claimed_until text check (length(claimed_until) = 24),
  sent_at       text check (length(sent_at) = 24),
  failed_at     text check (length(failed_at) = 24),
  -- where it went wrong last, and what the server said, without the address
  reason        text,
  said          text
);
create index mail_due on mail (due_at, id) where sent_at is null and failed_at is null;
create index mail_ticket on mail (ticket_id, created_at);
create index mail_concert on mail (concert_id, created_at);
