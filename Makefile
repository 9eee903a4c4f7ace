# Everything that is done to the project is a target here. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo-study
STAMP := $(VENV)/.installed
export VKNZ_LANGUAGE ?= nl

.DEFAULT_GOAL := help
.PHONY: help install demo test check unit notebooks js report format bench lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## make .venv with everything, and a browser for the figures

$(STAMP): requirements.lock pyproject.toml .ci/browser
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	sh .ci/browser
	touch $(STAMP)

demo: install ## demo study: built, coded, frozen, reports made; prints the paths
	$(BIN)/vknz demo --to $(DEMO)

test: install ## all checks: style, types, layers, tests with coverage, notebooks, JavaScript
	$(MAKE) --no-print-directory check unit notebooks js

check: install ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: install ## tests with branch coverage
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal --cov --cov-report=term:skip-covered --doctest-modules vknz_research tests

notebooks: install ## run every notebook with nbval on a demo study of its own
	rm -rf build/nbval && mkdir -p build
	$(BIN)/vknz demo --to build/nbval >/dev/null
	VKNZ_STUDY=$(CURDIR)/build/nbval $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --nbval-lax -p no:cacheprovider --ignore=notebooks/studenten notebooks

js: ## tests of the JavaScript, where node is
	@if command -v node >/dev/null; then node --test tests/js/*.test.mjs; \
	else echo 'SKIPPED: node is not on this machine, so the JavaScript was not tested'; fi

report: install ## make the report of the demo study again
	$(BIN)/vknz report $$(ls -d $(DEMO)/snapshots/v1-*) procesevaluatie

format: install ## put the code in style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install ## measure against floors and peers (see benchmarks/README.md)
	$(BIN)/python -m benchmarks

lock: ## make requirements.lock anew from pyproject.toml
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet '.[team,test]'
	build/lock/bin/python .ci/freeze_lock.py build/lock/bin/python > requirements.lock

clean: ## remove what was made, but not your studies
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* *.egg-info
