// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// What the REPL remembers and completes, on a terminal.
@Suite(.serialized) struct REPLMemoryTests {
  let program: Program

  init() throws { program = try Program() }

  private func start() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(program)
    try terminal.waitForPrompt()
    return terminal
  }

  private func leave(_ terminal: PseudoTerminal) throws {
    terminal.type("\u{04}")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test func remembersWholeStatementsAcrossSessions() throws {
    defer { program.remove() }
    let first = try start()
    first.type("from indicators |\r")
    try first.waitForPrompt("  ... ")
    try first.enter("take 2", until: "2 rows")
    try leave(first)
    #expect(try program.read("state/nhip/history") == "from indicators |\\ntake 2\n")

    let second = try start()
    second.clear()
    second.type("\u{1B}[A")
    try second.wait(for: "take 2")
    try second.enter("", until: "2 rows")
    try second.enter(".history", until: "from indicators")
    try leave(second)
  }

  @Test func twoSessionsLoseNoStatement() throws {
    defer { program.remove() }
    let one = try start()
    let two = try start()
    try one.enter("from indicators | take 1", until: "1 row")
    try two.enter("from indicators | take 2", until: "2 rows")
    try one.enter("from indicators | take 3", until: "3 rows")
    try leave(one)
    try leave(two)
    let history = try program.read("state/nhip/history")
    #expect(history.split(separator: "\n").map { $0.suffix(1) } == ["1", "2", "3"])
  }

  @Test func completesAPlaceWithoutMarks() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    terminal.type("series tips_valuable by province, year in ha gi\t")
    try terminal.wait(for: "Hà Giang ")
    try terminal.enter("during 2023", until: "1,370")
  }

  @Test func completesDecomposedInput() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    terminal.type("series tips_valuable by province in hà gi".decomposedStringWithCanonicalMapping)
    terminal.type("\t")
    try terminal.wait(for: "Hà Giang ".precomposedStringWithCanonicalMapping)
    try terminal.enter("during 2023", until: "1,370")
  }

  @Test func listsWhatIsNotCertain() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    terminal.type("series tips_\t\t")
    try terminal.wait(for: "tips_valuable")
    #expect(terminal.screen.contains("tips_received"))
    #expect(terminal.screen.contains("Tin có giá trị"))
  }

  @Test func completesCommandsAndVerbs() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    terminal.type(".tab\t")
    try terminal.wait(for: ".tables ")
    try terminal.enter("", until: "movement")
    terminal.type("from indicators | ta\t")
    try terminal.wait(for: "| take ")
    try terminal.enter("1", until: "1 row")
  }
}
