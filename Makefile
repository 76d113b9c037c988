# One line per target; each also runs as it stands where there is no make.
# A python3 that runs (a pyenv shim may not); bootstrap.py then finds the 3.12 or 3.13 it needs.
PYTHON := $(shell for p in python3 /usr/bin/python3 python3.12 python3.13 python; do $$p -c "import sys; sys.exit(sys.version_info < (3, 8))" 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/
# Tests that were read once are kept compiled, whatever is set for other programs.
QUIET := QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=
NO_SCREEN := $(if $(DISPLAY)$(WAYLAND_DISPLAY),,--seconds 20 --screenshot build/demo.png)

.DEFAULT_GOAL := help
.PHONY: help setup demo run check fix test cover bench fuzz shots openapi i18n dist lock clean

help: ## this list
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

setup: ## everything a fresh machine needs; the second time it is done at once
	@$(if $(PYTHON),,$(error needs a python3 to start with: apt-get install python3))$(PYTHON) packaging/bootstrap.py

demo: setup ## the window with simulated packs; without a screen 20 s and build/demo.png
	@mkdir -p build
	$(RUN)mingtang-desk demo $(NO_SCREEN)

run: setup ## the window; make run ARGS="read sim://jbd-13s --json" for a command
	$(RUN)mingtang-desk $(ARGS)

check: setup ## format, lint, layers, types, spelling
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)lint-imports
	$(RUN)mypy
	$(RUN)codespell

fix: setup ## what a machine can put right by itself
	$(RUN)ruff check --fix-only --quiet .
	$(RUN)ruff format .

test: setup ## the whole suite; make test ARGS="-k jbd" for a part
	$(QUIET) timeout -s KILL 2700 $(RUN)pytest -n 4 --dist loadgroup -q $(ARGS)

cover: setup ## core, device, protocols, wire, rules and diagnosis stay at 100 % of their branches
	$(RUN)coverage run -m pytest -q --hypothesis-seed=0 tests/unit tests/protocols tests/contract/test_drivers.py tests/contract/test_settings.py tests/session/test_rows.py
	$(RUN)coverage report

bench: setup ## measures against aiobmsble, a bare window and the wire
	$(QUIET) $(RUN)python -m tests.bench $(ARGS)

fuzz: setup ## the longer run of Hypothesis and the mutator
	$(QUIET) MINGTANG_FUZZ=long $(RUN)pytest -q tests/fuzz $(ARGS)

shots: setup ## every panel and the window, both languages and themes, in build/shots
	$(QUIET) $(RUN)python -m tests.shots $(ARGS)

openapi: setup ## docs/openapi.json from the routes of the server
	$(RUN)python -m tests.server.openapi

i18n: setup ## new texts into translations/*.ts, then compiled
	$(RUN)python packaging/i18n.py update

dist: setup ## wheel and source archive in dist/
	$(RUN)python -m build --no-isolation

lock: setup ## resolve packaging/requirements.lock anew; ARGS=--upgrade for newer versions
	$(RUN)python packaging/lock.py $(ARGS)

clean: ## everything that is made, the environment too
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
