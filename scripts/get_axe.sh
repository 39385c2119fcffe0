#!/bin/sh
# The tests check the review page with axe-core: fetches it from the npm registry into .venv/axe.
set -eu
version=4.10.3
into=${1:-.venv}/axe
[ -f "$into/axe-$version.js" ] && exit 0
command -v npm >/dev/null 2>&1 || {
    echo "the accessibility tests need axe-core; without npm put axe.min.js $version at $into/axe-$version.js" >&2
    exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "axe-core@$version" >/dev/null && tar xzf axe-core-*.tgz package/axe.min.js)
mkdir -p "$into"
mv "$work/package/axe.min.js" "$into/axe-$version.js"
