// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// A place as written after `in`: `Thuận Châu`, `tỉnh Hà Giang`, `"Ha Giang"`,
/// `Hà Giang > phường Ngọc Hà` (outermost first).
package struct PlaceSyntax: Hashable, Sendable {
  package var path: [String]
  package var span: Span

  package init(path: [String], span: Span) {
    self.path = path
    self.span = span
  }
}

/// One column of a `series`: an expression over indicators, with an optional name (`as`).
package struct TermSyntax: Hashable, Sendable {
  package var expression: ExpressionSyntax
  package var name: NameSyntax?

  package init(_ expression: ExpressionSyntax, name: NameSyntax? = nil) {
    self.expression = expression
    self.name = name
  }

  package var span: Span { name.map { expression.span.union($0.span) } ?? expression.span }
}

/// `series TERM, … CLAUSES`.
package struct SeriesSyntax: Hashable, Sendable {
  package var terms: [TermSyntax] = []
  package var table: NameSyntax?
  /// The names after `by`: place levels, grains, breakdown columns.
  package var dimensions: [NameSyntax] = []
  package var places: [PlaceSyntax] = []
  package var during: ExpressionSyntax?
  package var predicate: ExpressionSyntax?
  /// `on boundaries X`, `known on X`, `calendar X`: read, and refused by the binder for now.
  package var boundaries: ExpressionSyntax?
  package var knownOn: ExpressionSyntax?
  package var calendar: NameSyntax?
  package var preferredSources: [ExpressionSyntax] = []
  /// `matched`: all parts limited to their common cover; its span.
  package var matched: Span?
  /// Where each clause stands, by its word (`by`, `in`, `during`, `where`, `on`, `known`,
  /// `calendar`, `prefer`, `from`).
  package var clauseSpans: [String: Span] = [:]
  package var span: Span

  package init(span: Span) { self.span = span }
}

package enum SourceSyntax: Hashable, Sendable {
  /// `from TABLE`.
  case from(NameSyntax, span: Span)
  case series(SeriesSyntax)

  package var span: Span {
    switch self {
    case .from(_, let span): span
    case .series(let series): series.span
    }
  }
}

/// One operand of a verb or of a clause: juxtaposed expressions (`12 month mean`), or one
/// named by `NAME =`.
package struct OperandSyntax: Hashable, Sendable {
  package var name: NameSyntax?
  package var parts: [ExpressionSyntax]
  package var span: Span

  package init(name: NameSyntax? = nil, parts: [ExpressionSyntax], span: Span) {
    self.name = name
    self.parts = parts
    self.span = span
  }
}

/// A connective and what stands after it, up to the next connective: `vs same period, previous`.
package struct ClauseSyntax: Hashable, Sendable {
  package var word: NameSyntax
  /// The operands that commas separate; empty when nothing follows (`like for like`).
  package var operands: [OperandSyntax]
  package var span: Span

  package init(word: NameSyntax, operands: [OperandSyntax], span: Span) {
    self.word = word
    self.operands = operands
    self.span = span
  }
}

/// A verb with what stands after it. The parser knows no verb: any name may head a stage.
package struct StageSyntax: Hashable, Sendable {
  package var verb: NameSyntax
  package var operands: [OperandSyntax]
  package var clauses: [ClauseSyntax]
  /// From the verb to the end of its last operand.
  package var span: Span

  package init(
    verb: NameSyntax, operands: [OperandSyntax] = [], clauses: [ClauseSyntax] = [], span: Span
  ) {
    self.verb = verb
    self.operands = operands
    self.clauses = clauses
    self.span = span
  }
}

/// A source and its verbs.
package struct PipelineSyntax: Hashable, Sendable {
  package var source: SourceSyntax
  package var stages: [StageSyntax]
  package var span: Span

  package init(source: SourceSyntax, stages: [StageSyntax], span: Span) {
    self.source = source
    self.stages = stages
    self.span = span
  }
}

/// One statement of a script.
package struct StatementSyntax: Hashable, Sendable {
  /// The name of `let NAME = QUERY`.
  package var letName: NameSyntax?
  package var pipeline: PipelineSyntax
  package var span: Span

  package init(letName: NameSyntax? = nil, pipeline: PipelineSyntax, span: Span) {
    self.letName = letName
    self.pipeline = pipeline
    self.span = span
  }
}
