# Two commands are all a newcomer needs: `make up` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
T ?=
UV := 0.13.9

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(BIN)/.installed ## the environment in .venv, from the lock files

$(BIN)/.installed: requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Samtycke needs Python 3.11 or newer; try PYTHON=python3.12 make up")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps uv==$(UV) -e .
	@touch $@

up: install ## start everything on this machine and print where
	@$(BIN)/samtycke up $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA))

test: install ## every test, in parallel (T=path for a part)
	@$(BIN)/python -m tests.run $(T)

explore: install ## the properties on cases never tried before (T=path for a part)
	@$(BIN)/python -m tests.run --hypothesis-profile=explore $(or $(T),$(shell grep -rl --include='test_*.py' '@given' src tests))

lint: install ## style, types, rooms, known holes in what is installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.holes

fmt: install ## format the code
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

bench: install ## measure against the floors (SIZE=people)
	@$(BIN)/samtycke bench preview plan dispatch $(if $(SIZE),--size $(SIZE))

lock: install ## resolve the lock files anew
	$(BIN)/uv pip compile -q pyproject.toml -o requirements.lock --generate-hashes --no-header --universal --python-version 3.11 --no-annotate
	$(BIN)/uv pip compile -q pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock --generate-hashes --no-header --universal --python-version 3.11 --no-annotate

.PHONY: help install up test explore lint fmt bench lock
