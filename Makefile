# make serve    installs what is missing, builds, starts on http://localhost:8080
# make test     installs what is missing, builds, runs every test
# make build | check | bench | format | fuzz | lock | clean
.DEFAULT_GOAL := build
SHELL := /bin/bash
.PHONY: setup configure web headers models truth build serve test test-unit test-web test-contract test-crash test-journeys screenshot check bench format fuzz lock clean

DATA ?= $(HOME)/.local/share/lightwell
# HOST:PORT of the two doors, where 8080 or 4566 is taken: make serve APP=127.0.0.1:9090
APP ?=
CLOUD ?=
PYTEST := .venv/bin/pytest
FUZZ_SECONDS ?= 60

setup:
	@tools/setup $(SETUP)

# The pages are built again only when one of their sources is newer.
web/dist/index.html: $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)
	@cd web && npm run --silent build

web: setup
	@$(MAKE) -s --no-print-directory web/dist/index.html

build/build.ninja: CMakeLists.txt CMakePresets.json $(wildcard cmake/*.cmake)
	@cmake --preset release >build.log 2>&1 || { cat build.log; rm -f build.log; exit 1; }
	@rm -f build.log

# What the program needs of ONNX Runtime to be compiled.
headers: setup
	@.venv/bin/python -m convert --only headers --strict

# The vision models: fetched and converted when they are not there yet. What cannot be had is said, and is no failure.
models: setup
	@.venv/bin/python -m convert

# The photos that `make bench` judges the models by.
truth: setup
	@.venv/bin/python test/vision/truth.py

build: web headers
	@$(MAKE) -s --no-print-directory build/build.ninja
	@cmake --build build --target lightwell

serve: SETUP := --serve
serve: build models
	@build/lightwell serve --data "$(DATA)" $(if $(APP),--app "$(APP)") $(if $(CLOUD),--cloud "$(CLOUD)")

test: test-unit test-web test-contract test-crash test-journeys

test-unit: web headers models
	@$(MAKE) -s --no-print-directory build/build.ninja
	@cmake --build build
	@ctest --test-dir build --output-on-failure --timeout 300
	@$(PYTEST) -q generate convert tools test/vision test/protocols test/policy

test-web: web
	@cd web && npm test --silent

# boto3 signs through AWS's own runtime where awscrt is installed, as it is here; on most machines it is not, and botocore signs.
SIGNED_BY_BOTOCORE := $(wildcard test/contract/test_s3_*.py)
test-contract: build models
	@cmake --build build --target lightwell_round_trip_test
	@$(PYTEST) -q test/contract
	@BOTO_DISABLE_CRT=true $(PYTEST) -q $(SIGNED_BY_BOTOCORE)

test-crash: build models
	@$(PYTEST) -q test/crash

test-journeys: build models
	@$(PYTEST) -q test/journeys

# The picture in README.md, from the journey that looks at the timeline.
screenshot: build
	@$(PYTEST) -q test/journeys -k scrolls_through_fourteen_months
	@.venv/bin/python -c 'from PIL import Image; Image.open("test/journeys/shots/timeline.png").save("docs/timeline.webp", quality=80, method=6)'

check: setup
	@tools/check

bench: build models
	@.venv/bin/python test/load/bench.py

format: setup
	@git ls-files '*.cc' '*.h' | xargs clang-format-19 -i

fuzz: setup
	@cmake --preset fuzz >/dev/null && cmake --build build-fuzz --target fuzz_targets
	@tools/fuzz $(FUZZ_SECONDS)

# Pins requirements.in with hashes.
lock:
	@python3 -m venv .cache/lock && .cache/lock/bin/pip install -q pip-tools
	@.cache/lock/bin/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
	  --allow-unsafe -o requirements.txt requirements.in

clean:
	@rm -rf build build-dev build-asan build-tsan build-fuzz web/dist
