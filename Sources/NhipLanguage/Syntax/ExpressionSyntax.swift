// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// A name as written: a column, an indicator, a table, a verb's word.
package struct NameSyntax: Hashable, Sendable {
  /// The name, normalised to NFC, without backticks. Where a Vietnamese spelling of a word of
  /// the language stood at a verb or clause position, this is the English word.
  package var text: String
  /// Whether it stood in backticks, so that it is never a word of the language.
  package var isQuoted: Bool
  package var span: Span

  package init(_ text: String, isQuoted: Bool = false, span: Span) {
    self.text = text
    self.isQuoted = isQuoted
    self.span = span
  }
}

package enum UnaryOperator: String, Sendable {
  case not
  case minus = "-"
  case certainly
  case possibly
}

package enum BinaryOperator: String, Sendable {
  case or
  case and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

/// One argument of a call: `mean(clearance_rate over district, crime_cases)` has two,
/// the first with `over`.
package struct CallArgumentSyntax: Hashable, Sendable {
  package var expression: ExpressionSyntax
  package var over: NameSyntax?

  package init(_ expression: ExpressionSyntax, over: NameSyntax? = nil) {
    self.expression = expression
    self.over = over
  }
}

/// An expression as written, each node with its span.
package struct ExpressionSyntax: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    /// A bare word: a column, or a word that a verb interprets.
    case name(NameSyntax)
    /// `x.base`, `value.low`.
    case member(ExpressionSyntax, NameSyntax)
    /// `crime_cases[offence = "theft"]`.
    case filtered(ExpressionSyntax, ExpressionSyntax)
    case text(String)
    /// The value and the digits as written. A four-digit whole number may be a year:
    /// the binder decides, from what stands beside it.
    case number(Double, String)
    case boolean(Bool)
    /// A period literal in SDMX spelling (`2021-S1`, `2024-Q3`, `2022-12`, `2022-12-24`,
    /// `2024-W05`); the forms of reports (`quý 3/2024`, `6 tháng đầu năm 2024`) arrive in it.
    case period(String)
    /// `a..b`, ends included.
    case range(ExpressionSyntax, ExpressionSyntax)
    /// `last 3 years`: the count and the grain (`year half quarter month week day`).
    case last(Int, String)
    case unary(UnaryOperator, ExpressionSyntax)
    case binary(BinaryOperator, ExpressionSyntax, ExpressionSyntax)
    /// `x in (a, b)`, `x not in (a, b)`.
    case inList(ExpressionSyntax, [ExpressionSyntax], isNegated: Bool)
    /// `x is missing`, `x is not partial`, `x is not reported`: the predicate's words in
    /// English joined by a blank (`missing`, `not reported`, `not applicable`, `zero`,
    /// `partial`, `approximate`, `conflict`). `is not reported` is the predicate
    /// `not reported`, never the negation of one named `reported`.
    case isPredicate(ExpressionSyntax, String, isNegated: Bool)
    case call(NameSyntax, [CallArgumentSyntax])
    /// What the parser put where it could not read an expression; already reported.
    case invalid
  }

  package var kind: Kind
  package var span: Span

  package init(_ kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }
}
