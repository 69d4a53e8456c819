# A PostgreSQL of one's own, for bin/test and bin/bench: what they source. start_postgres OPTIONS sets $postgres to its
# address; stop_postgres takes it away again.

pg=''
postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true; }
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop_postgres() {
  [ -n "$pg" ] || return 0
  as_postgres "$bin/pg_ctl" -D "$pg/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$pg"
  pg=
}
start_postgres() {
  bin=$(postgres_bin)
  [ -n "$bin" ] || bin=$(dirname "$(readlink -f "$(command -v initdb)")")
  pg=$(mktemp -d /tmp/anomalia-postgres.XXXXXX)
  [ "$(id -u)" != 0 ] || chown postgres "$pg"
  cd "$pg"
  as_postgres "$bin/initdb" -D "$pg/data" -U anomalia --auth=trust --locale=C --encoding=UTF8 --no-sync >"$pg/initdb.log" ||
    { cat "$pg/initdb.log" >&2; exit 1; }
  local options="-k $pg -c listen_addresses=127.0.0.1 -c max_connections=300 $*"
  local port
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    if as_postgres "$bin/pg_ctl" -D "$pg/data" -l "$pg/log" -w -o "-p $port $options" start >/dev/null 2>&1; then
      postgres="postgres://anomalia@127.0.0.1:$port/postgres"
      cd - >/dev/null
      return
    fi
  done
  cat "$pg/log" >&2
  exit 1
}
