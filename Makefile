# make build: the graph of the pages in seeds/, in out/.   make test: all checks.   Nothing needs to be set up before.
# make test installs with apt, as root, the programs that it needs.
PYTHON ?= python3
OUT ?= out
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: build test lint readme bench ablation train editor browser node rapper clean help

help:
	@echo 'make build   build the graph of seeds/ into $(OUT)/ (then: $(BIN)/kg view $(OUT))'
	@echo 'make test    lint, types, and all tests, those in a browser and of the wheel among them'
	@echo 'make bench   speed beside peers: of the pipeline, the RDF, the picture, the named queries on both engines; and of the explorer'
	@echo 'make editor  fetch the query editor of kg serve by npm, where it was not there at installation'
	@echo 'make train   train the tagger of names anew (PyTorch, about a quarter of an hour on one core)'
	@echo 'make ablation  what each part of recognition adds'
	@echo 'make readme  write the outputs and figures in the README files anew'
	@echo 'make clean   remove everything that make has made'

build: .venv/.installed
	$(BIN)/kg build seeds -o $(OUT)

test: .venv/.dev lint browser node rapper
	$(BIN)/python -m pytest -n auto

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/mypy

readme: .venv/.dev
	$(BIN)/python tests/readme.py

bench: .venv/.dev browser
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/rdf.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/explorer.py
	$(BIN)/python benchmarks/queries.py

editor: .venv/.dev
	$(BIN)/python .ci/editor.py

train: .venv/.installed
	$(INSTALL) -e '.[train]'
	$(BIN)/python -m kg.train

ablation: .venv/.installed
	$(BIN)/python benchmarks/ablation.py

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; name it with: make PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo 'this Python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made pyproject.toml constraints.txt .ci/editor.py
	$(INSTALL) -e .
	@touch $@

.venv/.dev: .venv/.installed
	@.ci/icu
	$(INSTALL) -e '.[dev]'
	@touch $@

# The tests of the RDF read it with raptor too.
rapper:
	@.ci/rapper

# The tests of the picture need a browser and a font with Chinese characters.
browser:
	@.ci/browser

# The tests of kg export read its files with programs from the npm registry.
node:
	@.ci/node

clean:
	rm -rf .venv .make $(OUT) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
