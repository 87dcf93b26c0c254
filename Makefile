# The one entrance. `make help` lists the commands; everything they do is in tools/.
SETUP = @tools/python -m tools.setup
PYTHON = .venv/bin/python
ARGS =

.DEFAULT_GOAL := help
.PHONY: help run setup test pictures mutants lint bench bench-detection schema lock wheel clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up what is missing, then run the built-in site at http://127.0.0.1:8765 (ARGS="..." goes to wakeful up)
	$(SETUP) runtime
	@exec .venv/bin/wakeful up $(ARGS)

setup: ## Set up everything a developer needs, run nothing
	$(SETUP) dev

test: ## Every test: Python, console, browser; ends with a count
	$(SETUP) dev
	@exec $(PYTHON) -m tools.run_tests $(ARGS)

pictures: ## Take the pictures of the documents anew, with the browser's tests
	$(SETUP) dev
	@exec $(PYTHON) -m tools.run_tests --only browser --pictures

mutants: ## Prove the tests of the alarm core: make every small mistake, see that one fails (a quarter of an hour)
	$(SETUP) dev --no-console
	@$(PYTHON) -m tools.mutate $(ARGS)

lint: ## Style, types and floors alone, in seconds
	$(SETUP) dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo
	@cd console && npm run --silent check
	@$(PYTHON) -m tools.sizes

bench: ## Measure this machine; figures are kept in bench/results/ (ARGS="--quick", ARGS="--only kernel")
	$(SETUP) dev
	@exec $(PYTHON) -m bench.run $(ARGS)

bench-detection: ## Detection beside published and trivial rules on recorded data: is the promise kept? (ARGS="--only batadal")
	$(SETUP) dev
	@exec $(PYTHON) -m bench.detection $(ARGS)

schema: ## Write schema/ and console/src/schema.ts anew from the Python classes
	$(SETUP) dev --no-console
	@$(PYTHON) -m wakeful.server.contract

lock: ## Write the lock files anew (ARGS="--upgrade" moves versions)
	@test -x $(PYTHON) || tools/python -m venv .venv
	@$(PYTHON) -m tools.lock $(ARGS)

wheel: ## Build the wheel, console included, into dist/
	$(SETUP) dev
	@$(PYTHON) -m hatchling build --target wheel

clean: ## Remove what the commands above made (.venv, node_modules, builds, caches); never data
	@rm -rf .venv console/node_modules src/wakeful/console_dist dist .setup.log test-results
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
