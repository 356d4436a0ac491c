# From a bare clone with git, make and Python 3.12 or newer: `make run` and `make test` bring the rest.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-long bench setup setup-test check sbom outdated audit css clean

PYTHON := .venv/bin/python
PACKAGES := .venv/.synced
CSS := static/build/app.css
STATIC := build/static/staticfiles.json
# What looks at code only starts no database, and warns that it found none.
NO_DATABASE := DATABASE_URL=postgresql:///none TOETS_DEMO=1 TOETS_SECRET_KEY=signs-nothing
WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

help: ## what there is to type
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12

run: setup ## start the demo: database, worker and site (PORT=8123 make run)
	@$(PYTHON) -m devtools.run --child

test: setup-test check ## everything that must hold, browser tests included
	@$(PYTHON) -m pytest -n 2 -m "not long"

test-long: setup-test ## the heavy tests, bounded
	@$(PYTHON) -m pytest -n 2 -m long

bench: setup-test ## the benchmark table, also in build/bench.json
	@$(PYTHON) -m pytest -n 0 -q tests/benchmarks/pages.py tests/benchmarks/walls.py tests/benchmarks/trail.py

check: setup ## format, lint, types, settings, migrations
	@echo "Checking format, lint and types"
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/ruff check --quiet
	@.venv/bin/mypy
	@$(NO_DATABASE) $(PYTHON) manage.py check --fail-level WARNING
	@$(NO_DATABASE) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

sbom: setup ## bill of materials (CycloneDX) and licences, in build/
	@$(PYTHON) -m devtools.supply

outdated: setup ## direct dependencies with a newer release
	@sh devtools/uv.sh tree --outdated --depth 1 --all-groups --quiet | grep latest || echo "Every direct Python dependency is the newest."
	@cd frontend && npm outdated

audit: setup ## known vulnerabilities in what is locked; fails where nobody can be asked
	@sh devtools/audit.sh

css: ## build the style sheet anew
	@rm -f $(CSS)
	@$(MAKE) --no-print-directory $(CSS)

setup: libraries-run $(PACKAGES) $(CSS) $(WORDS) $(STATIC) ## everything `make run` needs, without starting it

setup-test: libraries-test setup

.PHONY: libraries-run libraries-test
libraries-run libraries-test: libraries-%:
	@sh devtools/system_packages.sh $*

$(PACKAGES): pyproject.toml uv.lock .python-version | libraries-run
	@echo "Installing the locked Python packages into .venv"
	@sh devtools/uv.sh sync --locked --quiet
	@touch $@

$(CSS): $(wildcard frontend/package-lock.json frontend/build.mjs frontend/css/* frontend/css/*/*) | $(PACKAGES)
	@sh devtools/build_css.sh
	@touch $@

%.mo: %.po $(PACKAGES)
	@$(PYTHON) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

$(STATIC): $(CSS) $(wildcard static/*/*) $(PACKAGES)
	@$(PYTHON) manage.py collectstatic --clear --no-input --verbosity 0
	@touch $@

clean: ## remove what the build and the demo left (the demo's data too)
	@[ ! -x $(PYTHON) ] || $(PYTHON) -m devtools.run --remove-database
	@rm -rf .venv .tools build var static/build frontend/node_modules $(WORDS)
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
