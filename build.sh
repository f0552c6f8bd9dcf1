#!/usr/bin/env bash
# The one door: every task of a developer, a reviewer and CI is a command of this file.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'END'
Usage: ./build.sh COMMAND [ARGUMENTS]          ./build.sh COMMAND --help explains one command

setup [rust|cc|node|zip|postgres|browsers|drivers|schemathesis]...
    Installs what is missing, all of it or only what is named: the Rust toolchain of rust-toolchain.toml with its
    WebAssembly target, a compiler for C and C++, Node, the npm tools of tests/, zip, PostgreSQL, both browsers and their
    drivers, and the fuzzer of the API.
    Debian packages come through apt-get (as root or with sudo); into ${XDG_CACHE_HOME:-~/.cache}/pointback go geckodriver
    through cargo, schemathesis through pip, and Node, too, where the machine has none of 20.19, 22.13, 24 or newer.

build [--data DIR]
    Builds the portal (release) and dist/extension/, the folder that both browsers load. The packaged rate list is
    that of the demo portal in the data folder DIR (.pointback/demo, made on first use).

check
    Formatting, lints of Rust and JavaScript, types, size budgets, web-ext lint, the tests of the repository
    itself (tests/tidy), and cargo-deny and shellcheck where they are installed.

audit
    Asks whether something in the lock files has a known hole: RustSec's database through cargo-deny, npm's for the tools
    of the tests. For every release; needs the network, and cargo-deny.

test [FILTER]
    Every test: Rust, the shim in Node, and both browsers, or those whose name contains FILTER. Ends in one line
    "N passed, N failed". The browsers leave pictures of every surface in dist/screens/index.html.

e2e [ARGUMENTS]
    Only the end-to-end tests in Chromium and Firefox, on target/e2e/extension. ARGUMENTS go to the test runner:
    parts of names, --browser NAME, and --deaths, which stops the background before each step of every scenario.

fuzz [SECONDS [TARGET...]] | fuzz api [SECONDS]
    Hostile bytes for every reader of the core and the portal, or those named, SECONDS each (2 unless told). What breaks
    one is kept in target/fuzz. The coverage that leads it is that of our own crates. With api, schemathesis for
    45 seconds against a demo portal and src/portal/openapi.json.

mutants [K/N] [FILE...]
    Breaks the core in one place after another (cargo-mutants, which is installed when it is missing) and counts what the
    tests notice, by area: all files of .cargo/mutants.toml, which takes hours, or those named; with K/N every Nth place,
    from the Kth on (0/10 is a tenth). Fails below 85 % in an area. Which were missed stands in
    target/mutants/second/mutants.out/missed.txt. Not part of test.

postgres [FILTER]
    The portal's tests on a PostgreSQL that is started for them, on a socket of its own, and gone afterwards.

faults [ROUNDS]
    Kills a server with SIGKILL while shoppers click and a network reports, ROUNDS times (50 unless told) on each engine;
    the books must be sound after each, and nothing lost or doubled in the end.

bench [--quick] [PART]...
    Measures what the project is for beside what others use, in one run, and prints one table of medians and ratios:
    look-up (in Node, both browsers and natively), cold wake, store pages, memory, sync, click-outs, reports and list
    serving. PART is lookup, native, browsers, sync or portal; figures of parts that are not measured again stay those of
    the last run. --quick takes fewer rounds, and of the ways to keep a list only ours and the one of the goals: five minutes
    in place of half an hour. Hosts and addresses are generated, unless POINTBACK_CORPUS names a folder with real ones
    (domains-350k.txt.zst, visits-hit.canon.txt.zst, visits-miss.canon.txt.zst). Writes dist/bench.json and dist/bench.svg.
    Peers are installed into ${XDG_CACHE_HOME:-~/.cache}/pointback/bench, from a lock file of their own.

run [--port PORT] [--browser NAME]
    Starts the demo portal with its shops on loopback (port 8787) and a browser on a fresh profile with the extension
    loaded and a demo shop open; NAME is chromium, chrome or firefox. Without a display it does a shopper's round by
    itself, in chromium or firefox, and leaves screenshots in dist/demo/. Ctrl-C stops all of it.

dist [--data DIR] [--verify]
    Writes into dist/ what is published: pointback-VERSION-source.zip, the reviewer's archive of what is committed with the
    packaged rate list; pointback-VERSION.zip, the package for all stores, built from that archive; a bill of materials of
    extension and portal. --verify builds a second time, in another folder and home, and compares every byte. In an
    unpacked archive the command builds the package and nothing else.
