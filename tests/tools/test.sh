# The test commands, which add up what each runner counted. Sourced by build.sh.
# shellcheck shell=bash

passed=0 failed=0 filter=''
part() { # part TITLE COMMAND...: runs one test runner and adds up the counts it printed
  local title=$1 log status=0 good bad
  shift
  log=$(mktemp)
  say "$title"
  "$@" 2>&1 | tee "$log" || status=$?
  read -r good bad < <(sed -E 's/\x1b\[[0-9;]*m//g
      s/^(.*[^0-9])?([0-9]+) passed[;,] ([0-9]+) failed.*/\2 \3/; t
      s/^[^ ]+ pass ([0-9]+)$/\1 0/; t
      s/^[^ ]+ fail ([0-9]+)$/0 \1/; t
      d' "$log" | awk '{good += $1; bad += $2} END {print NR ? good : "none", bad + 0}')
  rm -f "$log"
  if [ "$good" = none ]; then
    printf 'build.sh: %s printed no count\n' "$title" >&2
    good=0 bad=1
  fi
  if ((status > 0 && bad == 0)) && { [ -z "$filter" ] || ((good > 0)); }; then bad=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
}

cmd_test() {
  (($# <= 1)) || die "test takes one word that the names of the tests contain, or nothing."
  filter=${1:-}
  need_rust
  need_cc
  need_npm_tools # the browsers' tables of what they offer, and axe
  need_browsers
  need_drivers
  need_postgres
  part "Rust tests" cargo test --locked --workspace --no-fail-fast -- "$@"
  part "The portal's tests on PostgreSQL" ./build.sh postgres "$@"
  step "Building the look-up module" build_lookup "$target"
  part "Shim tests" node --test --test-reporter=spec ${1:+"--test-name-pattern=$1"} tests/shim/*.test.js
  [ -n "$filter" ] || part "Hostile bytes for every reader" ./build.sh fuzz
  [ -n "$filter" ] || part "A fuzzer that has read the API's description" ./build.sh fuzz api
  part "End-to-end tests in both browsers" ./build.sh e2e "$@"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0))
}

cmd_e2e() {
  need_rust
  need_cc
  need_browsers
  need_drivers
  need_npm_tools # axe
  e2e_package
  doing="end-to-end tests"
  cargo test --locked --workspace --test e2e -- "$@"
  doing=''
}

cmd_postgres() {
  need_rust
  need_cc
  need_postgres
  start_postgres
  cargo test --locked --no-fail-fast --workspace --test program --test portal -- "$@"
}

cmd_faults() { # cmd_faults [ROUNDS]: the test command has a few rounds of the same
  export POINTBACK_FAULT_ROUNDS=${1:-50}
  [[ $POINTBACK_FAULT_ROUNDS =~ ^[1-9][0-9]*$ ]] || die "faults takes a number of rounds."
  need_rust
  need_cc
  need_postgres
  local rounds=(cargo test --locked --workspace --test program -- killed_under_load --nocapture)
  part "Killed under load, $POINTBACK_FAULT_ROUNDS times, on SQLite" "${rounds[@]}"
  start_postgres
  part "Killed under load, $POINTBACK_FAULT_ROUNDS times, on PostgreSQL" "${rounds[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0))
}

e2e_package() {
  rm -rf target/e2e/portal
  mkdir -p target/e2e
  package dev target/e2e/portal target/e2e/extension --base https://portal.pointback.example/
}
