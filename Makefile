# Everything a developer or operator does from the shell. What a target does stands beside it: `make help`.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup check test test-lang demo bench docs lock clean

BIN := .venv/bin
CODE := definitions ingest publishing dashboards orchestration tools tests bench
# A demo has a work folder and keys of its own, so that it never touches real data.
DEMO := DAADKRACHT_WERK=werk/demo DAADKRACHT_SLEUTELS=werk/demo-sleutels
# loadfile: a file's fixtures are made once. For one test: make test TESTS=tests/unit/ingest/test_read.py
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile
TESTS ?=
export PYTHON

help:  ## deze lijst
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## de omgeving (.venv) maken of bijwerken naar requirements.lock
	@tools/setup.sh

check: setup  ## stijl, typen, importwet en definities (vóór elke commit)
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE) || { echo "Niet opgemaakt; doe: $(BIN)/ruff format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/daadkracht definities

test: setup  ## alle tests, ook die in een browser
	@tools/browser.sh
	@$(PYTEST) $(TESTS)

test-lang: setup  ## de tests die minuten duren (fuzzing, kill -9)
	@$(PYTEST) -m lang $(TESTS)

demo: setup  ## een verzonnen netwerk van export tot dashboard, op http://localhost:8501 tot Ctrl-C
	@$(DEMO) $(BIN)/daadkracht demo
	@$(DEMO) $(BIN)/daadkracht inzien --poort 8501

bench: setup  ## de metingen, als verhouding tot een basislijn in dezelfde run
	@$(BIN)/python -m bench

docs: setup  ## de gemaakte pagina's van docs/, en dist/dbt/index.html (de tabellen)
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m tools.warehouse docs

lock: setup  ## requirements.lock bijwerken naar pyproject.toml (nieuwere versies: make lock OPTIES=--upgrade)
	@$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(OPTIES) --output-file requirements.lock
	@tools/setup.sh

clean:  ## de omgeving, tussenbestanden en de demo weghalen; werk/ met echte gegevens blijft staan
	[ ! -d werk ] || chmod -R u+w werk/demo werk/demo-sleutels 2>/dev/null || true
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist werk/demo werk/demo-sleutels
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf dbt_project/target dbt_project/logs logs
