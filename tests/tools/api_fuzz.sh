# A fuzzer that reads the API's description: schemathesis against a real portal on loopback, signed in as a real member.
# Sourced by build.sh; `fuzz_api` ends in "N passed, N failed".
# shellcheck shell=bash

readonly schemathesis=$cache/schemathesis-$(sed -n 's/^schemathesis==//p' tests/tools/schemathesis.txt)

need_schemathesis() {
  need_venv
  cmp -s tests/tools/schemathesis.txt "$schemathesis/complete" && "$schemathesis/bin/python" -c '' 2>/dev/null && return
  rm -rf "$schemathesis"
  fetch "Installing schemathesis" "schemathesis could not be installed: is PyPI reachable, and is $cache writable?" \
    install_schemathesis
}
install_schemathesis() {
  python3 -m venv "$schemathesis" &&
    "$schemathesis/bin/pip" install --quiet --disable-pip-version-check --no-deps -r tests/tools/schemathesis.txt &&
    cp tests/tools/schemathesis.txt "$schemathesis/complete"
}

fuzz_api() { # fuzz_api [SECONDS]: answers that are not as described, and errors of our own
  local seconds=${1:-45} folder=target/fuzz/api base token status=0
  [[ $seconds =~ ^[1-9][0-9]*$ ]] || die "fuzz api takes a number of seconds."
  need_rust
  need_cc
  need_schemathesis
  step "Building the portal" build_program dev portal
  rm -rf "$folder"
  mkdir -p "$folder"
  # Far more clicks than any shopper makes: the limit would answer for the handler.
  RUST_LOG=warn "$target/debug/portal" demo --data "$folder/data" --port 0 --clicks-per-minute 60000 \
    --ready-file "$folder/ready" >"$folder/portal.txt" 2>"$folder/portal.log" &
  local portal=$!
  started+=("$portal")
  until [ -e "$folder/ready" ]; do
    kill -0 "$portal" 2>/dev/null || die "The demo portal stopped: see $folder/portal.log."
    sleep 0.1
  done
  base=$(sed -nE 's/.*"base":"([^"]+)".*/\1/p' "$folder/ready")
  token=$(python3 tests/tools/api_token.py "$base") || die "No member could be signed up at the demo portal."
  # Whether a well-formed click is accepted depends on the list and on earlier clicks, which no description can say.
  say "Fuzzing the API for $seconds s"
  run_schemathesis "$base" "$token" "$seconds" "$folder" || status=1
  # A second, independent look: what the portal itself calls an error.
  ! grep '"level":"ERROR"' "$folder/portal.log" || status=1
  kill "$portal"
  wait "$portal" || status=1
  printf '%d passed, %d failed\n' $((1 - status)) "$status"
  return "$status"
}
run_schemathesis() { # run_schemathesis BASE TOKEN SECONDS FOLDER
  (cd "$4" && "$schemathesis/bin/schemathesis" run "$1openapi.json" --url "$1" --header "Authorization: Bearer $2" \
    --checks all --exclude-checks positive_data_acceptance --max-time "$3" --continue-on-failure --no-color) >"$4/report.txt" ||
    { sed -n '/= FAILURES =/,$p' "$4/report.txt" | cut -c-400; return 1; }
  sed -nE 's/^ +([0-9]+ generated.*)/    \1/p' "$4/report.txt"
}
