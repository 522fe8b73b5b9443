#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks for Swift and installs missing system packages: setup.sh "APT PACKAGES" "BREW PACKAGES".
set -euo pipefail

apt_packages=$1
brew_packages=$2

if ! command -v swift >/dev/null 2>&1; then
  echo "nhip needs Swift 6.3 or later: see https://www.swift.org/install" >&2
  exit 1
fi

if [ "$(uname -s)" = Darwin ]; then
  for package in $brew_packages; do
    if ! brew list "$package" >/dev/null 2>&1; then
      echo "installing $package" >&2
      brew install "$package"
    fi
  done
  exit 0
fi

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
  for package in $apt_packages; do
    if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
      missing="$missing $package"
    fi
  done
else
  for header in gsl/gsl_version.h sqlite3.h readline/readline.h; do
    if [ ! -e "/usr/include/$header" ] && [ ! -e "/usr/local/include/$header" ]; then
      echo "nhip needs the header $header: install the development packages of GSL, SQLite and GNU readline" >&2
      exit 1
    fi
  done
  exit 0
fi
[ -z "$missing" ] && exit 0

echo "installing system packages:$missing" >&2
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "no right to install packages here; ask for: apt-get install$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! $as_root apt-get install -y -qq $missing >/dev/null 2>&1; then
  # The lists of a fresh machine may be empty or old.
  if ! { $as_root apt-get update -qq && $as_root apt-get install -y -qq $missing >/dev/null; }; then
    echo "could not install:$missing" >&2
    echo "offline machines need these packages beforehand: $apt_packages" >&2
    exit 1
  fi
fi
