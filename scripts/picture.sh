#!/bin/sh
# Makes docs/report.png, the README's picture, from the report that `make demo` wrote.
set -eu
page=$(ls demo-report/*data-cable*.html demo-report/*severed*.html 2>/dev/null | head -n 1)
[ -n "$page" ] || { echo "run make demo first" >&2; exit 1; }
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
    --user-data-dir="$profile" --window-size=1360,2100 --screenshot=docs/report.png "file://$PWD/$page" 2>/dev/null
