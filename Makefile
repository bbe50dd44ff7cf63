# The first use of a target makes what it needs in .venv; later uses need no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLE := examples/ukraine-2025
BRIEF := build/ukraine-2025.html

.PHONY: demo test proof lint format bench clean requirements help

help:
	@echo "make demo    write the brief of $(EXAMPLE) and say what it found"
	@echo "make test    all tests, property tests as fixed-seed samples"
	@echo "make proof   the property tests with their full counts"
	@echo "make lint    ruff, basedpyright, import-linter, line limits"
	@echo "make bench   time and memory beside NegMAS, in an environment of its own"
	@echo "make clean   remove what the targets above made"

demo: $(VENV)/run-installed
	@mkdir -p $(dir $(BRIEF))
	@$(BIN)/detente brief $(EXAMPLE) -o $(BRIEF)

test: $(VENV)/dev-installed
	$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist loadfile

proof: $(VENV)/dev-installed
	DETENTE_PROOF=1 $(BIN)/python -m pytest -q tests/properties tests/engines/stability -s

lint: $(VENV)/dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m tests.gates

format: $(VENV)/dev-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)-bench/installed
	$(VENV)-bench/bin/python -m benchmarks.settlement
	$(VENV)-bench/bin/python -m benchmarks.at_size --no-chart

clean:
	rm -rf $(VENV) $(VENV)-bench build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

requirements:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --extra brief --extra evidence pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --extra brief --extra evidence --extra llm pyproject.toml requirements/build.in requirements/dev.in -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --extra evidence pyproject.toml requirements/build.in requirements/bench.in -o requirements/bench.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Détente needs Python 3.11 or later; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run-installed: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Making $(VENV) (once; a minute or two) …"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev-installed: requirements/dev.txt pyproject.toml $(VENV)/run-installed
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(VENV)-bench/installed: requirements/bench.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --quiet install --require-hashes -r requirements/bench.txt
	@$(VENV)-bench/bin/python -m pip --quiet install --no-deps --no-build-isolation -e .
	@touch $@
