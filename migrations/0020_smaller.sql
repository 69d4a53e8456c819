-- Groups of the audience say how often fans came as figures tell it: once (1), twice (2), three or four times (3), more (5);
-- who never came is in none. So there are a tenth as many.
delete from audience;
insert into audience (born, found_by, city, came, fans)
  select substr(born, 1, 7), found_by, city, case when came >= 5 then 5 when came >= 3 then 3 else came end, count(*)
  from fan_history where came > 0
  group by substr(born, 1, 7), found_by, city, case when came >= 5 then 5 when came >= 3 then 3 else came end;

-- How many fans there are, kept with their histories
insert into setting (name, value) select 'fan_count', cast(count(*) as text) from fan_history;

-- Which segments a fan is in, without reading their rows
drop index segment_fan_fan;
create index segment_fan_fan on segment_fan (fan_id, segment_id);

-- Figures of some concerts' crowds from indexes alone
drop index fan_history_first;
create index fan_history_first on fan_history (first_concert, came, born, birthday, found_by) where first_concert is not null;
drop index fan_history_last;
create index fan_history_last on fan_history (last_concert, came, first_concert, paid_cents, born, birthday, found_by)
  where last_concert is not null;
drop index admission_concert;
create index admission_concert on admission (concert_id, admitted_at, ended_kind, ticket_id);
