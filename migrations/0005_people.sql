-- People who came: of a ticket never more than it admits, however often they went out and came back
alter table concert_attendance add column people bigint not null default 0;

update concert_attendance set people = coalesce((
  select cast(sum(case when n.entries < n.admits then n.entries else n.admits end) as bigint)
  from (select count(*) as entries, max(t.admits) as admits
      from admission a join ticket t on t.id = a.ticket_id
      where a.concert_id = concert_attendance.concert_id and (a.ended_kind is null or a.ended_kind = 'exit')
      group by a.ticket_id) n), 0);

-- money that a phone took with a scan, as it said so: a payment or a ticket may not have come of it
alter table scan add column money text;
