# `make` lists what there is. Everything happens in .venv, which is made when it is missing.
PYTHON ?= python3
BIN := .venv/bin
SOME := tests/unit $(addprefix tests/integration/test_cli_,options.py fetch.py digest.py) tests/e2e/test_demo.py

.DEFAULT_GOAL := help
.PHONY: help demo test check lint coverage bench fuzz siege pictures screenshots package lowest newest format messages reference \
	schema clean

help:  ## list what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/ready  ## show the main job on the built-in sample course
	@$(BIN)/agg demo

test: .venv/ready  ## run all tests
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest

check: lint test coverage  ## everything that must hold before a change lands

lint: .venv/ready  ## style, types, and which file may know which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

coverage: .venv/ready  ## what the last test run has covered; too little is an error
	@! ls .coverage.* > /dev/null 2>&1 || $(BIN)/coverage combine --quiet || true  # who was killed may leave half a file
	@rm -f .coverage.*
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include='aggregator/core/*' --fail-under=100

bench: .venv/ready  ## measure how fast agg is: cold, unchanged, changed, lists (Linux)
	$(BIN)/python -m tools.bench --repeat 3 --scenes ABCDPEVFG

fuzz: .venv/ready  ## read broken feeds and pages for ten minutes
	$(BIN)/python -m tools.fuzz --minutes 10

siege: .venv/ready  ## fetch 100 blogs that mean harm: what agg says, time, memory (Linux)
	$(BIN)/python -m tools.siege

pictures: .venv/ready  ## screenshots of the pages, to look at, in build/pictures (needs Chromium)
	$(BIN)/python -m tools.pictures build/pictures

screenshots: .venv/ready  ## the guides' pictures of what agg prints, in docs/pictures
	$(BIN)/python -m tools.screenshots

package: .venv/ready  ## build wheel and sdist, install each elsewhere, and run agg from there
	@$(BIN)/python -m tools.package

lowest: .venv/ready  ## run tests with the lowest versions of dependencies that pyproject.toml allows
	rm -rf build/lowest
	$(PYTHON) -m venv build/lowest
	$(BIN)/python -m tools.lowest > build/lowest/constraints.txt
	build/lowest/bin/pip install --quiet --constraint build/lowest/constraints.txt --editable '.[test]'
	build/lowest/bin/python -m pytest -q $(SOME)

newest: .venv/ready  ## run the same tests with the newest
	rm -rf build/newest
	$(PYTHON) -m venv build/newest
	build/newest/bin/pip install --quiet --upgrade --editable '.[test]'
	build/newest/bin/python -m pytest -q $(SOME)

format: .venv/ready  ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/ready  ## bring the Norwegian catalogue up to date with the code
	$(BIN)/python -m tools.messages

reference: .venv/ready  ## write docs/reference.md, the man page and the completions anew
	$(BIN)/python -m tools.reference

schema: .venv/ready  ## write feeds.schema.json anew
	$(BIN)/python -m aggregator.config > feeds.schema.json

clean:  ## take away what make has made
	rm -rf .venv .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis build

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@
