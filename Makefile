# Every target works on a machine with only Python 3.11 or newer, pip and venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV = .uv/bin/uv
RUN = .venv/bin/python
export UV_NO_PROGRESS = 1

# Throwaway values: the checks of production settings start nothing and open no connection.
THROWAWAY = PORTAL_MODE=production ALLOWED_HOSTS=check.example.org BEHIND_TLS_PROXY=true \
	DATABASE_URL=postgres://nobody@localhost:1/none CELERY_BROKER_URL=redis://localhost:1/0 \
	SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(64))')

## demo: the whole portal at http://localhost:8000 (PORT=8123 chooses another port)
.PHONY: demo up
demo: .venv/.demo
	@exec $(RUN) manage.py up
up: demo

## demo-reset: wipe the demo's data
.PHONY: demo-reset
demo-reset: .venv/.demo
	@$(RUN) manage.py up --reset

## test: every test, on real servers and every core (ARGS="tests/post -x" chooses, on one)
.PHONY: test
test: .venv/.dev
	@$(RUN) -m pytest $(or $(ARGS),-n auto --dist worksteal)

## test-exhaustive: the clock against both oracles, day by day; 5,000 copies, the sender killed 12 times
.PHONY: test-exhaustive
test-exhaustive: .venv/.dev
	@$(RUN) -m pytest -m exhaustive -rP --show-capture=stdout tests/deadlines tests/briefings $(ARGS)

## check: format, lint, types, import contracts, migrations, production settings, templates
CHECKS = format lint templates compile types imports migrations production
.PHONY: check $(CHECKS:%=check-%)
check: .venv/.dev
	@$(MAKE) --no-print-directory --keep-going $(CHECKS:%=check-%)

# One short line for what passes, the whole output for what does not.
step = @if said=$$($(2) 2>&1); then echo "ok      $(1)"; \
	else echo "FAILED  $(1)"; echo "$$said"; exit 1; fi

check-format:
	$(call step,format,$(RUN) -m ruff format --check .)
check-lint:
	$(call step,lint,$(RUN) -m ruff check .)
check-templates:
	$(call step,template lint,$(RUN) -m djlint templates govuk --lint --quiet)
check-compile:
	$(call step,templates compile,PORTAL_MODE=test $(RUN) manage.py compile_templates)
check-types:
	$(call step,types,PORTAL_MODE=test $(RUN) -m mypy .)
check-imports:
	$(call step,import contracts,.venv/bin/lint-imports)
check-migrations:
	$(call step,migrations,PORTAL_MODE=test $(RUN) -W ignore manage.py makemigrations --check --dry-run)
check-production:
	$(call step,production settings,$(THROWAWAY) $(RUN) manage.py check --deploy --fail-level WARNING)

## bench: benchmarks as JSON lines (ONLY="queue case_page" chooses by name, ROWS=100000 sizes it)
.PHONY: bench
bench: .venv/.dev
	@exec $(RUN) -m portal.bench $(if $(ONLY),--only "$(ONLY)") $(if $(ROWS),--rows $(ROWS))

## bench-peer: our pages beside django-helpdesk's, in one run (ROWS=10000, ONLY="list search")
.PHONY: bench-peer
bench-peer: .venv/.dev
	@exec $(RUN) -m portal.bench.helpdesk $(if $(ONLY),--only "$(ONLY)") $(if $(ROWS),--rows $(ROWS))

## explain: how the database answers each query of the officer's lists (ROWS=10000 sizes it)
.PHONY: explain
explain: .venv/.dev
	@exec $(RUN) -m portal.bench.explain $(if $(ROWS),--rows $(ROWS))

## drill: kill, freeze and break what sends letters, and count (ONLY="F1 F7" SEEDS=1 ARGS=--short)
.PHONY: drill drill-bites
DRILL = exec $(RUN) -m tests.drills $(if $(ONLY),--only $(ONLY)) $(ARGS)
drill: .venv/.dev
	@$(DRILL) $(if $(SEEDS),--seeds $(SEEDS))

## drill-bites: the same without each defence in turn; every drill must then fail
drill-bites: .venv/.dev
	@$(DRILL) --bites

## simulate-fairness: made-up counties, fair and unfair: what is flagged, beside what chance explains
.PHONY: simulate-fairness
simulate-fairness: .venv/.dev
	@exec $(RUN) -m consistency.simulate

## screenshots: take the README's pictures from a running demo (PORT as in make demo)
.PHONY: screenshots
screenshots: .venv/.dev
	@$(RUN) -m docs.screens.take http://localhost:$(or $(PORT),8000)

## format: put every file in the house's form
.PHONY: format
format: .venv/.dev
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .

## requirements: write requirements/*.txt afresh from the ranges in pyproject.toml
.PHONY: requirements
EXPORT = $(UV) export --quiet --no-header --no-annotate --no-emit-project --no-default-groups
requirements: $(UV)
	@$(UV) lock --quiet --upgrade
	@$(EXPORT) -o requirements/base.txt
	@$(EXPORT) --group embedded -o requirements/demo.txt
	@$(EXPORT) --group embedded --group dev -o requirements/dev.txt
	@echo 'uv>=0.13,<1' | $(UV) pip compile --quiet --universal --generate-hashes \
		--no-header --no-annotate - -o requirements/tools.txt

## clean: remove the environments and caches (the demo's data stays)
.PHONY: clean
clean:
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

## help: this list
.PHONY: help
help:
	@sed -n 's/^## \([a-z-]*\): \(.*\)/make \1\t\2/p' Makefile | expand -t 20

$(UV): requirements/tools.txt
	@$(if $(PYTHON),,echo "Python 3.11 or newer is needed."; exit 1)
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements/tools.txt
	@touch $@

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv

# The demo needs no test tools; what is already there for the tests may stay.
.venv/.demo: requirements/demo.txt | $(UV) .venv/bin/python
	@$(UV) pip install --quiet --require-hashes --python .venv/bin/python -r requirements/demo.txt
	@touch $@

.venv/.dev: requirements/dev.txt | $(UV) .venv/bin/python
	@$(UV) pip sync --quiet --require-hashes --python .venv/bin/python requirements/dev.txt
	@touch $@ .venv/.demo
