# Farol. `make run` starts the whole service on a fresh machine, `make test` proves it; `make help` lists the rest.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

# The first that works (a shim may stand for a Python that is not there). 3.12 and 3.11 come first: for them
# there is a redis-server inside a package, so that a machine without Redis can run the service too.
PYTHON ?= $(shell for each in python3.12 python3.11 python3.13 python3 python3.14; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$each" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
CODE := bot tests deploy
CONTENT := $(shell find content locales -type f \( -name '*.yaml' -o -name '*.po' \) ! -name '* *' 2>/dev/null)

# Python keeps what it compiled, whatever the surroundings say: compiling over a thousand modules anew would cost each
# process more than a second, and the tests start hundreds.
export PYTHONDONTWRITEBYTECODE :=

# An environment that was moved or copied still names its old place: it is set up again.
$(shell [ "$$(cat .venv/.place 2>/dev/null)" = "$(CURDIR)" ] || rm -f .venv/.runtime .venv/.dev .venv/.learned)

.PHONY: help run setup test check lint types content translations tests tools bench trials fuzz replay demo \
	demo-telegram demo-whatsapp lock sbom clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.learned ## start the whole service on this machine; Ctrl-C stops it
	@exec $(BIN)/bot run

setup: .venv/.runtime ## create or update .venv, so that .venv/bin/bot works

test: .venv/.dev tools lint types content translations tests ## everything the tests need, then every check and all tests

check: .venv/.dev lint types content translations ## lint, types, content and translations: seconds, no services

bench: .venv/.dev tools ## the performance figures, as a table and as var/bench.json
	@$(BIN)/python -m tests.bench.bench

trials: .venv/.dev tools ## what the service must survive, in full size (long)
	@FAROL_TRIALS=full $(BIN)/python -m pytest tests/trials tests/content/test_damage.py tests/understanding/test_hostile.py

fuzz: .venv/.dev tools ## the property tests with examples nobody has seen yet; each run throws new ones
	@FAROL_HYPOTHESIS=fuzz TMPDIR=$$(.ci/scratch) $(BIN)/python -m pytest -m hypothesis -n 2

replay: .venv/.dev tools ## two years whose truth is known through the real line, and the figures compared (long)
	@$(BIN)/python -m tests.numbers.replay

demo: .venv/.dev tools ## the staff console with invented requests of several weeks, under var/demo
	@$(BIN)/python -m tests.stubs.demo_cases

demo-telegram: .venv/.dev tools ## a conversation through a stand-in for Telegram, as the phone shows it
	@$(BIN)/python -m tests.stubs.demo telegram

demo-whatsapp: .venv/.dev tools ## the same through a stand-in for WhatsApp
	@$(BIN)/python -m tests.stubs.demo whatsapp

lock: ## write the lock files anew from pyproject.toml (needs uv)
	@echo 'flit_core>=3.11,<5' | $(LOCK) --output-file requirements.lock pyproject.toml -
	@$(LOCK) --output-file requirements-dev.lock --group dev --constraint requirements.lock

sbom: ## the list of all that Farol is made of, as CycloneDX JSON in var/farol.cdx.json
	@mkdir -p var
	@$(PYTHON) deploy/sbom.py > var/farol.cdx.json

clean: ## remove what make and the tools made; data under var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis var/cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# the parts of `make check` and `make test`

lint: .venv/.dev
	@$(BIN)/ruff format --check --quiet $(CODE) || { echo 'lint: run $(BIN)/ruff format' >&2; exit 1; }
	@$(BIN)/ruff check --quiet $(CODE)

types: .venv/.dev
	@$(BIN)/mypy --no-error-summary

content: .venv/.runtime
	@$(BIN)/bot check --errors-only

translations: .venv/.runtime
	@$(BIN)/bot i18n status

tests: .venv/.dev tools
	@TMPDIR=$$(.ci/scratch) $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

tools: ; @.ci/tools

# the environment; each stamp says that a step is done

.venv/bin/python:
	$(if $(and $(PYTHON),$(shell $(PYTHON) -c 'import sys; print("ok" if sys.version_info >= (3, 11) else "")' 2>/dev/null)),,$(error Farol needs Python 3.11 or later and found none; install it, or name one: make PYTHON=/path/to/python3))
	$(if $(shell $(PYTHON) -c 'import venv, ensurepip' 2>&1),$(error $(PYTHON) has no venv module; install it, on Debian or Ubuntu as root: apt-get install python3-venv))
	@echo 'Setting up .venv with $(PYTHON) ...'
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --no-index --editable .
	@$(BIN)/python -c 'import bot.app.run, bot.library.understanding'  # compiles what is used, and only that
	@printf '%s' '$(CURDIR)' > .venv/.place
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

# Checked and learned once, so that the service is ready in seconds.
.venv/.learned: .venv/.runtime $(CONTENT)
	@$(BIN)/bot check --errors-only
	@echo 'Learning the content ...'
	@$(BIN)/bot ask --json hola >/dev/null
	@touch $@
