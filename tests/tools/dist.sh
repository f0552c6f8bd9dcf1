# The dist command: what the stores get, built from what their reviewers get. Sourced by build.sh.
# shellcheck shell=bash

# Beside the committed files the reviewer's archive holds this folder: the packaged rate list, which nobody can sign anew.
readonly packaged=packaged/rates/v1

cmd_dist() {
  options "--data --verify" "$@"
  need_rust
  need_cc
  need_zip
  local name
  name=dist/pointback-$(sed -nE 's/^ *"version": "([^"]+)".*/\1/p' manifest.json)
  if [ -d "$packaged" ]; then
    [ "$verify" = no ] || die "--verify is for the project's own checkout: it builds from two copies of an archive like this one."
    dist_from_archive "$name.zip"
  else
    dist_from_checkout "$name"
  fi
  sha256sum "$name"*
}

dist_from_archive() { # dist_from_archive ZIP
  step "Building the WebAssembly core" build_wasm "$target"
  step "Assembling dist/extension" assemble "$target" "$packaged" dist/extension
  step "Packing $1" pack dist/extension "$1"
}

dist_from_checkout() { # dist_from_checkout NAME: the archive first, then the package from a copy of it
  local name=$1 copy
  need_node # the bills of materials
  [ -z "$(git status --porcelain)" ] ||
    die "There are changes that are not committed: the package is built from what is committed. Commit or stash them."
  step "Building the portal" build_program release portal
  step "Publishing the packaged rate list from $data" portal release demo --data "$data" --init-only
  mkdir -p dist
  step "Packing $name-source.zip" pack_source "$name-source.zip"
  step "Building from it, as a reviewer does" build_as_reviewer "$name" first
  copy=target/review/first/source
  cp "$copy/$name.zip" "$name.zip"
  for module in wasm:extension portal:portal; do
    node tests/tools/sbom.js "pointback-${module%:*}" >"$name-${module#*:}.sbom.json"
  done
  [ "$verify" = yes ] || return 0
  step "Building from it in another folder and another home" build_as_reviewer "$name" "second, elsewhere"
  cmp "$name.zip" "target/review/second, elsewhere/source/$name.zip" ||
    die "The two builds differ: the package is not reproducible."
  say "Both builds gave the same bytes"
}

pack_source() { # pack_source ZIP: every committed file, and the packaged list
  local tree=target/review/tree
  rm -rf "$tree"
  mkdir -p "$tree/$packaged"
  git archive HEAD | tar -x -C "$tree"
  copy_list "$data/public/rates/v1" "$tree/$packaged"
  pack "$tree" "$1"
}

build_as_reviewer() { # build_as_reviewer NAME PLACE: unpacks, and runs this very command there, in a home of its own
  local place=$PWD/target/review/$2 cargo=${CARGO_HOME:-$HOME/.cargo} file
  rm -rf "$place"
  mkdir -p "$place/source" "$place/home/cargo"
  # A home without history, but with the crates that were fetched and the network's settings.
  for file in registry config.toml bin; do
    [ ! -e "$cargo/$file" ] || ln -s "$cargo/$file" "$place/home/cargo/$file"
  done
  (cd "$place/source" && unzip -q "$OLDPWD/$1-source.zip" && chmod +x build.sh &&
    env -u CARGO_TARGET_DIR HOME="$place/home" CARGO_HOME="$place/home/cargo" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" \
      ./build.sh dist)
}

copy_list() { # copy_list FROM TO: the root, the head, and the one snapshot that it names
  mkdir -p "$2/root" "$2/o"
  cp "$1/head.json" "$2/"
  cp "$1/root/1.json" "$2/root/"
  cp "$1/$(packaged_snapshot "$1/head.json")" "$2/o/"
}

pack() { # pack FOLDER ZIP [LEFT OUT]: sorted names, one date, plain modes: the same files give the same bytes
  local from=$1 zip
  zip=$(realpath -m "$2")
  scratch=$(mktemp -d)
  cp -R "$from/." "$scratch/"
  find "$scratch" -type f -exec chmod 644 {} + -exec touch -d 2000-01-01T00:00:00Z {} +
  rm -f "$zip"
  (cd "$scratch" && find . -type f ! -path "./${3:-.git}/*" | LC_ALL=C sort | TZ=UTC zip -q -X -9 "$zip" -@)
  rm -rf "$scratch"
  advzip -z -4 -q "$zip" # 4 % less than zip's own best
}
