# make run: open the sample project. make test: every check. Both set up what is missing.
PYTHON_BIN := .venv/bin/python
# Each of the two begins with its own half of the files, so that what files share is made once.
PYTEST := QT_QPA_PLATFORM=offscreen $(PYTHON_BIN) -m pytest -n 2 --dist worksteal

.PHONY: help setup run test coverage access search torture lint bench screenshots goldens shell bundle clean

help:
	@echo "make setup        make .venv and install into it; the others do so by themselves"
	@echo "make run          open the window on the sample project (off-screen without a display)"
	@echo "make test         lint, types, layers and all tests"
	@echo "make coverage     all tests, and which lines they run: takes somewhat longer"
	@echo "make access       the tests of a screen reader's side; sets up what they need where it may"
	@echo "make search       the tests that draw examples, on others than before"
	@echo "make torture      500 kills, 2,000 damaged files, 200,000 fuzzed inputs: takes half an hour"
	@echo "make lint         lint, types and layers alone"
	@echo "make bench        speed and keys, each figure beside its bar"
	@echo "make screenshots  the pictures of the README"
	@echo "make goldens      write the reader's reference pictures anew"
	@echo "make shell        a man page and completions for bash, zsh and fish, in build/share"
	@echo "make bundle       a program folder that needs no Python"
	@echo "make clean        remove what was built; .venv stays"

setup:
	@sh packaging/setup.sh

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(PYTHON_BIN) -m pullquote demo -o build/demo; \
	else $(PYTHON_BIN) -m pullquote demo --offscreen -o build/demo; fi

lint: setup
	$(PYTHON_BIN) -m ruff format --check .
	$(PYTHON_BIN) -m ruff check .
	$(PYTHON_BIN) -m mypy
	$(PYTHON_BIN) -c 'from importlinter.cli import lint_imports_command as lint; lint(["--no-logo"])'

test: lint
	$(PYTEST)

coverage: setup
	$(PYTEST) --cov --cov-report=term

access: setup
	sh packaging/access.sh
	PULLQUOTE_ACCESS=must $(PYTHON_BIN) -m pytest -q tests/access

search: setup
	$(PYTEST) -m hypothesis --hypothesis-seed=$$(date +%s)

torture: setup
	$(PYTHON_BIN) tests/torture/run_all.py

bench: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON_BIN) tests/benchmarks/run_all.py

screenshots: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON_BIN) packaging/screenshots.py resources/screenshots

goldens: setup
	QT_QPA_PLATFORM=offscreen PULLQUOTE_GOLDENS=write $(PYTHON_BIN) -m pytest -q tests/ui/reader -k golden

shell: setup
	$(PYTHON_BIN) packaging/shell_files.py build/share

bundle: setup
	sh packaging/bundle.sh

clean:
	rm -rf build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
