// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension Resolver {
  /// Puts one slot into a bucket, as the value or as an alternative to the one there.
  func take(_ group: RunGroup, _ slot: Int32, _ bucket: Int, _ cells: inout Cells) {
    let alternatives = group.alternatives[slot] ?? []
    let chosen = preferredIndex(group, slot, alternatives)
    let detail = chosen < 0 ? group.detail(slot) : alternatives[chosen].detail
    let shown = chosen < 0 ? read(group, slot) : read(alternatives[chosen])
    guard !shown.isNaN else { return }
    var (value, lower, upper) = (shown, shown, shown)
    if query.channel != .denominator, let detail { (lower, upper) = (detail.lower, detail.upper) }
    let own = lower...max(lower, upper)
    var marks = marks(of: detail)
    for (number, other) in alternatives.enumerated() where number != chosen {
      include(read(other), other.detail, beside: own, &lower, &upper, &marks)
    }
    if chosen >= 0 {
      include(read(group, slot), group.detail(slot), beside: own, &lower, &upper, &marks)
    }
    let rank = sourceRank(group, detail)
    if cells.has(bucket) {
      // The same cell from another table, or of another length up to the same day: alternatives
      // too. A preferred source shows, then the more exact figure, then the later table.
      let width = cells.upper[bucket] - cells.lower[bucket]
      let isBehind =
        rank > cells.sourceRank[bucket]
        || (rank == cells.sourceRank[bucket] && width < upper - lower)
      if lower <= cells.upper[bucket] && upper >= cells.lower[bucket] {
        if isBehind { return }
      } else {
        marks.formUnion(cells.marks[bucket].union(.conflict))
        lower = min(lower, cells.lower[bucket])
        upper = max(upper, cells.upper[bucket])
        if isBehind { value = cells.value[bucket] }
      }
    }
    cells.value[bucket] = value
    cells.lower[bucket] = lower
    cells.upper[bucket] = upper
    cells.marks[bucket] = marks
    cells.fraction[bucket] = 1
    cells.isOwn[bucket] = true
    cells.sourceRank[bucket] = min(rank, cells.sourceRank[bucket])
    if let comparison = detail?.comparison { cells.comparison[bucket] = comparison }
  }

  /// Spans the bounds over another source's figure where the two cannot both be right: 379 and 381
  /// are a conflict, about 380 and 381 are none.
  private func include(
    _ other: Double, _ detail: SlotDetail?, beside own: ClosedRange<Double>,
    _ lower: inout Double, _ upper: inout Double, _ marks: inout Marks
  ) {
    guard !other.isNaN else { return }
    let isDenominator = query.channel == .denominator
    let low = isDenominator ? other : detail?.lower ?? other
    let high = isDenominator ? other : detail?.upper ?? other
    guard low > own.upperBound || high < own.lowerBound else { return }
    marks.insert(.conflict)
    lower = min(lower, low)
    upper = max(upper, high)
  }

  private func marks(of detail: SlotDetail?) -> Marks {
    guard let detail, query.channel != .denominator else { return [] }
    var marks: Marks = []
    switch detail.qualifier {
    case .approximate: marks.insert(.approximate)
    case .atLeast: marks.insert(.atLeast)
    case .atMost: marks.insert(.atMost)
    case .exact: break
    }
    if detail.record >= 0, query.store.records[Int(detail.record)].status == "provisional" {
      marks.insert(.provisional)
    }
    return marks
  }

  /// The number of the alternative that a preferred source wins with, -1 where what stands in the
  /// slot shows.
  func preferredIndex(
    _ group: RunGroup, _ slot: Int32, _ alternatives: [Alternative]
  ) -> Int {
    guard !query.preferred.isEmpty else { return -1 }
    var best = (rank: sourceRank(group, group.detail(slot)), index: -1)
    for (index, other) in alternatives.enumerated() {
      let rank = sourceRank(group, other.detail)
      if rank < best.rank { best = (rank, index) }
    }
    return best.index
  }

  /// Where the document or the table of a figure stands among the preferred sources.
  func sourceRank(_ group: RunGroup, _ detail: SlotDetail?) -> Int {
    guard !query.preferred.isEmpty else { return .max }
    let table = query.store.tables[Int(group.key.table)].name
    var document = ""
    if let detail, detail.record >= 0 {
      document = query.store.records[Int(detail.record)].document
    }
    return query.preferred.firstIndex { $0 == document || $0 == table } ?? .max
  }

  private func read(_ alternative: Alternative) -> Double {
    switch query.channel {
    case .value: alternative.value
    case .numerator: alternative.denominator.isNaN ? .nan : alternative.value
    case .denominator: alternative.denominator
    }
  }

  func read(_ group: RunGroup, _ slot: Int32) -> Double {
    switch query.channel {
    case .value: return group.values[Int(slot)]
    case .numerator:
      guard let denominators = group.denominators, !denominators[Int(slot)].isNaN else {
        return .nan
      }
      return group.values[Int(slot)]
    case .denominator: return group.denominators?[Int(slot)] ?? .nan
    }
  }
}
