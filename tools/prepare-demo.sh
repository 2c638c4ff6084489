#!/bin/sh
# Fills an embedded database that is not there yet with the demo data; DEMO=0 leaves it empty.
python=$1

if [ "$DEMO" = 0 ] || [ -n "$DATABASE_URL" ] || [ -e "${FALTPLAN_VAR:-.var}/faltplan.sqlite" ]; then
    exit 0
fi
echo "Preparing the demo data ..."
exec "$python" -m planner demo
