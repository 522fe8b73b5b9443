// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Builds groups from rows without sorting rows: count per place, lay out slots, scatter.
struct RunGroupBuilder {
  /// Largest group for which the file row of every slot is kept, for `why`: 4 bytes a slot.
  static let rowsKeptLimit = 1_000_000

  let registry: PlaceRegistry
  let records: [ObservationRecord]

  /// One row of a group: what scattering needs.
  struct Row {
    var place: PlaceID
    var period: Period
    var value: Double
    var index: Int
  }

  /// - Parameters:
  ///   - rows: the rows of one key, in any order.
  ///   - detailOf: the decorated observation of a row index, where it is not plain.
  func build(
    _ key: RunKey, rows: [Row], fileRow: (Int) -> Int32, detailOf: (Int) -> Observation?,
    hasDenominators: Bool
  ) -> RunGroup {
    let interned = key.grain.isRegular ? [] : Array(Set(rows.map(\.period))).sorted()
    var internedIndex: [Period: Int32] = [:]
    for (index, period) in interned.enumerated() { internedIndex[period] = Int32(index) }
    func ordinal(_ period: Period) -> Int32 {
      key.grain.isRegular ? period.first : internedIndex[period] ?? 0
    }

    // Pass 1: span and count of each place, in dense arrays over depth-first numbers.
    let placeCount = registry.count
    var low = [Int32](repeating: .max, count: placeCount)
    var high = [Int32](repeating: .min, count: placeCount)
    var counts = [Int32](repeating: 0, count: placeCount)
    var dayLow = Int32.max
    var dayHigh = Int32.min
    for row in rows {
      let number = Int(registry.order[Int(row.place)])
      let at = ordinal(row.period)
      low[number] = min(low[number], at)
      high[number] = max(high[number], at)
      counts[number] += 1
    }

    // Pass 2: the layout. A run more than half full is dense.
    var runs: [Run] = []
    var runOf = [Int32](repeating: -1, count: placeCount)
    var slotTotal = 0
    var ordinalTotal = 0
    var levels: Set<PlaceLevel> = []
    for number in 0..<placeCount where counts[number] > 0 {
      let place = registry.byOrder[number]
      let span = Int(high[number]) - Int(low[number]) + 1
      let isDense = key.grain.isRegular && Int(counts[number]) * 2 > span
      let slots = isDense ? span : Int(counts[number])
      runOf[number] = Int32(runs.count)
      runs.append(
        Run(
          place: place, offset: Int32(slotTotal), slotCount: Int32(slots), first: low[number],
          ordinalOffset: isDense ? -1 : Int32(ordinalTotal)))
      slotTotal += slots
      if !isDense { ordinalTotal += slots }
      levels.insert(registry[place].level)
      let first = Period.bounds(key.grain, low[number], interned)
      let last = Period.bounds(key.grain, high[number], interned)
      if let day = first.lowest { dayLow = min(dayLow, day) }
      if let day = last.highest { dayHigh = max(dayHigh, day) }
    }

    // Pass 3: scatter. Sparse rows are first gathered by run, then sorted by ordinal.
    var values = [Double](repeating: .nan, count: slotTotal)
    var ordinals = [Int32](repeating: .max, count: ordinalTotal)
    var chosen = [Int](repeating: -1, count: slotTotal)
    var losers: [Int32: [Int]] = [:]
    var sparse: [[Int]] = []
    var sparseOf = [Int32](repeating: -1, count: runs.count)
    for (index, row) in rows.enumerated() {
      let runIndex = Int(runOf[Int(registry.order[Int(row.place)])])
      let run = runs[runIndex]
      if run.isDense {
        place(
          index, at: run.offset + ordinal(row.period) - run.first, rows, &chosen, &losers, detailOf,
          fileRow)
      } else {
        if sparseOf[runIndex] < 0 {
          sparseOf[runIndex] = Int32(sparse.count)
          sparse.append([])
        }
        sparse[Int(sparseOf[runIndex])].append(index)
      }
    }
    for (runIndex, run) in runs.enumerated() where !run.isDense {
      let members = sparse[Int(sparseOf[runIndex])].sorted {
        ordinal(rows[$0].period) < ordinal(rows[$1].period)
      }
      var cursor: Int32 = -1
      var previous = Int32.min
      for member in members {
        let at = ordinal(rows[member].period)
        if at != previous || cursor < 0 {
          cursor += 1
          previous = at
          ordinals[Int(run.ordinalOffset + cursor)] = at
        }
        place(member, at: run.offset + cursor, rows, &chosen, &losers, detailOf, fileRow)
      }
      // Duplicates leave slots over at the end of the run; they go.
      let used = cursor + 1
      if used < run.slotCount {
        runs[runIndex] = Run(
          place: run.place, offset: run.offset, slotCount: used, first: run.first,
          ordinalOffset: run.ordinalOffset)
      }
    }

    return finish(
      key, rows: rows, runs: runs, interned: interned, ordinals: ordinals, chosen: chosen,
      losers: losers, values: &values, levels: levels, hasDenominators: hasDenominators,
      days: dayLow <= dayHigh ? dayLow...dayHigh : nil, fileRow: fileRow, detailOf: detailOf)
  }

