# A PostgreSQL of our own for the tests: on a socket in a scratch folder, without a port, gone when the command ends.
# Sourced by build.sh.
# shellcheck shell=bash

postgres_tool() { # postgres_tool NAME: Debian keeps initdb and pg_ctl out of PATH, in one folder for each version
  local path
  for path in /usr/lib/postgresql/*/bin/"$1" "$(type -P "$1")"; do
    [ ! -x "$path" ] || { printf '%s\n' "$path" && return; }
  done
  return 1
}
need_postgres() { postgres_tool initdb >/dev/null || apt_install PostgreSQL postgresql; }
as_postgres() { # as_postgres TOOL ARGUMENTS...: the server refuses to run as root
  local tool
  tool=$(postgres_tool "$1")
  shift
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$tool" "$@"); else "$tool" "$@"; fi
}

shelf_for_databases() { # in memory where there is much of it: hundreds of databases take half a minute to delete from a disk
  local room free
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || room=0
  free=$(awk '$1 == "MemAvailable:" {print $2}' /proc/meminfo 2>/dev/null) || free=0
  if [ -w /dev/shm ] && ((room > 8 << 20 && free > 8 << 20)); then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi
}
start_postgres() { # start_postgres [on|off]: does it write through to the disk? Named in POINTBACK_TEST_POSTGRES
  local through=${1:-off} shelf=${TMPDIR:-/tmp}
  [ "$through" = on ] || shelf=$(shelf_for_databases)
  postgres=$(mktemp -d -p "$shelf")
  scratch=$postgres
  [ "$(id -u)" != 0 ] || chown postgres "$postgres"
  as_postgres initdb --no-sync -A trust -U postgres -E UTF8 --locale=C -D "$postgres/data" >/dev/null ||
    die "PostgreSQL could not be set up; it says why above."
  as_postgres pg_ctl start --silent --wait -D "$postgres/data" -l "$postgres/log" \
    -o "-k $postgres -c listen_addresses= -c fsync=$through -c max_connections=300" >/dev/null ||
    die "PostgreSQL could not be started: $(tail -n 3 "$postgres/log")"
  export POINTBACK_TEST_POSTGRES="postgres://postgres@localhost/postgres?host=$postgres"
}
stop_postgres() { as_postgres pg_ctl stop --silent --mode immediate -D "$1/data" >/dev/null 2>&1 || true; }
