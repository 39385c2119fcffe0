# Needs Python 3.11 or newer and make. `make demo` shows padan at work, `make test` checks all of it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types unit gate fuzz format clean

demo: $(VENV)/.demo
	$(BIN)/padan run corpora/kabel-timor corpora/lain --store demo.db --report demo-report
	@echo
	@echo "Made: demo.db (the corpus database) and demo-report/ (one page per story)."
	@echo "Look:  open demo-report/index.html in a browser"
	@echo "Work:  $(BIN)/padan review --store demo.db"
	@echo "       $(BIN)/padan show --store demo.db --worst --limit 10"
	@echo "       $(BIN)/padan export jsonl - --store demo.db | head -1"

test: $(VENV)/.test lint types unit gate fuzz

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

unit:
	$(BIN)/pytest -n 2 --dist loadgroup

gate:
	$(BIN)/python eval/gate.py

# Three seconds for each reader; `scripts/fuzz.py --seconds 600` for more.
fuzz:
	$(BIN)/python scripts/fuzz.py --seconds 3

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit("padan needs Python 3.11 or newer") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.demo: $(VENV)/.made pyproject.toml
	$(BIN)/pip install --quiet --editable '.[offline]'
	touch $@

# torch first and pinned, so that no extra asks for a newer and far larger build.
$(VENV)/.test: $(VENV)/.made pyproject.toml scripts/find_chromium.sh scripts/get_axe.sh scripts/find_postgres.sh
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --editable '.[all,dev]'
	sh scripts/find_chromium.sh
	sh scripts/get_axe.sh $(VENV)
	sh scripts/find_postgres.sh
	touch $@

clean:
	rm -rf $(VENV) demo.db demo.db-wal demo.db-shm demo.db.lock demo-report