  private func finish(
    _ key: RunKey, rows: [Row], runs: [Run], interned: [Period], ordinals: [Int32], chosen: [Int],
    losers: [Int32: [Int]], values: inout [Double], levels: Set<PlaceLevel>, hasDenominators: Bool,
    days: ClosedRange<Int32>?, fileRow: (Int) -> Int32, detailOf: (Int) -> Observation?
  ) -> RunGroup {
    var denominators = hasDenominators ? [Double](repeating: .nan, count: values.count) : nil
    var detailSlots: [Int32] = []
    var details: [SlotDetail] = []
    let keepsRows = rows.count <= Self.rowsKeptLimit
    var fileRows = keepsRows ? [Int32](repeating: 0, count: values.count) : nil
    var minimum = Double.infinity
    var filled = 0
    for slot in chosen.indices where chosen[slot] >= 0 {
      let row = rows[chosen[slot]]
      values[slot] = row.value
      minimum = min(minimum, row.value)
      filled += 1
      fileRows?[slot] = fileRow(row.index)
      if let decorated = detailOf(row.index) {
        denominators?[slot] = decorated.denominator
        if !decorated.isPlain {
          detailSlots.append(Int32(slot))
          details.append(slotDetail(decorated, fileRow(row.index)))
        }
      }
    }
    var alternatives: [Int32: [Alternative]] = [:]
    for (slot, members) in losers {
      alternatives[slot] = members.map { member in
        let row = rows[member]
        let decorated = detailOf(row.index)
        let plain = SlotDetail(
          lower: row.value, upper: row.value, qualifier: .exact, record: -1,
          row: fileRow(row.index), comparison: .none)
        return Alternative(
          value: row.value, denominator: decorated?.denominator ?? .nan,
          detail: decorated.map { slotDetail($0, fileRow(row.index)) } ?? plain)
      }
    }
    return RunGroup(
      key: key, runs: runs, values: values, ordinals: ordinals, periods: interned,
      denominators: denominators, detailSlots: detailSlots, details: details, rows: fileRows,
      alternatives: alternatives, minimum: minimum, filledCount: filled, levels: levels.sorted(),
      dayRange: days)
  }

  private func slotDetail(_ observation: Observation, _ row: Int32) -> SlotDetail {
    SlotDetail(
      lower: observation.lower, upper: observation.upper, qualifier: observation.qualifier,
      record: observation.record, row: row, comparison: observation.comparison)
  }

  /// Puts a row into its slot, or beside the one that ranks before it.
  private func place(
    _ index: Int, at slot: Int32, _ rows: [Row], _ chosen: inout [Int],
    _ losers: inout [Int32: [Int]], _ detailOf: (Int) -> Observation?, _ fileRow: (Int) -> Int32
  ) {
    let current = chosen[Int(slot)]
    if current < 0 {
      chosen[Int(slot)] = index
      return
    }
    if rank(rows[index], detailOf) > rank(rows[current], detailOf) {
      chosen[Int(slot)] = index
      losers[slot, default: []].append(current)
    } else {
      losers[slot, default: []].append(index)
    }
    losers[slot]?.sort { rank(rows[$0], detailOf) > rank(rows[$1], detailOf) }
  }

  /// The rank of alternatives: recorded last first; then the later document name, the later
  /// position in it, the larger value, the narrower bounds, the larger denominator. Never the
  /// order of loading, so that shuffled rows agree.
  private struct Rank: Comparable {
    let recorded: Int32
    let document: String
    let start: Int32
    let value: Double
    var width = 0.0
    var denominator = 0.0
    /// What else may differ, as text, so that equal ranks are equal rows.
    var rest = ""

    static func < (a: Rank, b: Rank) -> Bool {
      let x = (a.recorded, a.document, a.start, a.value)
      let y = (b.recorded, b.document, b.start, b.value)
      if x != y { return x < y }
      return (-a.width, a.denominator, a.rest) < (-b.width, b.denominator, b.rest)
    }
  }

  private func rank(_ row: Row, _ detailOf: (Int) -> Observation?) -> Rank {
    guard let detail = detailOf(row.index) else {
      return Rank(recorded: .min, document: "", start: -1, value: row.value)
    }
    let record = detail.record >= 0 ? records[Int(detail.record)] : ObservationRecord()
    return Rank(
      recorded: record.recorded, document: record.document, start: record.start, value: row.value,
      width: detail.upper - detail.lower,
      denominator: detail.denominator.isNaN ? -1 : detail.denominator,
      rest: "\(detail.lower) \(detail.comparison) \(record.status) \(record.id) \(record.quote)")
  }
}

extension Period {
  /// First and last day of an ordinal of a grain, or of an interned irregular period.
  static func bounds(
    _ grain: Grain, _ ordinal: Int32, _ interned: [Period]
  ) -> (lowest: Int32?, highest: Int32?) {
    if grain.isRegular {
      let period = Period(grain, ordinal)
      return (period.firstDay, period.lastDay)
    }
    // Interned periods are in time order of their starts, so ends need a look at all.
    let period = interned[Int(ordinal)]
    return (
      period.firstDay ?? period.lastDay, interned.compactMap(\.lastDay).max() ?? period.lastDay
    )
  }
}
