# Two commands do everything on a machine that has python3 (3.11 or later), make and git:
#
#   make certify    set up, then decide the claims of theorems/ and the bundled public recurrences
#   make test       set up, then ruff, mypy and pytest
#
# The environment is .venv; it is built once and again only when pyproject.toml changes.

PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= auto

RUN    := $(VENV)/bin/python
PUBLIC := theorems/public/claims.jsonl
CORE   := $(VENV)/.core-installed
TEST   := $(VENV)/.test-installed
PIP    := $(RUN) -m pip --disable-pip-version-check install --quiet --quiet

.PHONY: certify test lint clean

certify: $(CORE)
	$(RUN) -m checkers.interfaces.entry certify theorems
	@mkdir -p build
	$(RUN) -m checkers.interfaces.entry batch $(PUBLIC) build/public.jsonl --overwrite

test: lint
	$(RUN) -m pytest -n $(JOBS)

lint: $(TEST)
	$(RUN) -m ruff check .
	$(RUN) -m mypy

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(CORE): $(RUN) pyproject.toml
	$(PIP) --editable .
	@touch $@

$(TEST): $(RUN) pyproject.toml
	$(PIP) --editable '.[test]'
	@touch $@ $(CORE)

# Order matters: a python3 that is too old, or a Debian without python3-venv, is told what to do.
$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "tightbound needs Python 3.11 or later, found `$(PYTHON) -V 2>&1`; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "tightbound needs Python's venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
