// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// The REPL as a person uses it: keys typed on a terminal, the screen read.
@Suite(.serialized) struct REPLTests {
  let program: Program

  init() throws { program = try Program() }

  private func start(_ environment: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(program, environment: environment)
    try terminal.waitForPrompt()
    return terminal
  }

  @Test func runsACompleteLineOnEnter() throws {
    defer { program.remove() }
    let terminal = try start()
    let screen = try terminal.enter("series tips_valuable by province, year", until: "row in")
    #expect(screen.contains("1,370"))
    #expect(screen.contains(" ms; "))
  }

  @Test func goesOnOverSeveralLines() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.type("from indicators |\r")
    try terminal.waitForPrompt("  ... ")
    let screen = try terminal.enter("take 2", until: "2 rows")
    #expect(screen.contains("tips_received"))
  }

  @Test func aBlankLineEndsAStatement() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.type("from indicators |\r")
    try terminal.waitForPrompt("  ... ")
    try terminal.enter("", until: "E0120")
  }

  @Test func aPipeExtendsTheLastQuery() throws {
    defer { program.remove() }
    let terminal = try start()
    try terminal.enter("from indicators | take 9", until: "9 rows")
    try terminal.enter("| take 4", until: "4 rows")
    // A mistake does not lose the query.
    try terminal.enter("| tke 3", until: "did this mean `take`")
    try terminal.enter("| take 3", until: "3 rows")
  }

  @Test func aClauseExtendsTheLastQuery() throws {
    defer { program.remove() }
    let terminal = try start()
    try terminal.enter("series tips_valuable by place, period", until: "3 rows")
    try terminal.enter("  during 2023", until: "2 rows")
  }

  @Test func leavesAtTheEndOfInput() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.type("\u{04}")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test(arguments: [".quit", ".exit", "quit"])
  func leavesWhenTold(_ line: String) throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.type(line + "\r")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test func interruptClearsTheLine() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    terminal.type("series nonsense")
    try terminal.wait(for: "nonsense")
    terminal.type("\u{03}")
    try terminal.wait(for: "^C")
    try terminal.waitForPrompt()
    try terminal.enter("from indicators | take 1", until: "1 row")
    #expect(!terminal.screen.contains("nonsense"))
  }

  @Test func interruptLeavesAnOpenStatement() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.type("from indicators |\r")
    try terminal.waitForPrompt("  ... ")
    terminal.clear()
    terminal.type("\u{03}")
    try terminal.waitForPrompt()
  }

  @Test func interruptStopsARunningQuery() throws {
    defer { program.remove() }
    let terminal = try start()
    terminal.clear()
    // The simulated data are written and read on first use, which takes a while.
    terminal.type("series crime_cases from simulated by commune, month\r")
    try terminal.wait(for: "^C stops it")
    terminal.type("\u{03}")
    try terminal.wait(for: "E0601")
    try terminal.waitForPrompt()
    try terminal.enter("from indicators | take 1", until: "1 row")
  }

  @Test func understandsComposedAndDecomposedVietnamese() throws {
    defer { program.remove() }
    let terminal = try start()
    let query = "series tips_valuable theo tỉnh, năm tại Hà Giang trong 2023"
    for form in [query, query.decomposedStringWithCanonicalMapping] {
      #expect(try terminal.enter(form, until: "row in").contains("1,370"))
    }
  }

  @Test func helpTeachesTheLanguage() throws {
    defer { program.remove() }
    let terminal = try start()
    let page = try terminal.enter(".help", until: ".quit")
    for word in ["SOURCES", "CLAUSES", "VERBS", "TEN QUERIES", "biến động"] {
      #expect(page.contains(word))
    }
    try terminal.enter("help take", until: "| take N")
    try terminal.enter("help E0402", until: "Wrong")
  }

  @Test func namesTheNearestCommand() throws {
    defer { program.remove() }
    let terminal = try start()
    try terminal.enter(".tabels", until: "did this mean `.tables`")
    try terminal.enter(".tables", until: "movement")
  }

  @Test func coloursOnlyWhereWanted() throws {
    defer { program.remove() }
    let colourful = try start()
    colourful.clear()
    try colourful.enter("from indicators | take 1", until: "1 row")
    #expect(colourful.raw.contains("\u{1B}[1m"))
    let plain = try start(["NO_COLOR": "1"])
    plain.clear()
    try plain.enter("from indicators | take 1", until: "1 row")
    #expect(!plain.raw.contains("\u{1B}[1m"))
  }

  @Test func pagesLongResults() throws {
    defer { program.remove() }
    let terminal = try start(["PAGER": "sed s/^/paged:/"])
    try terminal.enter("from observations", until: "paged:")
    let short = try terminal.enter("from indicators | take 1", until: "1 row")
    #expect(!short.contains("paged:"))
  }
}
