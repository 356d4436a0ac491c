#!/bin/sh
# Runs uv, the Python package manager; brings it where it is missing.
set -eu

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }

# uv itself looks for the newest Python of all and wants to download it where that is not here.
find_python() {
    for minor in 13 12 14; do
        for candidate in "python3.$minor" "$HOME"/.pyenv/versions/3.$minor.*/bin/python3 \
            "/opt/homebrew/bin/python3.$minor" "/usr/local/bin/python3.$minor" python3 python; do
            if [ "$(version_of "$candidate")" = "3.$minor" ]; then
                "$candidate" -c 'import sys; print(sys.executable)'
                return
            fi
        done
    done
}

find_uv() {
    for candidate in .tools/bin/uv uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

python=$(find_python)
[ -z "${UV_PYTHON:-}${python:+x}" ] || export UV_PYTHON="${UV_PYTHON:-$python}"
uv=$(find_uv)
if [ -z "$uv" ]; then
    echo "Installing uv, the Python package manager, into .tools" >&2
    "${python:-python3}" -m venv .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
    uv=.tools/bin/uv
fi
exec "$uv" "$@"
