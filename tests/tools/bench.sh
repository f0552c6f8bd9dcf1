# The bench command: what is fast here, measured beside what others use. Sourced by build.sh.
# shellcheck shell=bash

readonly bench=target/bench peers=$cache/bench
listed=no

cmd_bench() {
  local part quick=() rounds=3 parts=()
  for part; do
    case $part in
      --quick) quick=(--quick) rounds=1 ;;
      lookup | native | browsers | sync | portal) parts+=("$part") ;;
      *) die "bench does not know '$part'; --help explains it." ;;
    esac
  done
  ((${#parts[@]} > 0)) || parts=(lookup native browsers sync portal)
  need_rust
  need_cc
  need_node
  need_peers
  mkdir -p "$bench/figures" dist
  step "Collecting hosts and addresses" node tests/tools/bench/corpus.js "${POINTBACK_CORPUS:-}" "$bench/corpus"
  node tests/tools/bench/lists.js "$bench"
  for part in "${parts[@]}"; do "bench_$part"; done
  node tests/tools/bench/report.js "$bench" dist/bench.json
  node tests/tools/bench/draw.js dist/bench.json dist/bench.svg
  say "dist/bench.json and dist/bench.svg are written"
}

need_peers() {
  cmp -s tests/tools/bench/package-lock.json "$peers/package-lock.json" && [ -e "$peers/node_modules/.package-lock.json" ] && return
  mkdir -p "$peers"
  cp tests/tools/bench/{package.json,package-lock.json} tests/.npmrc "$peers/"
  fetch "Installing the peers into $peers" "The peers could not be installed: is the network reachable?" \
    npm --prefix "$peers" ci --ignore-scripts --loglevel=error
}
need_nginx() { has nginx || apt_install nginx nginx-light; }

bench_tables() { # the look-up module and the tables it reads
  step "Building the look-up module" build_lookup "$target"
  cp "$target/core/lookup.wasm" extension/lookup.js "$bench/corpus/"
  step "Building the tables" node tests/tools/bench/tables.js "$bench/corpus"
}

bench_lookup() {
  bench_tables
  step "Look-up in Node" \
    node --expose-gc tests/tools/bench/lookup.js "$bench/corpus" "$peers/node_modules" "$bench/figures/node.json" "$rounds"
}

bench_native() {
  step "Look-up in the core, natively" env POINTBACK_BENCH="$PWD/$bench" \
    cargo bench --locked --quiet -p pointback-tests --bench lookup -- --noplot "${quick[@]}"
  node tests/tools/bench/native.js "$target/criterion" "$bench/figures/native.json"
  step "Building adblock-rust, the native peer" env CARGO_TARGET_DIR="$PWD/$bench/adblock" \
    cargo build --release --locked --quiet --manifest-path tests/tools/bench/adblock/Cargo.toml
  step "Look-up beside adblock-rust" \
    "$bench/adblock/release/adblock" "$bench/corpus" "$bench/figures/adblock.json" "$((rounds * 10))"
}

bench_import() { # bench_import DATA FILE: names made of few syllables look alike, which need not be said
  portal release import --data "$1" "$bench/$2.csv" >"$bench/import.log" 2>&1 || die "$(tail -n 3 "$bench/import.log")"
}

bench_publish() { # bench_publish SIZE: a portal of our own with a list of this size, and a package with it
  local data=$bench/portal-$1
  rm -rf "$data"
  portal release init --data "$data" --base https://portal.pointback.example/ --name Bench >/dev/null
  bench_import "$data" "stores-$1"
  portal release publish --data "$data"
  assemble "$target" "$data/public/rates/v1" "$bench/ours-$1"
  node tests/tools/bench/prepare.js clock "$bench/ours-$1"
}

bench_lists() {
  local size
  [ "$listed" = no ] || return 0
  listed=yes
  e2e_package
  for size in 3500 35000 350000; do step "Publishing a list of $size hosts" bench_publish "$size"; done
}

bench_browsers() {
  need_browsers
  need_drivers
  bench_tables
  bench_lists
  node tests/tools/bench/prepare.js peers "$bench/peers" "$bench/corpus" "$peers/node_modules" extension
  step "Look-up, waking, pages and memory in both browsers" \
    cargo test --locked --quiet --workspace --test e2e -- --bench "$PWD/$bench" "${quick[@]}"
}

bench_sync() {
  bench_lists
  bench_import "$bench/portal-35000" stores-35000-next
  step "Publishing the day after" portal release publish --data "$bench/portal-35000"
  node tests/tools/bench/sync.js "$bench/portal-35000" "$bench/figures/sync.json"
}

bench_portal() {
  need_postgres
  need_nginx
  bench_lists
  export POINTBACK_BENCH=$PWD/$bench
  step "Click-outs and reports on SQLite, and serving a list beside nginx" cargo bench --locked --quiet -p pointback-portal --bench clicks -- "${quick[@]}"
  start_postgres on
  POINTBACK_PGBENCH=$(postgres_tool pgbench) step "Click-outs and reports on PostgreSQL" \
    cargo bench --locked --quiet -p pointback-portal --bench clicks -- "${quick[@]}"
}
