// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension Resolver {
  /// The values reported for this very place and breakdown.
  func reported(
    _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing, _ groups: [RunGroup]
  ) -> Cells {
    guard query.indicator.kind == .change else {
      return reportedAlike(place, parts, buckets, groups)
    }
    // What a change compares with is part of its key: the same period first, then the previous
    // one, another, and one that is not stated.
    var cells = Cells(count: buckets.count)
    for comparator: UInt8 in [1, 2, 3, 0] {
      let some = groups.filter { $0.key.comparator == comparator }
      guard !some.isEmpty else { continue }
      let own = reportedAlike(place, parts, buckets, some)
      for index in 0..<buckets.count where own.has(index) && !cells.has(index) {
        cells.copy(index, from: own)
      }
    }
    return cells
  }

  private func reportedAlike(
    _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing, _ groups: [RunGroup]
  ) -> Cells {
    var cells = Cells(count: buckets.count)
    for group in groups where query.tuple(group).parts.count == parts.count {
      guard let run = group.run(of: place, registry) else { continue }
      switch query.indicator.kind {
      case .stock: takeStock(group, run, buckets, &cells)
      case .average: takeAverage(group, run, buckets, &cells)
      default: takeAtGrain(group, run, buckets, &cells)
      }
    }
    switch query.indicator.kind {
    case .stock: markStale(&cells, buckets)
    case .average:
      // While resolving, `asOf` held period lengths; averages have no date to show.
      for index in 0..<cells.count { cells.asOf[index] = .min }
    default: break
    }
    return cells
  }

  /// Flows and facts that never roll up: only the asked grain serves.
  private func takeAtGrain(
    _ group: RunGroup, _ run: Run, _ buckets: Bucketing, _ cells: inout Cells
  ) {
    switch buckets {
    case .regular(let grain, let first, let count):
      guard group.key.grain == grain else { return }
      if run.isDense {
        let low = max(0, Int(first) - Int(run.first))
        let high = min(Int(run.slotCount), Int(first) + count - Int(run.first))
        guard low < high else { return }
        for index in low..<high {
          take(group, run.offset + Int32(index), Int(run.first) + index - Int(first), &cells)
        }
        return
      }
      for index in 0..<Int(run.slotCount) {
        let bucket = Int(group.ordinals[Int(run.ordinalOffset) + index]) - Int(first)
        if bucket >= 0 && bucket < count {
          take(group, run.offset + Int32(index), bucket, &cells)
        }
      }
    case .single(let period):
      for index in 0..<Int(run.slotCount) where group.period(run, index) == period {
        take(group, run.offset + Int32(index), 0, &cells)
      }
    }
  }

  /// A stock belongs to the bucket that holds its date; the latest date wins.
  private func takeStock(
    _ group: RunGroup, _ run: Run, _ buckets: Bucketing, _ cells: inout Cells
  ) {
    for index in 0..<Int(run.slotCount) {
      let period = group.period(run, index)
      if period.grain == .none {
        for bucket in 0..<buckets.count where cells.asOf[bucket] == .min {
          take(group, run.offset + Int32(index), bucket, &cells)
          cells.marks[bucket].insert(.held)
        }
        continue
      }
      guard let day = period.lastDay, let bucket = buckets.index(ofDay: day) else { continue }
      let slot = run.offset + Int32(index)
      guard !read(group, slot).isNaN else { continue }
      if day > cells.asOf[bucket] {
        cells.clear(bucket)
        take(group, slot, bucket, &cells)
        cells.asOf[bucket] = day
      } else if day == cells.asOf[bucket] {
        take(group, slot, bucket, &cells)
      }
    }
  }

  /// An average holds in every bucket inside its period; the shortest such period wins.
  private func takeAverage(
    _ group: RunGroup, _ run: Run, _ buckets: Bucketing, _ cells: inout Cells
  ) {
    for index in 0..<Int(run.slotCount) {
      let slot = run.offset + Int32(index)
      let value = read(group, slot)
      guard !value.isNaN else { continue }
      let period = group.period(run, index)
      let range: Range<Int>
      if period.grain == .none {
        range = 0..<buckets.count
      } else if let days = buckets.days, let from = period.firstDay, let to = period.lastDay,
        from <= days.upperBound, to >= days.lowerBound
      {
        let low = buckets.index(ofDay: max(from, days.lowerBound)) ?? 0
        let high = buckets.index(ofDay: min(to, days.upperBound)) ?? (buckets.count - 1)
        range = low..<(high + 1)
      } else {
        continue
      }
      for bucket in range {
        let asked = buckets.period(bucket)
        let isSame = period == asked
        guard isSame || period.grain == .none || period.contains(asked) else { continue }
        if cells.has(bucket) {
          // `asOf` holds the length of the period that the value came from, while resolving.
          let length = Int32(period.dayCount ?? Int(Int32.max))
          if length > cells.asOf[bucket] { continue }
          if length < cells.asOf[bucket] {
            cells.clear(bucket)
          }
        }
        take(group, slot, bucket, &cells)
        cells.asOf[bucket] = Int32(period.dayCount ?? Int(Int32.max))
        if !isSame { cells.marks[bucket].insert(.held) }
      }
    }
  }

  /// Puts one slot into a bucket, as the value or as an alternative to the one there.
  private func take(_ group: RunGroup, _ slot: Int32, _ bucket: Int, _ cells: inout Cells) {
    let alternatives = group.alternatives[slot] ?? []
    let chosen = preferredIndex(group, slot, alternatives)
    let detail = chosen < 0 ? group.detail(slot) : alternatives[chosen].detail
    let shown = chosen < 0 ? read(group, slot) : read(alternatives[chosen])
    guard !shown.isNaN else { return }
    var (value, lower, upper) = (shown, shown, shown)
    if query.channel != .denominator, let detail { (lower, upper) = (detail.lower, detail.upper) }
    var marks = marks(of: detail)
    for (number, other) in alternatives.enumerated() where number != chosen {
      include(read(other), other.detail, beside: shown, &lower, &upper, &marks)
    }
    if chosen >= 0 {
      include(read(group, slot), group.detail(slot), beside: shown, &lower, &upper, &marks)
    }
    let rank = sourceRank(group, detail)
    if cells.has(bucket) {
      // The same cell from another table: alternatives too. The later table shows, unless a
      // preferred source is named.
      if cells.value[bucket] != value { marks.insert(.conflict) }
      marks.formUnion(cells.marks[bucket])
      lower = min(lower, cells.lower[bucket])
      upper = max(upper, cells.upper[bucket])
      if rank > cells.sourceRank[bucket] { value = cells.value[bucket] }
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

  /// Spans the bounds over another source's figure; one that differs is a conflict.
  private func include(
    _ other: Double, _ detail: SlotDetail?, beside shown: Double, _ lower: inout Double,
    _ upper: inout Double, _ marks: inout Marks
  ) {
    guard !other.isNaN, other != shown else { return }
    marks.insert(.conflict)
    let isDenominator = query.channel == .denominator
    lower = min(lower, isDenominator ? other : detail?.lower ?? other)
    upper = max(upper, isDenominator ? other : detail?.upper ?? other)
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

  /// A stock is partial unless its date falls in the bucket's last month.
  private func markStale(_ cells: inout Cells, _ buckets: Bucketing) {
    for index in 0..<cells.count where cells.has(index) && cells.asOf[index] != .min {
      guard let last = buckets.period(index).lastDay else { continue }
      let date = Period.ordinal(ofDay: cells.asOf[index], .month)
      if date < Period.ordinal(ofDay: last, .month) {
        cells.marks[index].insert([.partial, .stale])
      }
      // The bucket's own last day says nothing that the bucket does not.
      if cells.asOf[index] == last { cells.asOf[index] = .min }
    }
  }
}
