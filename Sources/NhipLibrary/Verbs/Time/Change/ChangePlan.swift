// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Decides, before any data, where `change` finds its bases.
struct ChangePlan {
  enum Base {
    /// In the table, which must bring this much of the time before what was asked.
    case table(buckets: Int, years: Int)
    /// In another reading of the series.
    case beside(SeriesSpec)
  }

  let verb: VerbPosition
  let measures: [ChangeMeasure]
  /// The series whose rows the table shows.
  let reached: SeriesSpec?
  /// A period as long as every row's, where that is known.
  let length: Period?

  func base(of comparator: ChangeComparator) throws(Diagnostic) -> Base {
    switch comparator.kind {
    case .samePeriod: return .table(buckets: 0, years: 1)
    case .previous: return .table(buckets: 1, years: 0)
    case .target: return .beside(try targets(comparator))
    case .period(let stretch), .meanOf(let stretch): return fixed(stretch)
    }
  }

  /// A named stretch: inside what was asked, before it, or beside it.
  private func fixed(_ stretch: Period) -> Base {
    guard let spec = reached, spec.during != nil || spec.last != nil else {
      return .table(buckets: 0, years: 0)
    }
    if let during = spec.during {
      if during.contains(stretch) { return .table(buckets: 0, years: 0) }
      let isRegular = length?.grain.isRegular ?? false
      if isRegular, let from = stretch.startYear, let start = during.startYear, from <= start,
        let end = stretch.lastDay, let last = during.lastDay, end <= last
      {
        // One year more: ISO weeks begin before their year does.
        return .table(buckets: 0, years: start - from + (length?.grain == .week ? 1 : 0))
      }
    }
    guard measures.allSatisfy({ SeriesReach.term($0.field, in: spec) != nil }) else {
      return .table(buckets: 0, years: 0)
    }
    var beside = spec
    beside.during = stretch
    beside.last = nil
    beside.historyBuckets = 0
    beside.laterBuckets = 0
    beside.historyYears = 0
    beside.notes = []
    return .beside(beside)
  }

  private func targets(_ comparator: ChangeComparator) throws(Diagnostic) -> SeriesSpec {
    guard var spec = reached else {
      throw Diagnostic(
        "E0409", "`vs target` reads the targets of a series, and none is in reach",
        at: comparator.span,
        notes: ["a verb that removes or pools rows stands between"],
        helps: ["put `\(verb.name) vs target` right after the series"])
    }
    for measure in measures {
      guard let term = SeriesReach.term(measure.field, in: spec),
        case .column(let leaf, _) = term.expression, spec.leaves[leaf].status == .actual
      else {
        throw Diagnostic(
          "E0409", "`\(measure.field.name)` has no target of its own", at: comparator.span,
          notes: ["targets are set for indicators, not for what is computed from them"],
          helps: ["name the indicator: `\(verb.name) vs target of …`"])
      }
    }
    for index in spec.leaves.indices { spec.leaves[index].status = .target }
    spec.historyBuckets = 0
    spec.laterBuckets = 0
    spec.historyYears = 0
    spec.notes = []
    return spec
  }

  /// The schema of another reading of the same series.
  func schema(of spec: SeriesSpec, like plan: LogicalPlan) -> Schema {
    var node = plan
    while true {
      if case .series(_, let schema) = node { return schema }
      guard let next = node.inputs.first else { return plan.schema }
      node = next
    }
  }

  /// Whether some shown period may differ in days from what it is compared with.
  func lengthsDiffer(_ comparator: ChangeComparator) -> Bool {
    guard comparator.kind != .target else { return false }
    guard let length else { return true }
    if length.grain == .week || length.grain == .day { return false }
    guard let during = reached?.during, length.grain.isRegular,
      let range = during.ordinals(of: length.grain)
    else { return true }
    return range.contains { ordinal in
      let period = Period(length.grain, ordinal)
      return comparator.members(for: period).contains { $0.dayCount != period.dayCount }
    }
  }
}
