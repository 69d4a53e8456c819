-- A second factor: the secret that an authenticator app has too, sealed; and the last step of it that was used
alter table account add column second_secret text;
alter table account add column second_step bigint;

-- Codes to get in with when the telephone is lost, hashed, each good once
create table recovery (
  account_id text not null references account (id),
  code_hash  text not null,
  used_at    text check (length(used_at) = 24),
  primary key (account_id, code_hash)
);
