// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Builds groups from rows without sorting rows: count per place, lay out slots, scatter.
struct RunGroupBuilder {
  let registry: PlaceRegistry
  let records: [ObservationRecord]

  /// - Parameter rows: the rows of one key in the batch, in any order.
  func build(
    _ key: RunKey, rows: ArraySlice<Int32>, of batch: ObservationBatch, hasDenominators: Bool
  ) -> RunGroup {
    let source = GroupSource(key, rows, batch)
    let spans = spans(source)
    var (runs, layout) = lay(out: spans, key, source.interned)
    var scatter = Scatter(slotCount: layout.slotCount, ordinalCount: layout.ordinalCount)
    scatter.place(source, runs: &runs, runOf: layout.runOf, registry.order, rank)
    return finish(key, source, runs, layout, scatter, hasDenominators: hasDenominators)
  }

  /// First and last ordinal and number of rows of each place, by depth-first number.
  struct Spans {
    var low: [Int32]
    var high: [Int32]
    var counts: [Int32]
  }

  private func spans(_ source: GroupSource) -> Spans {
    let placeCount = registry.count
    var spans = Spans(
      low: [Int32](repeating: .max, count: placeCount),
      high: [Int32](repeating: .min, count: placeCount),
      counts: [Int32](repeating: 0, count: placeCount))
    for (index, row) in source.rows.enumerated() {
      let number = Int(registry.order[Int(source.batch.places[Int(row)])])
      let at = source.ordinal(index, row)
      spans.low[number] = min(spans.low[number], at)
      spans.high[number] = max(spans.high[number], at)
      spans.counts[number] += 1
    }
    return spans
  }

  struct Layout {
    /// The run of each depth-first number, -1 for none.
    var runOf: [Int32]
    var slotCount = 0
    var ordinalCount = 0
    var levels: Set<PlaceLevel> = []
    var days: ClosedRange<Int32>?
  }

  /// A run more than half full is dense.
  func lay(
    out spans: Spans, _ key: RunKey, _ interned: [Period]
  ) -> (runs: [Run], layout: Layout) {
    var runs: [Run] = []
    var layout = Layout(runOf: [Int32](repeating: -1, count: registry.count))
    var dayLow = Int32.max
    var dayHigh = interned.compactMap(\.lastDay).max() ?? .min
    var lastLevel: PlaceLevel?
    for number in 0..<registry.count where spans.counts[number] > 0 {
      let place = registry.byOrder[number]
      let span = Int(spans.high[number]) - Int(spans.low[number]) + 1
      let count = Int(spans.counts[number])
      let isDense = key.grain.isRegular && count * 2 > span
      let slots = isDense ? span : count
      layout.runOf[number] = Int32(runs.count)
      runs.append(
        Run(
          place: place, offset: Int32(layout.slotCount), slotCount: Int32(slots),
          first: spans.low[number], ordinalOffset: isDense ? -1 : Int32(layout.ordinalCount)))
      layout.slotCount += slots
      if !isDense { layout.ordinalCount += slots }
      let level = registry.places[Int(place)].level
      // Neighbours are mostly of one level.
      if level != lastLevel { layout.levels.insert(level) }
      lastLevel = level
      func period(_ ordinal: Int32) -> Period {
        key.grain.isRegular ? Period(key.grain, ordinal) : interned[Int(ordinal)]
      }
      let first = period(spans.low[number])
      if let day = first.firstDay ?? (key.grain.isRegular ? nil : first.lastDay) {
        dayLow = min(dayLow, day)
      }
      if let day = period(spans.high[number]).lastDay { dayHigh = max(dayHigh, day) }
    }
    if dayLow <= dayHigh { layout.days = dayLow...dayHigh }
    return (runs, layout)
  }

  private func finish(
    _ key: RunKey, _ source: GroupSource, _ runs: [Run], _ layout: Layout, _ scatter: Scatter,
    hasDenominators: Bool
  ) -> RunGroup {
    let batch = source.batch
    let count = scatter.chosen.count
    var values = [Double](repeating: .nan, count: count)
    var denominators = hasDenominators ? [Double](repeating: .nan, count: count) : nil
    var detailSlots: [Int32] = []
    var details: [SlotDetail] = []
    var fileRows =
      count <= SlotRows.searchLimit ? [Int32](repeating: 0, count: count) : nil
    var minimum = Double.infinity
    var filled = 0
    let isPlain = batch.details.isEmpty
    for slot in 0..<count where scatter.chosen[slot] >= 0 {
      let row = Int(scatter.chosen[slot])
      let value = batch.values[row]
      values[slot] = value
      minimum = min(minimum, value)
      filled += 1
      fileRows?[slot] = batch.rows[row]
      if !isPlain, let decorated = batch.details[row] {
        denominators?[slot] = decorated.denominator
        if !decorated.isPlain {
          detailSlots.append(Int32(slot))
          details.append(slotDetail(decorated, batch.rows[row]))
        }
      }
    }
    let alternatives = scatter.losers.mapValues { members in
      ranked(members, batch).map { alternative($0, batch) }
    }
    return RunGroup(
      key: key, runs: runs, values: values, ordinals: scatter.ordinals, periods: source.interned,
      denominators: denominators, detailSlots: detailSlots, details: details,
      rows: fileRows.map { SlotRows($0, of: runs, values) } ?? .unknown,
      alternatives: alternatives, minimum: minimum, filledCount: filled,
      levels: layout.levels.sorted(), dayRange: layout.days)
  }

  private func alternative(_ row: Int32, _ batch: ObservationBatch) -> Alternative {
    let value = batch.values[Int(row)]
    let line = batch.rows[Int(row)]
    guard let decorated = batch.details[Int(row)] else {
      return Alternative(
        value: value, denominator: .nan,
        detail: SlotDetail(
          lower: value, upper: value, qualifier: .exact, record: -1, row: line, comparison: .none))
    }
    return Alternative(
      value: value, denominator: decorated.denominator, detail: slotDetail(decorated, line))
  }

  private func slotDetail(_ observation: Observation, _ row: Int32) -> SlotDetail {
    SlotDetail(
      lower: observation.lower, upper: observation.upper, qualifier: observation.qualifier,
      record: observation.record, row: row, comparison: observation.comparison)
  }

  /// Highest rank first; equal ones in the order they came.
  private func ranked(_ rows: [Int32], _ batch: ObservationBatch) -> [Int32] {
    let ranks = rows.map { rank($0, batch) }
    let order = rows.indices.sorted { a, b in
      ranks[b] < ranks[a] || (!(ranks[a] < ranks[b]) && a < b)
    }
    return order.map { rows[$0] }
  }

  private func rank(_ row: Int32, _ batch: ObservationBatch) -> ObservationRank {
    let value = batch.values[Int(row)]
    guard let detail = batch.details[Int(row)] else {
      return ObservationRank(recorded: .min, document: "", start: -1, value: value)
    }
    let record = detail.record >= 0 ? records[Int(detail.record)] : ObservationRecord()
    return ObservationRank(
      recorded: record.recorded, document: record.document, start: record.start, value: value,
      width: detail.upper - detail.lower,
      denominator: detail.denominator.isNaN ? -1 : detail.denominator,
      rest: "\(detail.lower) \(detail.comparison) \(record.status) \(record.id) \(record.quote)")
  }
}
