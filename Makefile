# The app, its tests and its benchmarks, each from a fresh checkout:
#   make run        serve the app on http://HOST:PORT; make run HOST=127.0.0.1 outweighs a HOST of the environment
#   make test       lint, check types, run every test; BROWSERS=chromium make test does without Firefox and WebKit
#   make benchmark  run benchmarks/*.py
#   make docs       write what the code says of itself into README.md and docs/*.md
#   make format     rewrite the sources in the project's format
#   make clean      remove everything that the other targets made

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8050
export HOST PORT
# gunicorn would read it, and stop at what is no number, before it reads any setting of the app; WORKERS is the setting.
unexport WEB_CONCURRENCY
# Many Pythons are started by the tests; each would compile all of the package again.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A virtual environment whose interpreter has gone (as after an upgrade of the system's Python) is made anew.
VENV_BROKEN := $(shell test -x $(BIN)/python && test -x $(BIN)/pip || echo broken)

# The small plotly.js, and the files of the pages packed. Their stamps lie beside them.
PLOTLY := node_modules/.fetched
PACKED := build/packed/.packed

# How quickly others take over or are answered is measured in real time, by tests that run by themselves.
REAL_TIME := tests/browser/test_network.py tests/deployment/test_replicas.py tests/deployment/test_slow_clients.py

.PHONY: run test benchmark docs format clean broken

run: $(VENV)/.installed $(PLOTLY)
	@exec $(BIN)/gunicorn -c gunicorn.conf.py app:server

test: $(VENV)/.installed-dev $(PACKED)
	@chromium=$$(scripts/chromium.sh) && scripts/engines.sh && set -ex && \
	$(BIN)/ruff check . && \
	$(BIN)/ruff format --check . && \
	$(BIN)/mypy && \
	$(BIN)/hadolint Dockerfile && \
	export CHROMIUM="$$chromium" && \
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(addprefix --ignore=,$(REAL_TIME)) && \
	$(BIN)/python -m pytest $(REAL_TIME)

benchmark: $(VENV)/.installed-dev $(PACKED)
	@chromium=$$(scripts/chromium.sh) && export CHROMIUM="$$chromium"; set -e; for script in benchmarks/*.py; do \
		test -e "$$script" || { echo "There are no benchmarks." >&2; exit 1; }; \
		echo "== $$script"; PYTHONPATH=. $(BIN)/python "$$script"; \
	done

docs: $(VENV)/.installed-dev
	@$(BIN)/python scripts/reference.py

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are newer than the requirements that they stand for, so that pip runs only when those have changed.
$(VENV)/.installed: requirements.txt $(VENV)/pyvenv.cfg
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-cluster.txt requirements.txt $(VENV)/pyvenv.cfg
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

# Where it cannot be fetched, the app does without it, and the next start tries again.
$(PLOTLY): package.json
	@if scripts/plotly.sh; then touch $@; fi

# The server packs by itself what it does not find packed. Here it is done before several tests start at once.
$(PACKED): requirements.txt package.json $(VENV)/.installed | $(PLOTLY)
	@if $(BIN)/python -c "import app"; then mkdir -p $(@D) && touch $@; fi

$(VENV)/pyvenv.cfg: $(VENV_BROKEN)
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "$(PYTHON) was not found. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$("$(PYTHON)" --version 2>&1)." \
			"Name another: make PYTHON=python3.12" >&2; \
		exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: it lacks venv or ensurepip." \
			"On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
