# make demo opens the app, make test runs every test; both work on a fresh machine with Python 3.10 to 3.13.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HOST ?= 127.0.0.1
export PORT ?= 7860

.PHONY: demo test check format examples clean

demo: $(VENV)/.demo
	$(BIN)/python app.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/clang-format --dry-run --Werror cnaps/inference/_windows.cpp
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/clang-format -i cnaps/inference/_windows.cpp

examples: $(VENV)/.demo
	$(BIN)/python -m examples.make
	$(BIN)/python -m examples.explain

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The package itself is installed for its compiled kernels, which are optional: see cnaps/inference/kernels.py.
$(VENV)/.demo: requirements.txt pyproject.toml cnaps/inference/_windows.cpp | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

# The browser is optional: without it the browser test is skipped and says so.
$(VENV)/.dev: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	command -v chromium >/dev/null || ./tests/install-browser || true
	touch $@
