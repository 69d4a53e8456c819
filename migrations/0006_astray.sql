-- Money that a phone said it took and that no payment came of, since when that is known: shown to the band
alter table scan add column astray_at text check (length(astray_at) = 24);
create index scan_astray on scan (concert_id, happened_at) where astray_at is not null;
