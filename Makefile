# Two commands do all the set-up on a fresh machine, each alone: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TEST_INSTALLED := $(VENV)/.installed-test
#: A folder of development corpora; what is not there is named and left out.
CORPORA ?= corpora

.PHONY: demo test check eval bench soak docs data train lock clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(TEST_INSTALLED): $(INSTALLED) requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@ $(INSTALLED)

## make demo: read the bundled reports of one night, print the record, write the page, the map and the toll curve
demo: $(INSTALLED)
	$(BIN)/tocsin demo --out out

## make test: install test needs, a browser included, and run every test
test: $(TEST_INSTALLED)
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || sh tools/install_browser.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal

## make check: format, types, layers, lexicon and floors
check: $(TEST_INSTALLED)
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py tests/test_public_names.py tests/lexicon -q
	$(BIN)/tocsin eval --gold gold --prose evaluation --corpora $(CORPORA) --floors evaluation/floors.json

## make eval: score both readers and reconciling against gold/ and, when they are there, the development corpora
eval: $(TEST_INSTALLED)
	$(BIN)/tocsin eval --compare --gold gold --prose evaluation --corpora $(CORPORA) --floors evaluation/floors.json

## make bench: speed and memory, each against a peer in the same run, and how each grows with size
bench: $(TEST_INSTALLED)
	$(BIN)/python tools/bench_reading.py
	$(BIN)/python tools/bench_reading.py --reader learned --sizes 20 200
	$(BIN)/python tools/bench_ledger.py
	$(BIN)/python tools/bench_reconcile.py
	$(BIN)/python tools/bench_reconcile.py --kept

## make soak: the long runs: kills at random instants, hostile inputs, people's words against a million claims
soak: $(TEST_INSTALLED)
	$(BIN)/python tools/soak_ledger.py
	$(BIN)/python tools/soak_sources.py
	$(BIN)/python tools/soak_reconcile.py

## make docs: regenerate the command reference and the data dictionary
docs: $(INSTALLED)
	$(BIN)/python tools/build_docs.py

## make data: rebuild the gazetteer and the outlines from their packages
data: $(INSTALLED)
	$(BIN)/python tools/build_places.py
	$(BIN)/python tools/build_outlines.py

## make train: fit the learned linker anew; MODEL is the folder of the published base model
train: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python tools/train.py $(MODEL)

## make lock: pin every dependency with its hashes
lock: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --extra parquet --extra frames -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --extra test --extra parquet --extra frames --extra learned -o requirements-test.lock pyproject.toml

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
