# SPDX-License-Identifier: GPL-3.0-or-later
# The two commands that matter: `make run` and `make test`. Both do their own set-up.

# Everything the build needs from the system, in one place.
APT_PACKAGES := libgsl-dev libsqlite3-dev libreadline-dev
BREW_PACKAGES := gsl sqlite readline

SWIFT ?= swift
BUILD_FLAGS := --explicit-target-dependency-import-check error
BINARY := .build/release/nhip

.PHONY: run test build debug lint format bench bench-panel bench-h2o bench-scaling bench-check fuzz clean setup help

help:
	@echo "make run     build and start nhip            make test    run every test"
	@echo "make build   release binary at $(BINARY)"
	@echo "make lint    check formatting                make format  mend formatting"
	@echo "make bench   compare with DuckDB and Polars  make fuzz    five minutes of damaged input"
	@echo "make bench-check  hold each kernel's instructions and allocations (needs valgrind)"
	@echo "make clean   remove build products"

run: build
	@$(BINARY)

build: setup
	$(SWIFT) build -c release --product nhip $(BUILD_FLAGS)

debug: setup
	$(SWIFT) build $(BUILD_FLAGS)

test: setup
	@Scripts/test.sh

# Installs what is missing, with sudo where needed; says what to do where that is impossible.
setup:
	@Scripts/setup.sh "$(APT_PACKAGES)" "$(BREW_PACKAGES)"

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests Benchmarks/Sources

format:
	$(SWIFT) format -i -r Package.swift Sources Tests Benchmarks/Sources

# Times beside DuckDB and Polars; Benchmarks/README.md says how to read them.
bench: setup
	@Benchmarks/run.sh all

bench-panel: setup
	@Benchmarks/run.sh panel $(or $(PLACES),1000) $(or $(MONTHS),240) $(or $(ROUNDS),7)

bench-h2o: setup
	@Benchmarks/run.sh h2o $(or $(ROWS),10000000) $(or $(ROUNDS),7)

bench-scaling: setup
	@Benchmarks/run.sh scaling

bench-check: setup
	@Benchmarks/check.sh

fuzz: setup
	@Scripts/fuzz.sh $(or $(SECONDS_TO_RUN),300)

clean:
	rm -rf .build .build-fuzz Benchmarks/.build Benchmarks/data Benchmarks/.venv
