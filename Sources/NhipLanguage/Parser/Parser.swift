// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// One statement cut out of a text.
package struct StatementText: Hashable, Sendable {
  package var text: String
  package var span: Span
}

/// Reads query text into syntax trees. It takes any text and never stops the program.
package enum Parser {
  /// At most this many mistakes of one text are told: beyond it they bury each other.
  package static let diagnosticLimit = 20

  /// The statements of a text and everything wrong with them.
  ///
  /// Statements with mistakes are returned too, with `invalid` where nothing could be read.
  /// - Complexity: O(n) in the length of the text.
  package static func parse(
    _ source: SourceText
  ) -> (statements: [StatementSyntax], diagnostics: [Diagnostic]) {
    let lexed = Lexer.lex(source.text)
    var statements: [StatementSyntax] = []
    var diagnostics: [Diagnostic] = []
    for range in StatementSplitter.split(lexed.tokens) {
      var parser = StatementParser(lexed, range)
      statements.append(parser.parseStatement())
      diagnostics.append(contentsOf: parser.diagnostics)
    }
    return (statements, Array(diagnostics.prefix(diagnosticLimit)))
  }

  /// Whether a query typed so far must go on: an open bracket or text, or a last `|`, `,`,
  /// operator or clause word. A blank line at the end always ends it.
  package static func isIncomplete(_ text: String) -> Bool {
    let lexed = Lexer.lex(text)
    if endsInBlankLine(lexed.bytes) { return false }
    return lexed.endsInOpenText || StatementSplitter.isOpen(lexed.tokens)
  }

  /// The statements of a text as text, each with its place; comments between them left out.
  package static func splitStatements(_ text: String) -> [StatementText] {
    let lexed = Lexer.lex(text)
    return StatementSplitter.split(lexed.tokens).map { range in
      let span = lexed.tokens[range.lowerBound].span.union(lexed.tokens[range.upperBound - 1].span)
      return StatementText(text: lexed.slice(span), span: span)
    }
  }

  private static func endsInBlankLine(_ bytes: [UInt8]) -> Bool {
    var lineEnds = 0
    for byte in bytes.reversed() {
      if byte == 0x0A {
        lineEnds += 1
      } else if byte != 0x20 && byte != 0x09 && byte != 0x0D {
        break
      }
      if lineEnds == 2 { return true }
    }
    return false
  }
}
