// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// What every column of a file is, from the evidence of all its cells.
struct ColumnPlan {
  struct Decision {
    var kind: ColumnKind
    var mark: DecimalMark = .point
    var basis = ConventionBasis.notNeeded
    var dateOrder: DateOrder?
    var isDateAmbiguous = false
    var evidence = NumberEvidence()
    /// What a text column has that is mostly periods: how many, of how many, and the first other.
    var nearlyPeriods: (periods: Int, cells: Int, other: String)?
    /// The type that an option or descriptor asks for.
    var forced: LogicalType?
  }

  private(set) var decisions: [Decision]

  init(names: [String], guesses: [ColumnGuess], builders: [Builder], options: LoadOptions) {
    decisions = zip(names, zip(guesses, builders)).map { name, found in
      var decision = ColumnPlan.decide(
        name, found.0, found.1, options.types[name], options.threadCount)
      if options.types[name] == nil, options.measures.contains(name) { decision.kind = .number }
      return decision
    }
    decideConventions(options.decimalMark)
  }

  private static func decide(
    _ name: String, _ guess: ColumnGuess, _ builder: Builder, _ forced: LogicalType?,
    _ threads: Int
  ) -> Decision {
    var decision = Decision(kind: guess.kind)
    decision.forced = forced
    switch builder {
    case .number(let builder):
      decision.evidence = builder.evidence
      if forced == nil {
        decision.kind = builder.evidence.isNumeric ? .number : .text
      }
    case .text(let builder):
      // A sample full of texts needs no second look.
      guard guess.kind != .text || guess.isMixed else { break }
      let profile = ColumnProfile(builder, threads: threads)
      if forced == nil { decision.kind = profile.kind(name: name) }
      decision.evidence = profile.numbers
      if decision.kind == .text, profile.isNearlyPeriods(name: name),
        let other = profile.firstOther
      {
        decision.nearlyPeriods = (
          profile.periods + profile.years, profile.cells, String(decoding: other, as: UTF8.self)
        )
      }
      if let order = profile.dateOrder {
        decision.dateOrder = order.order
        decision.isDateAmbiguous = order.isAmbiguous
      }
    case .none: break
    }
    return decision
  }

  /// Columns that tell their convention decide for those that do not.
  private mutating func decideConventions(_ option: DecimalMark?) {
    var votes: [DecimalMark: Int] = [:]
    for index in decisions.indices where decisions[index].kind == .number {
      guard let decided = decisions[index].evidence.decided else { continue }
      decisions[index].mark = decided.mark
      decisions[index].basis = decided.basis
      if case .evidence = decided.basis { votes[decided.mark, default: 0] += 1 }
    }
    let points = votes[.point] ?? 0
    let commas = votes[.comma] ?? 0
    for index in decisions.indices where decisions[index].kind == .number {
      let evidence = decisions[index].evidence
      if let option {
        decisions[index].mark = option
        decisions[index].basis =
          evidence.either + evidence.pointOnly + evidence.commaOnly > 0
          ? .option : .notNeeded
      } else if evidence.decided == nil {
        decisions[index].mark =
          points == commas ? evidence.groupingGuess : points > commas ? .point : .comma
        decisions[index].basis = points == commas ? .looksGrouped : .otherColumns
      }
    }
  }

  /// A new builder for a column that was read as something else.
  func replacement(for column: Int, _ builder: Builder) -> Builder? {
    let decision = decisions[column]
    switch (builder, decision.kind) {
    case (.number(let old), .number):
      let marked = decision.evidence
      if old.mark == decision.mark || marked.pointOnly + marked.commaOnly + marked.either == 0 {
        return nil
      }
    case (.text, .number): break
    case (.number(let old), _):
      // Nothing but missing cells needs no texts.
      if old.evidence.cells == 0, decision.forced == nil { return nil }
      return .text(TextColumnBuilder())
    case (.text, _), (.none, _): return nil
    }
    return .number(
      NumberColumnBuilder(mark: decision.mark, acceptsCodes: decision.forced != nil))
  }
}
