#!/usr/bin/env bash
# Everything that must hold: style, types, the order of the house, then tests, the fast ones first.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
unset DJANGO_SETTINGS_MODULE SIGHTLINE_DB_ROLE SIGHTLINE_DATABASE SIGHTLINE_DEMO DATABASE_URL

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
say "Style"
.venv/bin/ruff check
say "The order of the house"
.venv/bin/lint-imports --no-logo 2>/dev/null || .venv/bin/lint-imports
say "Types"
.venv/bin/mypy
say "Tests"
CHROMIUM=$(scripts/chromium.sh | tail -1)
export CHROMIUM
.venv/bin/python -m pytest -n 2 --dist loadgroup "$@"
