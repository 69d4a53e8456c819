-- What was taken back at a concert's door, for sales whose entry was: few of many scans
create index scan_back on scan (concert_id, takes_back) where takes_back is not null;

-- How far what a phone did has come here, of what it shows to other phones: what they were shown before that, the roster tells
alter table door_phone add column seq bigint;

-- Whom a fan who is merged or erased brought, without reading everybody
create index presence_brought on presence (brought_by) where brought_by is not null;
create index join_request_brought on join_request (brought_by) where brought_by is not null;
