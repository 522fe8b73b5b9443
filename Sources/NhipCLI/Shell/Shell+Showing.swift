// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

extension Shell {
  /// Rows of a table shown on a terminal before its middle is cut out: some twenty screens.
  static let terminalRows = 1_000

  /// Whether results are drawn for a person at a terminal.
  var isOnScreen: Bool { target.path == nil && StandardStream.output.isTerminal }

  /// The display options with what the terminal says.
  var shownDisplay: DisplayOptions {
    var options = display
    guard isOnScreen else { return options }
    options.width = Terminal.size?.columns
    options.maxRows = Self.terminalRows
    options.colour =
      Terminal.hasColour(.output, environment)
      && (isInteractive || StandardStream.error.isTerminal)
    return options
  }

  /// Shows a statement's result, or what is wrong with it.
  func show(_ outcome: StatementOutcome) {
    switch outcome.result {
    case .success(let result): show(result)
    case .failure(let failure): report(failure.diagnostics, in: outcome.source)
    }
  }

  /// Shows a list that a command gives, which took no time worth telling.
  func list(_ result: QueryResult) { show(result, isTimed: false) }

  func show(_ result: QueryResult) { show(result, isTimed: isTimed) }

  private func show(_ result: QueryResult, isTimed: Bool) {
    if isMuted { return }
    let isForPeople = ["table", "box"].contains(display.mode)
    do throws(Diagnostic) {
      let page = try result.page(
        shownDisplay, countsRows: isForPeople || isInteractive, isTimed: isTimed)
      if isInteractive && target.path == nil {
        Pager.show(page.body + page.notes, environment)
      } else {
        target.write(page.body)
        note(page.notes)
      }
      if isInteractive && target.path != nil { commit() }
    } catch {
      report([error], in: SourceText(name: "output", text: ""))
    }
  }

  /// Text that a command gives as its result.
  func say(_ text: String) {
    if isMuted { return }
    let whole = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    if isInteractive && target.path == nil {
      Pager.show(whole, environment)
    } else {
      target.write(whole)
    }
  }

  /// What a person should know besides the result: on the screen in the REPL, else aside.
  func note(_ text: String) {
    if isMuted { return }
    (isInteractive ? StandardStream.output : StandardStream.error).write(text)
  }

  /// Tells what is wrong, as text with carets or one JSON object a line.
  func report(_ diagnostics: [Diagnostic], in source: SourceText) {
    if diagnostics.contains(where: { $0.severity == .error }) { hasFailed = true }
    if options.errors == "json" {
      for diagnostic in diagnostics {
        StandardStream.error.write(diagnostic.json(in: source) + "\n")
      }
      return
    }
    let renderer = DiagnosticRenderer(colour: Terminal.hasColour(.error, environment))
    StandardStream.error.write(renderer.render(diagnostics, in: source) + "\n")
  }
}
