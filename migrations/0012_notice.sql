-- The short privacy notice, a row a version: what somebody agreed to is what stood there then
create table privacy_notice (
  version     bigint primary key check (version > 0),
  responsible text not null,
  address     text not null,
  contact     text not null,
  text_es     text not null,
  text_en     text not null,
  created_at  text not null check (length(created_at) = 24),
  created_by  text references account (id)
);

-- which notice was shown; null: none was written yet
alter table consent add column notice bigint references privacy_notice (version);
-- who said that it ends: a member noted it, or the fan's own link did it
alter table consent add column withdrawn_how text check (withdrawn_how in ('member', 'link'));
