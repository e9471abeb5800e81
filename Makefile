# Three commands do everything on a machine that has python3 (3.11 or later), make and git:
#
#   make certify    set up, then decide the claims of theorems/ and the bundled public recurrences
#   make test       set up, then ruff, mypy and pytest
#   make soundness  set up, then random claims, spoilt certificates and fuzzing: no verdict may be wrong
#
# The environment is .venv; it is built once and again only when pyproject.toml changes.

PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= auto
EXTRAS ?= test

RUN    := $(VENV)/bin/python
PUBLIC := theorems/public/claims.jsonl
CORE   := $(VENV)/.core-installed
TEST   := $(VENV)/.test-installed
FUZZ   := $(VENV)/.fuzz-installed
PIP    := $(RUN) -m pip --disable-pip-version-check install --quiet --quiet

# The budget of `make soundness`: random claims, seconds for each, largest n of the exact evaluation, seconds of numeric
# evidence on growth that no theory tells; changes of their certificates; minutes for each of two fuzzers; random problems
# for each rule about problems.
PROBLEMS     ?= 1500
LIMIT        ?= 5
UPTO         ?= 2000
PATIENCE     ?= 1.5
EXAMPLES     ?= 200
CERTIFICATES ?= 2000
MINUTES      ?= 1
SEED         ?= 1
SOUNDNESS    := build/soundness

.PHONY: certify certificates test lint soundness clean

certify: $(CORE)
	$(RUN) -m checkers.interfaces.entry certify theorems
	@mkdir -p build
	$(RUN) -m checkers.interfaces.entry batch $(PUBLIC) build/public.jsonl --overwrite

# The certificates beside the theorems, written anew: after a change of a claim or of the methods.
certificates: $(CORE)
	rm -rf theorems/certificates
	$(RUN) -m checkers.interfaces.entry certify theorems --certificates theorems/certificates
	rm -f theorems/certificates/*.claim.json

test: lint
	$(RUN) -m pytest -n $(JOBS)

# A campaign that was stopped goes on where it stopped; `make clean` or another SEED begins a new one.
soundness: $(FUZZ)
	@mkdir -p $(SOUNDNESS)
	$(RUN) -m tests.benchmarks.fuzz --resume --count $(PROBLEMS) --seed $(SEED) --jobs 2 \
	  --timeout $(LIMIT) --upto $(UPTO) --patience $(PATIENCE) --dir $(SOUNDNESS)/claims-$(SEED)-$(PROBLEMS)
	$(RUN) -m tests.benchmarks.tampering --campaign $(SOUNDNESS)/claims-$(SEED)-$(PROBLEMS) --changes $(CERTIFICATES) \
	  --seed $(SEED) --jobs 2 --upto 400 --out $(SOUNDNESS)/tampering.json
	EXAMPLES=$(EXAMPLES) $(RUN) -m pytest -q -n 2 tests/checkers/problems/test_rules.py
	$(RUN) -m tests.benchmarks.fuzz_decoder --minutes $(MINUTES) --seed $(SEED) --dir $(SOUNDNESS)/decoder
	$(RUN) -m tests.benchmarks.fuzz_parser --minutes $(MINUTES) --seed $(SEED) --dir $(SOUNDNESS)/parser

lint: $(TEST)
	$(RUN) -m ruff check .
	$(RUN) -m mypy

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(CORE): $(RUN) pyproject.toml
	$(PIP) --editable .
	@touch $@

$(TEST): $(RUN) pyproject.toml
	$(PIP) --editable '.[$(EXTRAS)]'
	@touch $@ $(CORE)

$(FUZZ): $(RUN) pyproject.toml
	$(PIP) --editable '.[test,fuzz]'
	@touch $@ $(TEST) $(CORE)

# Order matters: a python3 that is too old, or a Debian without python3-venv, is told what to do.
$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "tightbound needs Python 3.11 or later, found `$(PYTHON) -V 2>&1`; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "tightbound needs Python's venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
