#!/bin/sh
# Builds static/build from frontend/, with the machine's own Node or the one that comes as a Python package.
set -eu
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null || ! command -v npm >/dev/null; then
    echo "No Node 20 or newer here: bringing one as a Python package"
    sh devtools/uv.sh sync --locked --quiet --group frontend
    PATH="$PWD/.venv/bin:$PATH"
fi
cd frontend
echo "Fetching the locked CSS packages and building the style sheet"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs
