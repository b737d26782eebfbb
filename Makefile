# Why: the few commands a reader, re-runner or editor needs; each says what it does and `make` lists them.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m

.DEFAULT_GOAL := help
.PHONY: help book test test-all lint serve lab lite pdf epub teach zip check export wheel inventory audit lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

book: .venv/book ## build both editions into _build/site
	@$(RUN) masalih build

# A page is built once, parsed once and visited once for all that is asked of it: by one worker.
PYTEST = $(RUN) pytest --built -n auto --dist loadgroup
test: lint book ## install what the tests need, check style and types, build once, run the tests of the day
	@$(PYTEST)

test-all: lint book .venv/old .venv/foreign ## the same with the tests of the night (tests/nightly.toml): before a release
	@$(PYTEST) --all

lint: .venv/test ## check style and types: ruff and mypy, notebooks included
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy

serve: .venv/book ## show the built site on http://127.0.0.1:8000
	@$(RUN) masalih serve

lab: book .venv/lab ## open the notebooks in JupyterLab, in a folder of their own: _build/lab
	@$(RUN) masalih lab

lite: pyodide .venv/lite book ## let notebooks run in the reader's browser (PYODIDE=folder, .tar.bz2 or address): _build/lite, offered by the site
	@$(RUN) masalih lite "$(PYODIDE)"
.PHONY: pyodide
pyodide: .venv/book
	@$(RUN) masalih lite --look "$(PYODIDE)"

pdf: .venv/book ## print both editions into _build/paper (needs Chromium)
	@$(RUN) masalih pdf

epub: .venv/book ## bind both editions as e-books in _build/paper
	@$(RUN) masalih epub

teach: .venv/teach ## write the teacher's book, the sheets to give out and the slides into _build/teach (needs Chromium)
	@$(RUN) masalih teach

check: .venv/book ## validate the data package and print every fault
	@$(RUN) masalih check

export: .venv/export ## write the data as zip, Parquet and SQLite, and the sources as a bibliography, into _build/export
	@$(RUN) masalih export

zip: book ## put both editions into one zip to read from a folder, without a network: _build/shared-interests-book.zip
	@$(RUN) masalih zip

.PHONY: bank
bank: book ## write all questions with their keys for Moodle and as QTI 2.1 into _build/teach
	@$(RUN) masalih bank

wheel: .venv/book ## build the library with its data as one file to install, into _build/dist
	@$(RUN) pip wheel -q --disable-pip-version-check --no-build-isolation --no-deps --wheel-dir _build/dist .

inventory: .venv/book .venv/inventory ## write the licences of all dependencies and a bill of materials (CycloneDX) into _build/inventory
	@mkdir -p _build/inventory
	@.venv/bill/bin/pip-licenses --python=$(BIN)/python --format=csv --output-file=_build/inventory/licences.csv
	@.venv/bill/bin/cyclonedx-py environment --spec-version 1.6 --output-reproducible --pyproject pyproject.toml -o _build/inventory/sbom.json $(BIN)/python

audit: .venv/audit ## look up all dependencies among known weaknesses (needs the network; what it cannot look up is a fault)
	@for lock in $(LOCKS); do .venv/pip-audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/$$lock.txt || exit 1; done

clean: ## remove what was built, keep .venv and the notebooks you worked in (_build/lab)
	rm -rf $(filter-out _build/lab,$(wildcard _build/* _build/.[!.]*))

LOCKS = book export teach lab lite test old audit inventory validators browser
LOCK = uv pip compile -q --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)
lock: ## pin all dependencies, with hashes (needs uv and npm; UPGRADE=--upgrade takes newer ones)
	@$(LOCK) --extra book pyproject.toml -o requirements/book.txt
	@$(LOCK) --extra book --extra export -c requirements/book.txt pyproject.toml -o requirements/export.txt
	@$(LOCK) --extra book --extra teach -c requirements/book.txt pyproject.toml -o requirements/teach.txt
	@$(LOCK) --extra book --extra export --extra teach --extra test -c requirements/export.txt pyproject.toml -o requirements/test.txt
	@$(LOCK) --extra book --extra lab -c requirements/book.txt pyproject.toml -o requirements/lab.txt
	@$(LOCK) --extra book --extra lite -c requirements/book.txt pyproject.toml -o requirements/lite.txt
	@for own in old audit inventory validators; do $(LOCK) requirements/$$own.in -o requirements/$$own.txt || exit 1; done
	@sed -n '/^python-bidi/d;s/^\([a-z0-9-]*==[^ ]*\).*/\1/p' requirements/book.txt | $(LOCK) -c /dev/stdin requirements/browser.in -o requirements/browser.txt
	@npm $(if $(UPGRADE),update --save,install) --prefix requirements/axe --package-lock-only --ignore-scripts --no-audit --no-fund --silent

# pip compiles what it installs to bytecode, which makes every build about three times faster.
INSTALL = $(RUN) pip install -qq --disable-pip-version-check --require-hashes

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq python3-venv; } || \
	  { echo "Python cannot make a virtual environment: install python3-venv, then run this again."; exit 1; }
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv .venv

.venv/book: requirements/book.txt pyproject.toml | .venv/bin/python
	@$(INSTALL) -r requirements/book.txt
	@$(RUN) pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/axe
.venv/test .venv/lab .venv/export .venv/teach: .venv/%: requirements/%.txt .venv/book
	@$(INSTALL) -r requirements/$*.txt
	@touch $@

.venv/lite: requirements/lite.txt requirements/browser.txt .venv/book
	@$(INSTALL) -r requirements/lite.txt
	@rm -rf .venv/browser
	@$(RUN) pip download -qq --disable-pip-version-check --require-hashes --no-deps --only-binary :all: --dest .venv/browser -r requirements/browser.txt
	@touch $@

# What judges the pages in the tests stands in npm's registry only; it is taken by hash and runs nothing here.
.venv/axe: requirements/axe/package.json requirements/axe/package-lock.json | .venv/bin/python
	@command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends npm; } || \
	  { echo "npm is missing, which brings axe-core for the tests: install Node.js with npm, then run this again."; exit 1; }
	@mkdir -p $@ && cp $^ $@ && npm ci --prefix $@ --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Their own environments: what looks for weaknesses, or lists what is there, must not change what is looked at.
.venv/audit: requirements/audit.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/pip-audit
	@.venv/pip-audit/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@

.venv/inventory: requirements/inventory.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/bill
	@.venv/bill/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/inventory.txt
	@touch $@

# Other people's readers of what leaves the house: they bring half a gigabyte.
.venv/foreign: requirements/validators.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/validators
	@.venv/validators/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/validators.txt
	@touch $@

# The matplotlib that many hosted notebooks still have: it draws Arabic unjoined unless masalih shapes it.
.venv/old: requirements/old.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/old-matplotlib
	@.venv/old-matplotlib/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/old.txt
	@touch $@
