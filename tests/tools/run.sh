# The run command: the demo portal and a browser beside it, or a shopper's round without a display. Sourced by build.sh.
# shellcheck shell=bash

cmd_run() {
  options "--port --browser" "$@"
  [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || die "--port needs a number."
  [[ ${browser:-chromium} =~ ^(chromium|chrome|firefox)$ ]] || die "--browser knows chromium, chrome and firefox."
  ! listening || die "Port $port is in use: stop what listens there, or choose another with --port."
  need_rust
  need_cc
  if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    walk_through
    return
  fi
  local program url=http://sneakers.localhost:$port/
  installed_browser >/dev/null || install_browser
  program=$(installed_browser)
  [[ $program == *chromium* ]] || ! has node || need_npm_tools
  [ "$port" = 8787 ] || data=.pointback/demo-$port # a portal's address stands in its signed list
  package dev "$data" dist/extension --port "$port"
  give_turn_back # what is built is built: others may work while the shopper looks
  scratch=$(mktemp -d)
  mkdir "$scratch/profile"
  "$target/debug/portal" demo --data "$data" --port "$port" --extension dist/extension --ready-file "$scratch/ready" &
  started+=($!)
  until [ -e "$scratch/ready" ]; do
    kill -0 "${started[0]}" 2>/dev/null || die "The demo portal stopped; it says why above."
    sleep 0.1
  done
  say "Opening $url in $program: close the browser or press Ctrl-C to stop everything"
  local opener=open_with_web_ext folder=$PWD/dist/extension
  if [[ $program == *chromium* ]]; then opener=open_chromium; fi
  if [ $opener = open_with_web_ext ] && ! has node; then
    opener=open_bare
    say "Node is missing, so load $folder yourself. Firefox: about:debugging#/runtime/this-firefox, Load Temporary" \
      "Add-on. Chrome: chrome://extensions, Developer mode, Load unpacked."
  fi
  "$opener" "$program" "$url" >"$target/browser.log" 2>&1 & # browsers talk much
  started+=($!)
  wait "${started[1]}" || die "$program ended with an error; its own words are in $target/browser.log."
}

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

installed_browser() { # the program of the browser asked for, or of the first one there is
  case $browser in
    '') chromium || firefox ;;
    chromium) first_of chromium chromium-browser ;;
    chrome) first_of google-chrome google-chrome-stable ;;
    firefox) firefox ;;
  esac
}

install_browser() {
  case $browser in
    '' | chromium) apt_install Chromium chromium ;;
    firefox) apt_install Firefox firefox-esr ;;
    *) die "Chrome is not installed: install it from google.com/chrome, or use --browser chromium." ;;
  esac
}

open_chromium() {
  local flags=(--user-data-dir="$scratch/profile" --load-extension="$PWD/dist/extension" --no-first-run --no-default-browser-check)
  [ "$(id -u)" != 0 ] || flags+=(--no-sandbox) # Chromium refuses to start for root otherwise
  exec "$1" "${flags[@]}" "$2"
}

open_with_web_ext() { # Chrome and Firefox take an unpacked extension only from a debugger, which web-ext is
  local flags=(--firefox="$1")
  [[ $1 != *chrome* ]] || flags=(--target chromium --chromium-binary "$1")
  exec tests/node_modules/.bin/web-ext run --source-dir dist/extension --no-reload --no-input --start-url "$2" "${flags[@]}"
}

open_bare() {
  if [[ $1 == *firefox* ]]; then
    exec "$1" --no-remote --profile "$scratch/profile" "$2"
  fi
  open_chromium "$1" "$2"
}

walk_through() {
  [ "$browser" != chrome ] || die "Without a display there is chromium or firefox."
  say "No display: the shopper's round runs by itself"
  need_browsers
  need_drivers
  e2e_package
  doing="the shopper's round"
  cargo test --locked --quiet --workspace --test e2e -- --walkthrough --browser "${browser:-chromium}"
  doing=''
}
