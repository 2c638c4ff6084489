#!/bin/sh
# Fills an embedded database that is not there yet with the demo data; DEMO=0 leaves it empty.
python=$1
database=${FALTPLAN_VAR:-.var}/faltplan.sqlite

if [ "$DEMO" = 0 ] || [ -n "$DATABASE_URL" ] || [ -e "$database" ]; then
    exit 0
fi

# Interrupted half-way it must not pass for prepared the next time.
forget() {
    rm -f "$database" "$database-wal" "$database-shm"
    exit 1
}
trap forget INT TERM HUP

echo "Preparing the demo data: eight weeks of work are planned, which takes one to four minutes ..."
"$python" -m planner demo || forget
