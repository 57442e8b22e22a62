# The two commands of a newcomer are `make run` and `make test`; each sets itself up first.
#   make run DESKTOP=no      the month without the window's library (Qt)
#   make test ARGS="-k ..."  arguments for pytest
#   make setup PYTHON=...    another Python (3.11 to 3.13)

BIN := .venv/bin
SETUP := sh scripts/setup.sh $(if $(filter no,$(DESKTOP)),--no-desktop)
export PYTHON

.PHONY: setup run test lint types lock clean distclean
.NOTPARALLEL:

setup:
	$(SETUP) --dev --again

run:
	@$(SETUP)
	$(BIN)/peidang demo --open

test:
	@$(SETUP) --dev
	$(BIN)/pytest -n auto --dist loadfile $(ARGS)

lint:
	@$(SETUP) --dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	@$(SETUP) --dev
	$(BIN)/mypy
	MYPYPATH=scripts $(BIN)/mypy $(wildcard scripts/*.py)

# Only this one asks for newer versions; it writes locks/*.txt from pyproject.toml.
lock:
	@$(SETUP) --dev
	$(BIN)/python scripts/make_lock.py

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv peidang.egg-info
