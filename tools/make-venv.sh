#!/bin/sh
# Creates the virtual environment $2 with the Python $1, or says in one sentence what is missing.
python=$1
folder=$2

if [ -z "$python" ]; then
    echo "Fältplan needs Python 3.11 or newer, and none was found. Install it, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" --version >/dev/null 2>&1; then
    echo "There is no Python at $python. Name another: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Fältplan needs Python 3.11 or newer, and $python is $("$python" --version 2>&1). Name another: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -m venv "$folder" >/dev/null 2>&1; then
    rm -rf "$folder"
    echo "$python cannot create virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
