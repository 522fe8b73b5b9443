// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

struct REPL {
  let shell: Shell
  init(_ shell: Shell) { self.shell = shell }
  func run() {}
}
