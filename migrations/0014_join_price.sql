-- what a place cost when it was asked for; null: asked before it was kept
alter table join_request add column price_name text;
alter table join_request add column price_cents bigint check (price_cents >= 0);
