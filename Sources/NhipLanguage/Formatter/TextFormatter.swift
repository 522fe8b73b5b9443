// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// Formats a whole script as text: its comments, and the blank lines between statements, stay.
struct TextFormatter {
  /// A statement or a comment between statements.
  private enum Item {
    case statement(Range<Int>)
    case comment(Comment)
  }

  private let source: SourceText
  private let lexed: LexedText
  private var diagnostics: [Diagnostic] = []

  init(_ source: SourceText) {
    self.source = source
    lexed = Lexer.lex(source.text)
  }

  mutating func run() -> (text: String, diagnostics: [Diagnostic]) {
    let items = items()
    var out = ""
    var previous: Item?
    var sawBlankLine = true
    for item in items {
      if let previous {
        let gap = lineEnds(between: span(of: previous).upper, and: span(of: item).lower)
        sawBlankLine = sawBlankLine || gap > 1
        let isApart = gap > 1 || mustBeApart(item, sawBlankLine)
        if case .comment = item, gap == 0 {
          out += "  "
        } else {
          out += isApart ? "\n\n" : "\n"
        }
      }
      switch item {
      case .comment(let comment): out += lexed.slice(comment.span)
      case .statement(let range):
        out += format(range)
        sawBlankLine = false
      }
      previous = item
    }
    let told = Array(diagnostics.prefix(Parser.diagnosticLimit))
    return (out.isEmpty ? "" : out + "\n", told)
  }

  private func items() -> [Item] {
    var items: [Item] = []
    var next = 0
    for range in StatementSplitter.split(lexed.tokens) {
      let span = span(of: .statement(range))
      while next < lexed.comments.count, lexed.comments[next].span.lower < span.lower {
        items.append(.comment(lexed.comments[next]))
        next += 1
      }
      items.append(.statement(range))
      while next < lexed.comments.count, lexed.comments[next].span.lower < span.upper { next += 1 }
    }
    return items + lexed.comments[next...].map { .comment($0) }
  }

  private func span(of item: Item) -> Span {
    switch item {
    case .comment(let comment): comment.span
    case .statement(let range):
      lexed.tokens[range.lowerBound].span.union(lexed.tokens[range.upperBound - 1].span)
    }
  }

  private func lineEnds(between lower: Int, and upper: Int) -> Int {
    lexed.bytes[lower..<max(lower, upper)].count { $0 == 0x0A }
  }

  /// Whether a statement would be read as part of the one before it without a blank line.
  private func mustBeApart(_ item: Item, _ sawBlankLine: Bool) -> Bool {
    guard case .statement(let range) = item, !sawBlankLine else { return false }
    let opening = Phrases(tokens: lexed.tokens).match(
      at: range.lowerBound, before: range.upperBound, as: .opening)
    return opening.map { $0.english == "from" } ?? true
  }

  /// A statement in its layout; unchanged where it has mistakes.
  private mutating func format(_ range: Range<Int>) -> String {
    var parser = StatementParser(lexed, range)
    let statement = parser.parseStatement()
    let span = span(of: .statement(range))
    guard parser.diagnostics.isEmpty else {
      diagnostics += parser.diagnostics
      return lexed.slice(span)
    }
    let comments = lexed.comments.drop { $0.span.lower < span.lower }
      .prefix { $0.span.lower < span.upper }
    if comments.isEmpty { return Formatter.format(statement) }
    return CommentedLayout(lexed, range, Array(comments)).format(statement)
  }
}

extension Formatter {
  /// The text in the canonical layout, for `nhip fmt`. A statement with mistakes stays as it is,
  /// and the mistakes are given back.
  package static func formatText(
    _ source: SourceText
  ) -> (text: String, diagnostics: [Diagnostic]) {
    var formatter = TextFormatter(source)
    return formatter.run()
  }
}
