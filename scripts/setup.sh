#!/usr/bin/env bash
# Sets up this checkout: Python packages from the hashed lock, and the front-end assets.
#
#   scripts/setup.sh        what the product needs
#   scripts/setup.sh dev    and what its tests need
#
# Does nothing, and needs no network, when nothing has changed since the last time.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
want=${1:-product}

lock=requirements.lock
[ "$want" = dev ] && lock=requirements-dev.lock
stamp=.venv/.installed
digest() { cat "$1" scripts/uv.lock.txt | cksum | cut -d' ' -f1; }
installed() { [ -f "$stamp" ] && grep -qx "$(digest "$1")" "$stamp"; }

if [ -x .venv/bin/python ] && ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv # its Python has gone
fi
# The test packages are the product's and more: once they are in, the product is set up too.
if ! installed requirements-dev.lock && ! installed "$lock"; then
    python=
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || { echo "Sightline needs Python 3.11 or later: install it, or name it with PYTHON=." >&2; exit 1; }
    echo "Setting up Python packages (once)…"
    if [ ! -x .venv/bin/python ]; then
        "$python" -m venv .venv 2>/dev/null || "$python" -m venv --without-pip .venv
    fi
    if [ ! -x .venv/bin/uv ]; then
        if .venv/bin/python -m pip --version >/dev/null 2>&1; then
            .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r scripts/uv.lock.txt
        else # a Python without ensurepip: its own pip, from outside the environment
            "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r scripts/uv.lock.txt ||
                { echo "This Python can't make environments: install its venv package (on Debian: python3-venv)." >&2; exit 1; }
        fi
    fi
    .venv/bin/uv pip sync --quiet --compile-bytecode --system-certs --require-hashes --python .venv/bin/python "$lock" scripts/uv.lock.txt
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$site/sightline.pth"
    printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m sightline.cli "$@"\n' "$root" >.venv/bin/sightline
    chmod +x .venv/bin/sightline
    .venv/bin/python -m compileall -q -j 2 sightline # a command starts in half the time, also where Python may write none
    digest "$lock" >"$stamp"
fi
scripts/assets.sh
