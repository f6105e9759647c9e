# make run     opens the window              make check     lint, format, types
# make test    runs every test               make bench     speed, as ratios
# make quick   without the slow ones         make test-all  every test, under each Python of VERSIONS
# make parity  against PyTorch, live         make pictures  the README's and the gallery's
# make cluster  searches on a Dask cluster of this computer's, and trials per minute
# make expected  every preset's claims, in full, beside what was measured
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
VERSIONS := 3.11 3.13

SYSTEM := libegl1 libgl1 libx11-6 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 libzstd1 zlib1g \
  fonts-dejavu-core libx11-xcb1 libxcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
  libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 \
  libxkbcommon-x11-0 libxcb-glx0

.PHONY: run test quick test-all check bench expected pictures parity cluster clean

# The program has said what was wrong; make need not add its own line.
run: $(READY)
	@$(BIN)/python main.py || true

# Three processes on two cores: some tests wait for a thread, a window or a process of their own.
test: $(READY)
	@$(BIN)/pytest -n 3 --dist worksteal

quick: $(READY)
	@$(BIN)/pytest -n 3 --dist worksteal -m "not slow"

# In an environment of each version's own, .venv-3.11 and so on.
test-all:
	@for version in $(VERSIONS); do \
	  python$$version --version >/dev/null 2>&1 || { echo "make test-all needs python$$version"; exit 1; }; \
	  echo "Python $$version"; \
	  $(MAKE) --no-print-directory test PYTHON=python$$version VENV=.venv-$$version || exit 1; done

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Against PyTorch and scikit-learn, which only these two need. Some tables only: make bench SECTIONS="training memory"
bench: $(VENV)/oracles
	@$(BIN)/python -m tests.benchmarks $(SECTIONS)

parity: $(VENV)/oracles
	@$(BIN)/pytest tests/parity
	@$(BIN)/python -m tests.parity

cluster: $(VENV)/cluster
	@$(BIN)/pytest tests/cluster
	@$(BIN)/python -m tests.cluster

expected: $(READY)
	@$(BIN)/python -m tests.expected

pictures: $(READY)
	@$(BIN)/python -m tests.pictures
	@$(BIN)/python -m tests.thumbnails

# One folder with everything that is pinned; made again when the pins change.
$(READY): pyproject.toml constraints.txt
	@command -v dpkg-query >/dev/null && { \
	  glib=libglib2.0-0; apt-cache show libglib2.0-0t64 >/dev/null 2>&1 && glib=libglib2.0-0t64; \
	  missing=$$(for p in $(SYSTEM) $$glib; do \
	    dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	  if [ -n "$$missing" ]; then \
	    if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq $$missing >/dev/null; \
	    else echo "Qt needs system libraries: sudo apt-get install" $$missing; exit 1; fi; fi; } || \
	  ! command -v dpkg-query >/dev/null
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . --group dev
	@touch $@

$(VENV)/oracles: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group oracles
	@touch $@

$(VENV)/cluster: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group cluster
	@touch $@

clean:
	rm -rf .venv .venv-* build *.egg-info .mypy_cache .ruff_cache .pytest_cache
