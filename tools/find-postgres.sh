#!/bin/sh
# Prints the folder with PostgreSQL's programs; installs it where that is allowed, else says what to install.
find_programs() {
    for folder in "$POSTGRES_BIN" "$(dirname "$(command -v pg_ctl)" 2>/dev/null)" \
        $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -rV); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

find_programs && exit 0

if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    echo "Installing PostgreSQL for the tests ..." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet >&2 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes postgresql >&2 </dev/null
    find_programs && exit 0
fi

echo "PostgreSQL is not tested: install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server;" >&2
echo "macOS: brew install postgresql), or name one that is there: make test POSTGRES_BIN=/path/to/its/programs" >&2
exit 1
