// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// The operands and clauses of `change`, read.
struct ChangeSyntax {
  private(set) var comparators: [ChangeComparator] = []
  /// The stage with nothing left but `of COLS`.
  private(set) var columns: StageSyntax
  private(set) var includesPartial = false
  private(set) var likeForLike: Span?

  private let stage: StageSyntax
  private let signature: String

  init(
    _ stage: StageSyntax, _ binder: StageBinder, signature: String
  ) throws(Diagnostic) {
    self.stage = stage
    self.signature = signature
    columns = StageSyntax(verb: stage.verb, span: stage.span)
    var clauses = stage.clauses
    var operands = stage.operands
    likeForLike = LikeForLikeSyntax.cut(&operands, &clauses)
    if let extra = operands.first {
      throw Diagnostic(
        "E0311", "`\(stage.verb.text)` does not take this", at: extra.span,
        helps: ["what to compare with follows `vs`: written `\(signature)`"])
    }
    var seen: Set<String> = []
    var index = 0
    while index < clauses.count {
      let clause = clauses[index]
      index += 1
      guard seen.insert(clause.word.text).inserted else {
        throw Diagnostic(
          "E0311", "`\(clause.word.text)` stands twice", at: clause.word.span)
      }
      switch clause.word.text {
      case "vs": try readComparators(clause, clauses, &index, binder)
      case "of": columns.clauses = [clause]
      case "including":
        try IncludingPartial.check(clause, binder, signature: signature)
        includesPartial = true
      default:
        throw Diagnostic(
          "E0311", "`\(stage.verb.text)` knows no `\(clause.word.text)`", at: clause.word.span,
          helps: ["written `\(signature)`"])
      }
    }
    if comparators.isEmpty {
      comparators = [ChangeComparator(kind: .samePeriod, span: stage.verb.span)]
    }
  }

  /// The longest stretch whose mean is a base, in years: every row reads each of them, and no
  /// register of such indicators is older.
  private static let meanYearLimit = 200

  private func refuseCenturies(_ stretch: Period, _ span: Span) throws(Diagnostic) {
    guard let days = stretch.dayCount, days > Self.meanYearLimit * 366 else { return }
    throw Diagnostic(
      "E0311", "a mean is taken over at most \(Self.meanYearLimit) years", at: span,
      label: "longer than that", helps: ["for example `vs mean of 2021..2023`"])
  }

  /// `mean of PERIODS` arrives as a comparator `mean` and a clause `of`, which the comparators
  /// after the next comma belong to as well.
  private mutating func readComparators(
    _ clause: ClauseSyntax, _ clauses: [ClauseSyntax], _ index: inout Int, _ binder: StageBinder
  ) throws(Diagnostic) {
    guard !clause.operands.isEmpty else {
      throw Diagnostic(
        "E0311", "`vs` needs something to compare with", at: clause.span,
        helps: [
          "write `same period`, `previous`, a period, `mean of 2021..2023` or `target`"
        ])
    }
    var waiting = clause.operands
    while !waiting.isEmpty {
      let operand = waiting.removeFirst()
      if operand.parts.count == 1, let part = operand.parts.first, binder.word(part) == "mean" {
        guard waiting.isEmpty, index < clauses.count, clauses[index].word.text == "of",
          let periods = clauses[index].operands.first
        else {
          throw Diagnostic(
            "E0311", "expected `of` and periods after `mean`", at: operand.span,
            helps: ["for example `vs mean of 2021..2023`"])
        }
        let syntax = try binder.single(periods)
        guard let stretch = ExpressionBinder.period(syntax), stretch.firstDay != nil,
          stretch.lastDay != nil
        else { throw Self.noPeriod(periods.span) }
        try refuseCenturies(stretch, periods.span)
        try add(.meanOf(stretch), operand.span.union(periods.span))
        waiting = Array(clauses[index].operands.dropFirst())
        index += 1
        continue
      }
      try add(try kind(operand, binder), operand.span)
    }
  }

  private func kind(
    _ operand: OperandSyntax, _ binder: StageBinder
  ) throws(Diagnostic) -> ChangeComparator.Kind {
    let words = operand.parts.map { binder.word($0) }
    if words == ["same", "period"] { return .samePeriod }
    if words == ["previous"] { return .previous }
    if words == ["target"] { return .target }
    if operand.parts.count == 1, let period = ExpressionBinder.period(operand.parts[0]),
      period.firstDay != nil, period.lastDay != nil
    {
      return .period(period)
    }
    throw Diagnostic(
      "E0311", "`vs` cannot compare with this", at: operand.span,
      helps: [
        "write `same period`, `previous`, a period such as `2023`, `mean of 2021..2023` or `target`"
      ])
  }

  private mutating func add(
    _ kind: ChangeComparator.Kind, _ span: Span
  ) throws(Diagnostic) {
    guard !comparators.contains(where: { $0.kind == kind }) else {
      throw Diagnostic("E0311", "the same comparator stands twice", at: span)
    }
    comparators.append(ChangeComparator(kind: kind, span: span))
  }

  private static func noPeriod(_ span: Span) -> Diagnostic {
    Diagnostic(
      "E0305", "expected a stretch of time", at: span,
      helps: ["write a period such as `2023`, `2021-S1` or `2021..2023`"])
  }
}

/// Takes `like for like` out of a stage: the parser knows `for` as a clause, and leaves the first
/// `like` at the end of whatever stands before it.
enum LikeForLikeSyntax {
  static func cut(
    _ operands: inout [OperandSyntax], _ clauses: inout [ClauseSyntax]
  ) -> Span? {
    guard
      let index = clauses.firstIndex(where: { clause in
        clause.word.text == "for" && clause.operands.count == 1
          && isLike(clause.operands[0].parts.last) && clause.operands[0].parts.count == 1
      })
    else { return nil }
    var span = clauses[index].span
    let isCut =
      index == 0
      ? dropLike(&operands, &span) : dropLike(&clauses[index - 1].operands, &span)
    guard isCut else { return nil }
    clauses.remove(at: index)
    return span
  }

  private static func isLike(_ syntax: ExpressionSyntax?) -> Bool {
    if case .name(let name)? = syntax?.kind { return name.text == "like" }
    return false
  }

  private static func dropLike(_ operands: inout [OperandSyntax], _ span: inout Span) -> Bool {
    guard let last = operands.indices.last, isLike(operands[last].parts.last) else { return false }
    if let part = operands[last].parts.popLast() { span = part.span.union(span) }
    if operands[last].parts.isEmpty { operands.removeLast() }
    return true
  }
}
