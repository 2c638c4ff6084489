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

find_programs && exit 0

. "$(dirname "$0")/install-package.sh"
install_package postgresql "PostgreSQL for the tests" && find_programs && exit 0

echo "PostgreSQL is not tested: install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server;" >&2
echo "macOS: brew install postgresql), or name one that is there: make test POSTGRES_BIN=/path/to/its/programs" >&2
exit 1
