// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// What must hold of the outcome of any statement whatever.
enum OutcomeCheck {
  /// Longer results are rendered only in part.
  private static let rowLimit = 5_000

  /// - Parameter variant: chooses among modes and languages, so that inputs together try them all.
  static func check(_ outcome: StatementOutcome, variant: Int) {
    switch outcome.result {
    case .success(let result): check(result, variant)
    case .failure(let failure):
      guard !failure.diagnostics.isEmpty else { fatalError("a failure without a diagnostic") }
      for diagnostic in failure.diagnostics { check(diagnostic, in: outcome.source) }
      _ = DiagnosticRenderer(colour: variant % 2 == 1).render(
        failure.diagnostics, in: outcome.source)
    }
  }

  private static func check(_ result: QueryResult, _ variant: Int) {
    var options = DisplayOptions()
    options.locale = variant % 2 == 0 ? "en" : "vi"
    options.width = [nil, 80, 1, 0, 37][variant / 2 % 5]
    options.maxRows = [50, 1, 0, 3][variant / 16 % 4]
    if result.rowCount <= rowLimit {
      options.mode = DisplayOptions.modes[variant / 64 % DisplayOptions.modes.count]
    }
    do {
      _ = try result.text(options)
    } catch {
      fatalError("a result that cannot be shown: \(error.message)")
    }
    _ = result.noteLines(options)
    _ = result.summaryLine(options)
  }

  static func check(_ diagnostic: Diagnostic, in source: SourceText) {
    let length = (diagnostic.source ?? source).text.utf8.count
    guard !diagnostic.message.isEmpty, !diagnostic.code.isEmpty else {
      fatalError("a diagnostic without words: \(diagnostic)")
    }
    for label in diagnostic.labels {
      guard label.span.lower >= 0, label.span.upper <= length, label.span.lower <= label.span.upper
      else { fatalError("\(diagnostic.code) points outside the text: \(label.span)") }
    }
    _ = diagnostic.json(in: source)
  }
}
