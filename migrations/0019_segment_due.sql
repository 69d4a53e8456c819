-- Who is to be looked at anew by the rules of segments: written with each count of a history, by no clock
create table segment_due (
  fan_id text not null references fan (id),
  mark   text not null,
  primary key (fan_id, mark)
);
drop index fan_history_counted;
