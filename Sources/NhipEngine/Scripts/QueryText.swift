// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

public import NhipDiagnostics
import NhipLanguage

/// Questions about query text that need the grammar but no data.
public enum QueryText {
  /// Whether a query typed so far must go on.
  public static func isIncomplete(_ text: String) -> Bool { Parser.isIncomplete(text) }

  /// The last statement of a text, which a line that starts with `|` extends.
  public static func lastStatement(of text: String) -> String? {
    Parser.splitStatements(text).last?.text
  }

  /// Whether `line` goes on with the query before it: it starts with `|` or a clause word, or is
  /// indented, and begins no query of its own.
  public static func extends(_ query: String, with line: String) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return false }
    if first == "|" { return true }
    let alone = Parser.parse(SourceText(name: "", text: line)).diagnostics
    if alone.isEmpty { return false }
    return Parser.splitStatements(query + "\n" + line).count == Parser.splitStatements(query).count
  }

  /// The text in canonical layout, comments kept, or its mistakes.
  public static func formatted(_ source: SourceText) throws(QueryFailure) -> String {
    let (text, diagnostics) = Formatter.formatText(source)
    guard diagnostics.isEmpty else { throw QueryFailure(diagnostics) }
    return text
  }
}
