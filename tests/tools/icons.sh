#!/usr/bin/env bash
# Draws the toolbar icons from their SVG sources; the PNGs are committed. Needs: apt-get install librsvg2-bin
set -euo pipefail
cd "$(dirname "$0")/../../extension/icons"
for state in grey lit active; do
  for size in 16 32 48 96 128; do
    rsvg-convert --width "$size" --height "$size" --output "$state-$size.png" "$state.svg"
  done
done
