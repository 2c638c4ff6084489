# Two commands for a fresh machine: `make run` starts the product, `make test` proves it.
#
#   make run       the app with demo data on http://127.0.0.1:8501 (PORT=… for another port, DEMO=0 to start empty)
#   make test      format, lint, types, imports, tests, browser tests: everything that must hold before a change is taken
#   make check     only the quick part: format, lint, types, imports
#   make nightly   long trials: fuzzing, many seeds
#   make bench     how fast it is on this machine
#   make clean     forget the environment and all caches (data in .var stays)
#
# PYTHON=… chooses the interpreter (3.11 or newer); CHROMIUM=… the browser of the browser tests;
# POSTGRES_BIN=… the folder of PostgreSQL's programs, or TEST_DATABASE_URL=… a server that runs already.

SHELL := /bin/bash
PYTHON ?= $(shell tools/find-python.sh)
PORT ?= 8501
DEMO ?= 1
VENV := .venv
BIN := $(VENV)/bin
JOBS := 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run warm test check unit e2e nightly bench clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   \(make .*\)/\1/p' Makefile

run: $(VENV)/.run warm
	@DEMO=$(DEMO) tools/prepare-demo.sh $(BIN)/python
	@echo "Fältplan: http://127.0.0.1:$(PORT)  (stop with Ctrl+C)"
	@exec $(BIN)/streamlit run dispatch_app.py --server.address=127.0.0.1 --server.port=$(PORT)

# Compiles the planning engine where that has not been done: once for each version, in some minutes.
warm: $(VENV)/.run
	@$(BIN)/python -m planner warm > /dev/null

test: $(VENV)/.test
	@$(MAKE) --no-print-directory -j2 warm check
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory e2e
	@echo "All tests passed."

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml planner pages tools dispatch_app.py

unit: $(VENV)/.test warm
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n $(JOBS) --durations=40 -m "not e2e and not nightly"

e2e: $(VENV)/.test warm
	@browser=$$(tools/find-chromium.sh) && CHROMIUM="$$browser" $(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "e2e and not nightly"

nightly: $(VENV)/.test warm
	HYPOTHESIS_PROFILE=nightly $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n $(JOBS) -m "not e2e" --timeout=3600

bench: $(VENV)/.test warm
	$(BIN)/python -m benchmarks speed
	@browser=$$(tools/find-chromium.sh) && CHROMIUM="$$browser" $(BIN)/python -m benchmarks pages

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make a second start a matter of seconds: pip runs only when a requirement has changed.
$(VENV)/.run: $(VENV)/bin/python requirements.txt constraints.txt
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-oidc.txt requirements-cluster.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

$(VENV)/bin/python:
	@tools/make-venv.sh "$(PYTHON)" $(VENV)
