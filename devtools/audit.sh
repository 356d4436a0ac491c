#!/bin/sh
# Known vulnerabilities in what uv.lock and package-lock.json lock for production. Fails when a database cannot be
# asked, or does not know a package: without --strict pip-audit calls that "no known vulnerabilities".
set -eu
mkdir -p build
sh devtools/uv.sh export --locked --no-dev --no-emit-project --format requirements.txt --quiet --output-file build/requirements.txt >/dev/null
.venv/bin/python -m pip_audit --strict --disable-pip --require-hashes --requirement build/requirements.txt
cd frontend
npm audit --omit dev
