#!/bin/sh
# The tests run the store on a real PostgreSQL server: finds its programs, installs Debian's where
# it may. Without them the tests of that store are skipped, and say so.
set -eu
if command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # No server of the system's own: the tests start theirs.
    mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/padan.conf
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    exit 0
fi
echo "the store is not tested on PostgreSQL: please install it (Debian: apt-get install postgresql)" >&2
