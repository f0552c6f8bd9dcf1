#!/usr/bin/env bash
# Draws the toolbar icons from their SVG sources; the PNGs are committed. Needs: apt-get install librsvg2-bin pngquant
set -euo pipefail
cd "$(dirname "$0")/../../extension/icons"
draw() { rsvg-convert --width "$2" --height "$2" --output "$1-$2.png" "$1.svg"; }
for state in grey lit active; do
  for size in 16 32 48; do draw "$state" "$size"; done
done
for size in 96 128; do draw lit "$size"; done # the extension itself, in lists and notifications
# Three flat colours and their edges: 64 are enough, in a third of the bytes.
pngquant --speed 1 --strip --ext .png --force 64 ./*.png
