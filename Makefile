# Everything runs from .venv, built from the hash-pinned locks and rebuilt when one changes. `make PYTHON=python3.13 …` picks another Python.
.DEFAULT_GOAL := help
.PHONY: help install demo run test check style types layers lock bench soak screenshots clean

PYTHON ?= python3
WORKERS ?= 4
VENV := .venv
IN := $(VENV)/bin/python
INSTALL := $(IN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
COMPILE := $(IN) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --all-extras

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

install: $(VENV)/.bot ## only build .venv with what the bot needs

demo: $(VENV)/.bot ## Discord's and the music service's stand-ins, the bot, and a page to try it; needs no token
	@$(IN) -m bot demo

run: $(VENV)/.bot ## start the bot with the settings in .env
	@$(IN) -m bot run

test: $(VENV)/.dev ## all tests, with branch coverage
	@$(IN) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-fail-under=90

check: style types layers ## style, types and layers

style: $(VENV)/.dev
	@$(IN) -m ruff check .
	@$(IN) -m ruff format --check .

types: $(VENV)/.dev
	@$(IN) -m mypy

layers: $(VENV)/.dev
	@$(IN) -m pytest tests/test_layers.py

bench: $(VENV)/.dev ## time to the first answer, beside a minimal bot and at a limit; to find a song among 100,000; to the page's first paint
	@$(IN) -m bench
	@$(IN) -m bench.limit
	@$(IN) -m bench.library
	@$(IN) -m bench.page

soak: $(VENV)/.dev ## two thousand requests, the bot killed again and again; about twenty minutes
	@$(IN) -m tests.soak

screenshots: $(VENV)/.dev ## take the README's pictures; needs Chromium
	@$(IN) -m tests.screenshots

lock: $(VENV)/.dev ## write the lock files anew; `make lock UPGRADE=--upgrade` takes newer versions
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove all that was built; the bot's data stays
	rm -rf $(VENV) .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info
	find bot cogs tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(IN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Minstrel needs Python 3.11 or newer; try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; on Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.bot: requirements.lock | $(IN)
	@echo "Installing what the bot needs (about 20 s) ..."
	@$(INSTALL) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.bot | $(IN)
	@echo "Installing what the tests need (about 20 s) ..."
	@$(INSTALL) requirements-dev.lock
	@touch $@
