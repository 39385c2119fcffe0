#!/bin/sh
# The tests open the report in a real browser: finds chromium, installs Debian's where it may.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    exit 0
fi
echo "make test opens pages in a browser: please install chromium (Debian: apt-get install chromium)" >&2
exit 1
