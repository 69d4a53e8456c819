-- Until when whoever left could come back, where that was switched off again: what came before isn't judged anew
alter table concert add column reentry_until text check (length(reentry_until) = 24);
