-- What was taken back at a concert's door, for sales whose entry was: few of many scans
create index scan_back on scan (concert_id, takes_back) where takes_back is not null;

-- How far what a phone did has come here, of what it shows to other phones: what they were shown before that, the roster tells
alter table door_phone add column seq bigint;
