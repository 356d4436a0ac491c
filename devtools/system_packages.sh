#!/bin/sh
# Installs the system packages that are missing: as root at once, at a terminal with sudo,
# otherwise it says what to type. Argument: `run`, or `test` for what the tests need as well.
set -eu
need=""
add() { need="$need $*"; }
# For accounts without rights ldconfig is not on the path.
library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$1"; }
program() { for name in "$@"; do command -v "$name" >/dev/null 2>&1 && return 0; done; return 1; }

if [ "$(uname)" = Darwin ]; then
    program pango-view || add pango
    if [ "$1" = test ]; then
        program qpdf || add qpdf
        program pdftotext || add poppler
        program javac || add openjdk
    fi
    [ -z "$need" ] || { echo "Missing on this machine. Type:  brew install$need"; exit 1; }
    exit 0
fi

library libpango-1.0.so.0 || add libpango-1.0-0
library libpangoft2-1.0.so.0 || add libpangoft2-1.0-0
library libharfbuzz-subset.so.0 || add libharfbuzz-subset0
if ! program uv && [ ! -x .tools/bin/uv ] && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then add python3-venv; fi
if [ "$1" = test ]; then
    [ -n "${CHROMIUM:-}" ] || program chromium chromium-browser google-chrome google-chrome-stable || add chromium
    program javac || add default-jdk-headless
    [ -e /usr/share/java/jaxb-impl.jar ] || add libjaxb-java
    program qpdf || add qpdf
    program pdftotext || add poppler-utils
fi
[ -n "$need" ] || exit 0

install="apt-get install -y --no-install-recommends$need"
if ! program apt-get; then
    echo "Missing on this machine; install with its package manager what Debian calls:$need"
    exit 1
elif [ "$(id -u)" = 0 ]; then
    echo "Installing system packages:$need"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300 update -qq
    # shellcheck disable=SC2086 -- a list of words
    apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $need
elif [ -t 0 ] && program sudo; then
    echo "System packages are missing:$need. Your password is asked to install them."
    sudo sh -c "apt-get update -qq && $install"
else
    echo "Missing on this machine. Type:  sudo apt-get update && sudo $install"
    exit 1
fi
