# The two commands that do everything: `make demo` and `make test`. They work from any folder (make -C …).
SHELL := /bin/bash
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
PY := $(ROOT).venv/bin/python
SIGHTLINE := $(ROOT).venv/bin/sightline
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check fast bench burden screenshots docs lock

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:
	@$(ROOT)scripts/setup.sh

setup-dev:
	@$(ROOT)scripts/setup.sh dev

demo: setup ## The invented council, on http://127.0.0.1:8000 (PORT= to change it)
	@exec $(SIGHTLINE) demo

test: setup-dev ## Everything: style, types, import contracts, unit, property and browser tests
	@$(ROOT)scripts/test.sh

fast: setup-dev ## The tests that need no browser
	@cd $(ROOT) && $(PY) -m pytest -n 2 --ignore=tests/journeys

check: setup-dev ## Style, types and import contracts
	@cd $(ROOT) && .venv/bin/ruff check && .venv/bin/ruff format --check --quiet && .venv/bin/lint-imports && .venv/bin/mypy

bench: setup-dev ## Seed a council of 100,000 people and measure (takes minutes)
	@exec $(SIGHTLINE) bench

screenshots: setup-dev ## Pictures of the main pages, into build/screenshots; those of the manual, into docs/images
	@cd $(ROOT) && CHROMIUM="$$(scripts/chromium.sh | tail -1)" PICTURES=keep $(PY) -m pytest tests/journeys/test_screenshots.py tests/journeys/test_pictures.py

burden: setup-dev ## Count fields, clicks and seconds of recording, into docs/reference/burden.md
	@cd $(ROOT) && CHROMIUM="$$(scripts/chromium.sh | tail -1)" BURDEN=write $(PY) -m pytest tests/journeys/test_burden.py

docs: setup-dev ## Rebuild the reference manual from the declarations
	@exec $(SIGHTLINE) docs

lock: setup ## Resolve the dependencies anew
	@cd $(ROOT) && .venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
	@cd $(ROOT) && .venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra dev pyproject.toml -o requirements-dev.lock