END
}

# Cargo looks for a relative folder from here, the tests from theirs.
[ -z "${CARGO_TARGET_DIR:-}" ] || CARGO_TARGET_DIR=$(realpath -m "$CARGO_TARGET_DIR")
unset DATABASE_URL # whatever it is meant for, no demo and no test shall find it
readonly wasm=wasm32-unknown-unknown target=${CARGO_TARGET_DIR:-target}

say() { printf '==> %s\n' "$*"; }
die() {
  doing=''
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}
has() { type -P "$1" >/dev/null; }
step() { # step TITLE COMMAND...: names a long piece of work, times it, and names it again if it fails
  local began=$SECONDS
  doing=$1
  say "$1"
  shift
  "$@" # never where the caller asks for the status: bash would go on after what fails in there
  printf '    %d s\n' $((SECONDS - began))
  doing=''
}
step_if() { # step_if TOOL TITLE COMMAND...: for tools that are welcome but not asked for
  if has "$1"; then step "${@:2}"; else say "Skipped: $2, because $1 is not installed"; fi
}

options() { # options "ALLOWED..." ARGUMENTS...: --name VALUE becomes the variable of that name
  local allowed=$1
  shift
  while (($# > 0)); do
    [[ " $allowed " == *" $1 "* ]] || die "this command does not know '$1'; --help explains it."
    if [ "$1" = --verify ]; then
      verify=yes
      shift
    else
      (($# > 1)) || die "$1 needs a value."
      declare -g "${1#--}=$2"
      shift 2
    fi
  done
}

doing='' started=() scratch='' postgres='' turn=''
finish() {
  local status=$?
  ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
  ((${#started[@]} == 0)) || wait "${started[@]}" 2>/dev/null || true
  [ -z "$postgres" ] || stop_postgres "$postgres"
  [ -z "$scratch" ] || rm -rf "$scratch"
  give_turn_back
  [ "$status" = 0 ] || [ -z "$doing" ] || printf 'build.sh: this step failed: %s\n' "$doing" >&2
}
trap finish EXIT
trap 'doing=""; exit 130' INT TERM

source tests/tools/machine.sh
source tests/tools/run.sh
source tests/tools/fuzz.sh
source tests/tools/api_fuzz.sh
source tests/tools/mutants.sh
source tests/tools/postgres.sh
source tests/tools/test.sh
source tests/tools/bench.sh
source tests/tools/dist.sh

# --- building -------------------------------------------------------------------------------------------------------

build_wasm() { # build_wasm TARGET: the modules and their glue in TARGET/core, without a trace of this machine
  local folder flags module mark=$'\x1f' # what separates encoded flags, so that folder names may hold spaces
  folder=$(realpath -m "$1")
  flags=--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo
  flags+=$mark--remap-path-prefix=$PWD=/src$mark--remap-path-prefix=$folder=/target
  flags+=$mark--cfg${mark}sha2_backend_soft=\"compact\" # hashes in loops: 17 KB less, for 3 ms more a list
  CARGO_ENCODED_RUSTFLAGS=$flags \
    cargo build --locked --profile wasm -p pointback-wasm -p pointback-pages --target "$wasm" --target-dir "$folder"
  build_program dev bindgen --quiet
  for module in wasm:core pages:pages; do
    "$target/debug/bindgen" \
      "$folder/$wasm/wasm/pointback_${module%:*}.wasm" "$folder/core" "${module#*:}"
  done
  build_lookup "$folder" "$flags"
}

build_lookup() { # build_lookup TARGET [FLAGS]: the look-up module, which needs no glue
  # The one place where speed counts more than size; it is smaller so, too.
  CARGO_ENCODED_RUSTFLAGS=${2:-} cargo rustc --locked --profile wasm -p pointback-lookup --target "$wasm" \
    --target-dir "$1" -- -C strip=symbols -C opt-level=3
  mkdir -p "$1/core"
  cp "$1/$wasm/wasm/pointback_lookup.wasm" "$1/core/lookup.wasm"
}

packaged_snapshot() { # packaged_snapshot HEAD: the one snapshot that a signed head names
  sed -nE 's/.*"payload":"([^"]+)".*/\1/p' "$1" | base64 -d | grep -oE 'o/retailers-[0-9]+-[0-9a-f]+\.snap'
}

assemble() { # assemble TARGET LIST FOLDER: the package, complete before it takes its place
  local core=$1/core out=$3
  local new=$out.new
  rm -rf "$new" "$out.old"
  mkdir -p "$new/core"
  cp manifest.json "$new/"
  cp -R extension/. "$new/"
  cp src/core/policies.json "$new/"
  cp "$core"/{core,pages}{.js,_bg.wasm} "$core/lookup.wasm" "$new/core/"
  copy_list "$2" "$new/rates/v1"
  [ ! -e "$out" ] || mv "$out" "$out.old"
  mv "$new" "$out"
  rm -rf "$out.old"
}

build_program() { # build_program PROFILE NAME [--quiet]: in development from the whole workspace, so that it shares what tests build
  local from=(--workspace)
  [ "$1" = dev ] || from=(-p "pointback-$2") # with no feature that only a test asks for
  cargo build --locked --profile "$1" "${from[@]}" --bin "$2" "${@:3}"
}

portal() { # portal PROFILE ARGUMENTS...
  build_program "$1" portal --quiet
  "$target/${1/dev/debug}/portal" "${@:2}"
}

package() { # package PROFILE DATA FOLDER [ARGUMENTS OF THE DEMO PORTAL...]
  step "Building the WebAssembly core" build_wasm "$target"
  step "Building the portal" build_program "$1" portal
  step "Publishing the packaged rate list from $2" portal "$1" demo --data "$2" --init-only "${@:4}"
  step "Assembling $3" assemble "$target" "$2/public/rates/v1" "$3"
}

# --- commands -------------------------------------------------------------------------------------------------------

data=.pointback/demo verify=no port=8787 browser=''

cmd_setup() {
  local what
  (($# > 0)) || set -- rust cc zip node postgres browsers drivers schemathesis
  for what; do
    case $what in
      rust | cc | zip | postgres | browsers | drivers | schemathesis) "need_$what" ;;
      node) need_npm_tools ;;
      *) die "setup does not know '$what': name rust, cc, zip, node, postgres, browsers, drivers or schemathesis." ;;
    esac
  done
  say "Ready: $*"
}

cmd_build() {
  options --data "$@"
  need_rust
  need_cc
  package release "$data" dist/extension
}

cmd_check() {
  (($# == 0)) || die "check takes no arguments."
  need_rust
  need_rust_lints
  need_cc
  need_zip
  need_npm_tools
  local bin=tests/node_modules/.bin script
  step "Formatting" cargo fmt --all --check
  step "Lints of the workspace" cargo clippy --locked --workspace --all-targets -- -D warnings
  step "Lints of the end-to-end tests" cargo clippy --locked --workspace --test e2e -- -D warnings
  step "Lints of the core as WebAssembly" cargo clippy --locked -p pointback-wasm -p pointback-lookup --target "$wasm" -- -D warnings
  for script in extension/*.js; do node --check --input-type=module - <"$script"; done
  step "Lints of JavaScript" "$bin/eslint" --config tests/eslint.config.js --max-warnings 0 extension tests/shim tests/tools
  step "Types of JavaScript" "$bin/tsc" --project tests/tsconfig.json
  package dev "$data" dist/extension
  step "Packing without the packaged list" pack dist/extension "$target/without-rates.zip" rates
  step "Size budgets" node tests/tools/budgets.js dist/extension "$target/without-rates.zip"
  step "web-ext lint" node tests/tools/web-ext-lint.js dist/extension
  step_if cargo-deny "Licences, sources and bans" cargo deny check bans licenses sources
  step_if shellcheck "Lints of shell scripts" shellcheck --external-sources build.sh .ci/run tests/tools/icons.sh
  step "The repository itself" cargo test --locked --quiet -p pointback-tests --test tidy
  say "check: clean"
}

cmd_audit() {
  (($# == 0)) || die "audit takes no arguments."
  has cargo-deny || die "audit asks cargo-deny: cargo install --locked cargo-deny, then run this again."
  need_npm_tools
  step "Known holes in crates" cargo deny check advisories
  step "Known holes in the npm tools of the tests" npm --prefix tests audit
  say "audit: nothing known"
}

case ${1:-} in
  setup | build | check | audit | test | e2e | fuzz | mutants | postgres | faults | run | dist | bench)
    if [[ " ${*:2} " == *" --help "* ]]; then
      usage | awk -v command="$1" '/^[a-z]/ {shown = $1 == command} shown'
      exit
    fi
    need_writable
    need_turn
    "cmd_$1" "${@:2}"
    ;;
  '' | help | -h | --help) usage ;;
  *) die "there is no command '$1'; ./build.sh --help lists them." ;;
esac
