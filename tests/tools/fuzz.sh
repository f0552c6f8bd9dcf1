# The fuzz command: libFuzzer on every reader of foreign bytes. Sourced by build.sh.
# shellcheck shell=bash

fuzz_one() { # fuzz_one NAME SECONDS
  mkdir -p "target/fuzz/corpus/$1"
  if POINTBACK_FUZZ=$1 "$target/debug/fuzz" -max_total_time="$2" -max_len=4096 -timeout=5 -rss_limit_mb=1024 \
    -artifact_prefix="target/fuzz/$1-" -verbosity=0 -print_final_stats=1 \
    "target/fuzz/corpus/$1" "tests/fuzz/corpus/$1" 2>"target/fuzz/$1.log"; then
    printf 'ok %s: %s inputs\n' "$1" "$(sed -n 's/^stat::number_of_executed_units: *//p' "target/fuzz/$1.log")"
  else
    printf 'FAILED %s: see target/fuzz/%s.log\n' "$1" "$1"
  fi
}

cmd_fuzz() { # libFuzzer on the pinned toolchain: the compiler's own coverage, without a sanitizer
  if [ "${1:-}" = api ]; then
    fuzz_api "${@:2}"
    return
  fi
  local seconds=${1:-2} all name names passed=0 failed=0
  [[ $seconds =~ ^[1-9][0-9]*$ ]] || die "fuzz takes a number of seconds."
  all=$(sed -nE 's/^    \("([a-z]+)", .*/\1/p' tests/fuzz/targets.rs)
  names=${*:2}
  for name in ${names:=$all}; do
    grep -qx "$name" <<<"$all" || die "there is no target '$name'. There are: ${all//$'\n'/ }"
  done
  need_rust
  need_cc
  # All else is as the tests have it, and built with them.
  step "Building the fuzz targets" env RUSTC_WORKSPACE_WRAPPER="$PWD/tests/tools/covered.sh" \
    cargo build --locked --workspace --bin fuzz
  # As many at a time as there are processors; each says how it ended.
  while read -r said; do
    printf '%s\n' "$said"
    if [[ $said = ok\ * ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done < <(
    for name in $names; do
      (($(jobs -rp | wc -l) < $(nproc))) || wait -n
      fuzz_one "$name" "$seconds" &
    done
    wait
  )
  ((passed + failed == $(wc -w <<<"$names"))) || failed=$((failed + 1)) # one that said nothing has not passed
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}
