# The mutants command: cargo-mutants on the core, and how many mutants the tests caught in each area. Sourced by build.sh.
# shellcheck shell=bash

readonly cargo_mutants=27.1.0
readonly mutants_root=$cache/cargo-mutants-$cargo_mutants
readonly least_caught=85 # percent, in every area
# What the first look leaves out: each takes as long as a hundred of the other tests.
readonly slow_tests=(any_order_of_old_heads every_flipped_byte nothing_grows_over_the_caps nothing_kept_is_nothing_left
  of_a_megabyte the_whole_has_a_most whatever_happens_a_few_pieces)

need_cargo_mutants() {
  [[ $("$mutants_root/bin/cargo-mutants" mutants --version 2>/dev/null) == "cargo-mutants $cargo_mutants" ]] ||
    fetch "Building cargo-mutants $cargo_mutants, once (a minute or two)" \
      "cargo-mutants could not be built: is the network reachable, and is $cache writable?" \
      env -u CARGO_TARGET_DIR cargo install cargo-mutants --version "$cargo_mutants" --debug --locked --quiet \
      --root "$mutants_root"
}

cmd_mutants() { # cmd_mutants [K/N] [FILE...]: all of .cargo/mutants.toml unless a share is asked for or files are named
  local file only=() unnoticed folder=$target/mutants
  if [[ ${1:-} =~ ^[0-9]+/[0-9]+$ ]]; then
    # Every Nth one, in random order: a part that stands for the whole, and so does what is done when somebody stops it.
    only=(--shard "$1" --sharding round-robin --shuffle)
    shift
  fi
  for file; do
    grep -qF "\"$file\"," .cargo/mutants.toml || die "$file is not among the files of .cargo/mutants.toml."
    only+=(--re "^${file//./\\.}:") # its --file would add to the files of the configuration
  done
  need_rust
  need_cc
  need_cargo_mutants
  rm -rf "$folder"
  mkdir -p "$folder"/{first,second}
  # What a part of the tests notices all of them notice. So most are done with in a quarter of the time.
  PROPTEST_CASES=16 mutants_look "$folder/first" "${only[@]}" \
    --test-package pointback-core -- -- "${slow_tests[@]/#/--skip=}"
  mapfile -t unnoticed < <(sed 's/[][(){}|.*+?^$\\]/\\&/g; s/.*/--re=^&$/' "$folder"/first/mutants.out/{missed,timeout}.txt)
  ((${#unnoticed[@]} == 0)) || mutants_look "$folder/second" "${unnoticed[@]}"
  mutants_score "$folder"
}

mutants_look() { # mutants_look OUTPUT ARGUMENT...: two mutants at a time, each in a copy of the sources with its own target
  local status=0
  env -u CARGO_TARGET_DIR nice "$mutants_root/bin/cargo-mutants" mutants --package pointback-core --jobs 2 --output "$@" ||
    status=$?
  # 2: some were missed, 3: some took too long. Both are for the score to judge.
  ((status == 0 || status == 2 || status == 3)) || die "cargo-mutants stopped; it says why above."
}

mutants_score() { # mutants_score FOLDER, by area; a mutant that makes the tests run for ever was noticed
  local outcomes=("$1"/first/mutants.out/{caught,unviable}.txt)
  [[ ! -e $1/second/mutants.out ]] || outcomes+=("$1"/second/mutants.out/{caught,missed,timeout,unviable}.txt)
  say "What was missed: $1/second/mutants.out/missed.txt"
  awk -v least="$least_caught" '
    FILENAME == ".cargo/mutants.toml" && /^  # / { area = substr($0, 5); areas[++count] = area }
    FILENAME == ".cargo/mutants.toml" && /^  "/ { split($0, quoted, "\""); of[quoted[2]] = area }
    FILENAME ~ /\.txt$/ { split($0, part, ":"); outcome = FILENAME; gsub(/.*\/|\.txt/, "", outcome); n[of[part[1]], outcome]++ }
    END {
      for (i = 1; i <= count; i++) {
        area = areas[i]
        noticed = n[area, "caught"] + n[area, "timeout"]
        all = noticed + n[area, "missed"]
        if (all == 0) continue
        printf "%-11s %5.1f %%: %d caught, %d missed, %d timed out, %d unviable\n", area, 100 * noticed / all,
          n[area, "caught"], n[area, "missed"], n[area, "timeout"], n[area, "unviable"]
        if (100 * noticed < least * all) low = low " " area
      }
      if (low != "") { printf "below %d %%:%s\n", least, low; exit 1 }
    }' .cargo/mutants.toml "${outcomes[@]}"
}
