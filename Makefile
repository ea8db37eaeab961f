# springwind: `make run`, `make test`, `make check`, `make bench`
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
POSTS ?=
SERVE ?= 1
WORKERS ?= 6000
PORT ?= 8088
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true

.PHONY: run test check bench setup clean
.DEFAULT_GOAL := run

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@bash .ci/setup $(PYTHON) $(VENV)
	@touch $@

run: setup
	@$(BIN)/springwind demo --workers $(WORKERS) --port $(PORT) $(if $(POSTS),--posts "$(POSTS)") $(if $(filter 0,$(SERVE)),--no-serve)

test: setup
	@bash .ci/browser || true
	$(BIN)/pytest -n 2 --dist loadfile

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# over the county of `make run`; sets that are not carried along are looked for beside the project
bench: setup
	@SPRINGWIND_SHARED_DATA="$(wildcard ../shared/data)" $(BIN)/springwind bench

clean:
	rm -rf var dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
