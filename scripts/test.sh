#!/usr/bin/env bash
# Everything that must hold: style, types, the order of the house, then tests, the fast ones first.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
unset DJANGO_SETTINGS_MODULE SIGHTLINE_DB_ROLE SIGHTLINE_DATABASE SIGHTLINE_DEMO DATABASE_URL

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
say "Style"
.venv/bin/ruff check
.venv/bin/ruff format --check --quiet
say "The order of the house"
.venv/bin/lint-imports
say "Types"
.venv/bin/mypy
say "Tests that need no browser"
.venv/bin/python -m pytest -n 2 --ignore=tests/journeys
say "Journeys in a browser"
CHROMIUM=$(scripts/chromium.sh | tail -1)
export CHROMIUM
.venv/bin/python -m pytest -n 2 --dist loadfile tests/journeys
