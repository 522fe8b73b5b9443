// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage

/// Refuses to add up over time what does not add up over time (LANGUAGE 3, promise 3).
enum AdditionRefusal {
  static func check(
    _ columns: [Int], _ schema: Schema, _ stage: StageSyntax, help: String
  ) throws(Diagnostic) {
    for (position, index) in columns.enumerated() {
      let field = schema.fields[index]
      guard let info = field.measure, !info.additiveOverTime else { continue }
      throw Diagnostic(
        "E0402", "`\(field.name)` cannot be added up over time",
        at: span(position, stage), label: reason(info), helps: [help])
    }
  }

  /// Where the column was named, else the verb.
  private static func span(_ position: Int, _ stage: StageSyntax) -> Span {
    guard let clause = stage.clauses.first(where: { $0.word.text == "of" }),
      clause.operands.indices.contains(position)
    else { return stage.verb.span }
    return clause.operands[position].span
  }

  private static func reason(_ info: MeasureInfo) -> String {
    switch info.kind {
    case .stock: "it counts what is there at a date; several dates would count it several times"
    case .average: "it holds over the whole of its period"
    case .share: "shares without their base cannot be weighed"
    case .rate: "rates do not add up"
    case .change: "reported changes have no base to weigh them by"
    case .undeclared: "nothing says how its values add up"
    case .flow, .ratio: "its periods overlap, or the same may be counted in several of them"
    }
  }
}
