# Each command installs what it needs: system libraries (Debian, Ubuntu), the virtual environment, the tools.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
V := .venv/bin
export PYTHONUNBUFFERED := 1

SYSTEM_RUN := python3-venv libpangoft2-1.0-0 libharfbuzz-subset0
SYSTEM_TEST := chromium libatomic1 poppler-utils

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: .venv/.run ## install what is missing, start on http://localhost:8000
	@$(V)/python manage.py serve

demo: .venv/.run ## the same, with three fictional structures (on an empty installation only)
	@$(V)/python manage.py demo
	@$(V)/python manage.py serve

test: .venv/.test ## the whole suite on SQLite and in a browser; what touches the database on PostgreSQL too
	@deploy/test

quality: .venv/.test ## ruff, djlint, import contracts, migrations, deployment checks
	@deploy/quality

mutants: .venv/.test ## take the guards away one at a time: the suite must notice each
	@$(V)/python -m tests.mutants

bench: .venv/.test ## medians and ratios to a raw baseline of the same run
	@deploy/install-system wrk
	@$(V)/python -m tests.bench

lighthouse: .venv/.test ## the HTML checker and Lighthouse on every public page of every audience and language
	@command -v java >/dev/null || deploy/install-system default-jre-headless
	@cd tests/lighthouse && PATH="$(CURDIR)/$(V)/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@PATH="$(CURDIR)/$(V)/bin:$$PATH" $(V)/python -m tests.lighthouse

pdfa: .venv/.test ## every document as PDF/A-1b, read by the preflight of Apache PDFBox
	@deploy/install-system default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java
	@$(V)/python -m pytest -q tests/pdfa/preflight.py

faults: .venv/.test ## a hundred writers killed at random points, on each engine: nothing acknowledged is lost
	@$(V)/python -m tests.faults

look: .venv/.test ## pictures of every screen and PDF page under var/look/
	@$(V)/python -m tests.look

lock: .venv/.test ## renew the lock files from pyproject.toml
	@$(V)/pip install --quiet uv
	@for group in "requirements.lock" "requirements-dev.lock --group dev"; do \
	  $(V)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    pyproject.toml --output-file $$group; done

.venv/.run: requirements.lock
	@deploy/install-system $(SYSTEM_RUN)
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	@$(V)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

.venv/.test: requirements-dev.lock tests/oidc/package-lock.json .venv/.run
	@deploy/install-system $(SYSTEM_TEST)
	@$(V)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@cd tests/oidc && PATH="$(CURDIR)/$(V)/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: help run demo test quality mutants bench lighthouse pdfa faults look lock
