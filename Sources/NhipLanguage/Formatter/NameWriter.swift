// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Writes names so that they are read as the same names again.
package enum NameWriter {
  /// The name, in backticks where it had them or where it would not be read as a name.
  package static func name(_ name: NameSyntax) -> String {
    if !name.isQuoted && isBare(name.text) { return name.text }
    // By scalars: a mark after a backtick makes one character with it.
    var out = "`"
    for scalar in name.text.unicodeScalars {
      out.unicodeScalars.append(scalar)
      if scalar == "`" { out.unicodeScalars.append(scalar) }
    }
    return out + "`"
  }

  /// A place, in double quotes where its words would not be read as that place.
  package static func place(_ name: String) -> String {
    let source = SourceText(name: "", text: "series x in \(name)")
    let (statements, diagnostics) = Parser.parse(source)
    if diagnostics.isEmpty, statements.count == 1, let statement = statements.first,
      statement.pipeline.stages.isEmpty, case .series(let series) = statement.pipeline.source,
      series.places.map(\.path) == [[name]], series.clauseSpans.count == 1, series.matched == nil
    {
      return name
    }
    return text(name)
  }

  /// Text in double quotes.
  package static func text(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }

  private static func isBare(_ name: String) -> Bool {
    let tokens = Lexer.lex(name).tokens
    guard tokens.count == 1, let token = tokens.first else { return false }
    return token.kind == .word && token.problem == nil && token.span == Span(0, name.utf8.count)
      && !Reserved.contains(token.key)
  }
}
