-- Who did what: a row a change that a member asked for and that was kept, written in the change's own transaction; and a
-- row a file with people in it that somebody took. It names things by their ids alone.
create table trail (
  id         text primary key check (length(id) = 26),
  at         text not null check (length(at) = 24),
  -- null: somebody at the terminal
  account_id text references account (id),
  -- the method and the pattern of the address, 'POST /fans/{id}/edit', or 'anomalia admin add'
  did        text not null,
  -- the ids in the address, or of what was made, '/' between two
  subject    text not null
);
create index trail_at on trail (at, id);
create index trail_account on trail (account_id, at, id);
