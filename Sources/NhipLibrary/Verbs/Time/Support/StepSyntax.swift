// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// Reads a length of time such as `12 month`, and counts it in periods of a grid.
struct StepSyntax: Sendable {
  /// More steps lead out of the calendar, whose 9,999 years have fewer months than this.
  static let countLimit = 120_000

  let count: Int
  let grain: Grain
  let span: Span

  /// The first two parts of an operand.
  init(
    _ operand: OperandSyntax, _ binder: StageBinder, signature: String, allowsNegative: Bool = false
  ) throws(Diagnostic) {
    guard operand.name == nil, operand.parts.count >= 2 else {
      throw Diagnostic(
        "E0311", "expected a number and a length of time", at: operand.span,
        helps: ["written `\(signature)`"])
    }
    var number = operand.parts[0]
    var sign = 1
    if allowsNegative, case .unary(.minus, let inner) = number.kind {
      number = inner
      sign = -1
    }
    let steps = try binder.count(number)
    guard steps <= Self.countLimit else {
      throw Diagnostic(
        "E0311", "expected at most \(Self.countLimit) periods", at: number.span,
        notes: ["the calendar ends with the year \(CivilDate.years.upperBound)"])
    }
    count = sign * steps
    grain = try binder.grain(operand.parts[1])
    span = operand.parts[0].span.union(operand.parts[1].span)
  }

  /// The step in time, one way or the other.
  func step(_ sign: Int) -> PeriodStep {
    grain == .year ? .years(sign * count) : .grains(sign * count, grain)
  }

  /// How many periods of `own` the length is.
  func periods(of own: Grain) throws(Diagnostic) -> Int {
    if let count = step(1).ordinals(on: own) { return count }
    throw refusal(.sample(own))
  }

  /// Why rows as long as `period` cannot make this step.
  func refusal(_ period: Period) -> Diagnostic {
    let name = count.magnitude == 1 ? "1 \(grain.word)" : "\(count.magnitude) \(grain.word)s"
    return Diagnostic(
      "E0406", "\(name) cannot be counted in periods as long as \(period.lengthNoun)", at: span,
      notes: ["steps go by whole periods of the rows"],
      helps: ["name a multiple of \(period.lengthNoun), or ask the series `by \(grain.word)`"])
  }
}
