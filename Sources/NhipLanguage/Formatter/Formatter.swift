// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Writes syntax trees in the canonical layout.
///
/// Reading what it writes gives the same trees, apart from spans; writing those again gives the
/// same text.
package enum Formatter {
  /// Columns within which the source and its clauses share a line.
  static let lineWidth = 100

  /// The statements, a blank line between two, a line end after the last.
  package static func format(_ statements: [StatementSyntax]) -> String {
    statements.map { format($0) + "\n" }.joined(separator: "\n")
  }

  /// One statement: the source, then a line for each stage; no line end after the last.
  package static func format(_ statement: StatementSyntax) -> String {
    ([source(of: statement)] + statement.pipeline.stages.map(format)).joined(separator: "\n")
  }

  /// One expression.
  package static func format(_ expression: ExpressionSyntax) -> String {
    ExpressionWriter.write(expression, atLeast: .or)
  }

  /// One stage, `| ` before it.
  package static func format(_ stage: StageSyntax) -> String {
    var parts = ["| \(verb(stage.verb))"]
    if !stage.operands.isEmpty {
      let isWhere = !stage.verb.isQuoted && stage.verb.text == "where"
      parts.append(OperandWriter.write(stage.operands, mayBeNamed: !isWhere))
    }
    for clause in stage.clauses {
      parts.append(clause.word.text)
      if !clause.operands.isEmpty {
        parts.append(OperandWriter.write(clause.operands, mayBeNamed: false))
      }
    }
    return parts.joined(separator: " ")
  }

  /// The line, or the lines, before the first stage.
  static func source(of statement: StatementSyntax) -> String {
    let binding = statement.letName.map { "let \(name($0)) = " } ?? ""
    switch statement.pipeline.source {
    case .from(let table, _): return "\(binding)from \(name(table))"
    case .series(let series):
      let head = "\(binding)series \(series.terms.map(term).joined(separator: ", "))"
      let clauses = clauses(of: series)
      let line = ([head] + clauses).joined(separator: " ")
      return TextWidth.of(line) <= lineWidth
        ? line : ([head] + clauses.map { "  \($0)" }).joined(separator: "\n")
    }
  }

  private static func term(_ term: TermSyntax) -> String {
    let expression = ExpressionWriter.write(term.expression, atLeast: .sum)
    return term.name.map { "\(expression) as \(name($0))" } ?? expression
  }

  private static func clauses(of series: SeriesSyntax) -> [String] {
    var clauses: [String] = []
    if let table = series.table { clauses.append("from \(name(table))") }
    if !series.dimensions.isEmpty {
      clauses.append("by \(series.dimensions.map(name).joined(separator: ", "))")
    }
    if !series.places.isEmpty {
      clauses.append("in \(series.places.map(place).joined(separator: ", "))")
    }
    if let during = series.during {
      clauses.append("during \(ExpressionWriter.write(during, atLeast: .range))")
    }
    if let predicate = series.predicate {
      clauses.append("where \(ExpressionWriter.write(predicate, atLeast: .or))")
    }
    if let boundaries = series.boundaries {
      clauses.append("on boundaries \(ExpressionWriter.write(boundaries, atLeast: .range))")
    }
    if let knownOn = series.knownOn {
      clauses.append("known on \(ExpressionWriter.write(knownOn, atLeast: .range))")
    }
    if let calendar = series.calendar { clauses.append("calendar \(name(calendar))") }
    if !series.preferredSources.isEmpty {
      let sources = series.preferredSources.map { ExpressionWriter.write($0, atLeast: .sign) }
      clauses.append("prefer \(sources.joined(separator: ", "))")
    }
    if series.matched != nil { clauses.append("matched") }
    return clauses
  }

  private static func place(_ place: PlaceSyntax) -> String {
    place.path.map(NameWriter.place).joined(separator: " > ")
  }

  private static func verb(_ verb: NameSyntax) -> String {
    !verb.isQuoted && verb.text == "where" ? "where" : name(verb)
  }

  static func name(_ name: NameSyntax) -> String { NameWriter.name(name) }
}
