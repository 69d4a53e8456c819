-- asked on the night whether they come, and what they said
alter table delivery add column asked_at text check (length(asked_at) = 24);
alter table delivery add column asked_by text references account (id);
alter table delivery add column comes_at text check (length(comes_at) = 24);
