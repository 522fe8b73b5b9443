# SPDX-License-Identifier: GPL-3.0-or-later
# The two commands that matter: `make run` and `make test`. Both do their own set-up.

# Everything the build needs from the system, in one place.
APT_PACKAGES := libgsl-dev libsqlite3-dev libreadline-dev
BREW_PACKAGES := gsl sqlite readline

SWIFT ?= swift
BUILD_FLAGS := --explicit-target-dependency-import-check error
BINARY := .build/release/nhip

.PHONY: run test build debug lint format bench fuzz clean setup help

help:
	@echo "make run     build and start nhip            make test    run every test"
	@echo "make build   release binary at $(BINARY)"
	@echo "make lint    check formatting                make format  mend formatting"
	@echo "make bench   compare with DuckDB and Polars  make fuzz    five minutes of damaged input"
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
	$(SWIFT) format lint --strict -r Package.swift Sources Tests

format:
	$(SWIFT) format -i -r Package.swift Sources Tests

bench: build
	@Benchmarks/run.sh

fuzz: setup
	@Scripts/fuzz.sh $(or $(SECONDS_TO_RUN),300)

clean:
	rm -rf .build .build-fuzz Benchmarks/.build Benchmarks/data Benchmarks/.venv
