// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// Computes running totals.
struct CumulativeOperator: Sendable {
  let columns: [Int]
  let isWithinYear: Bool
  let includesPartial: Bool
  let verb: VerbPosition

  func columns(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> ([Column], [Note]) {
    let steps = try SeriesSteps(table, usesBlocks: context.settings.usesFastPaths, verb: verb)
    let blocks = try SeriesBlocks(steps, verb: verb)
    var notes: [Note] = []
    var result: [Column] = []
    for index in columns {
      try context.checkCancelled()
      let source = StepSource(table, index, includesPartial: includesPartial, steps, &notes)
      let isNonNegative = table.schema.fields[index].measure?.isNonNegative ?? false
      result.append(
        column(source, blocks, visible: table.visible, isNonNegative: isNonNegative))
    }
    return (result, notes)
  }

  /// The first ordinal of a year; of weeks, of its ISO year.
  static func firstOrdinal(ofYear year: Int, _ grain: Grain) -> Int32 {
    if grain == .week { return Period.isoWeek(year: year, week: 1)?.first ?? 0 }
    return Period.ordinal(ofDay: Period.day(year, 1, 1).first, grain)
  }

  /// Where a total begins anew, by the offset in a block; `nil` where nothing is added up yet.
  private func starts(_ block: SeriesBlocks.Block, _ grain: Grain, _ visible: Period?) -> [Int?] {
    let first: Int
    if !isWithinYear, let day = visible?.firstDay {
      // History that other verbs asked for is no part of the total.
      first = max(0, Int(Period.ordinal(ofDay: day, grain)) - Int(block.first))
    } else {
      first = 0
    }
    var start: Int?
    var year: Int?
    return (0..<block.count).map { offset in
      guard offset >= first else { return nil }
      if isWithinYear {
        let period = Period(grain, block.first + Int32(offset))
        if period.startYear != year {
          year = period.startYear
          let begin = Self.firstOrdinal(ofYear: year ?? 0, grain)
          // A year that begins before the rows do has a gap at its start.
          start = Int(begin) - Int(block.first)
        }
        return start
      }
      return first
    }
  }

  private func column(
    _ source: StepSource, _ blocks: SeriesBlocks, visible: Period?, isNonNegative: Bool
  ) -> Column {
    let count = source.values.count
    var values = [Double](repeating: .nan, count: count)
    var lower = includesPartial || source.lower != nil ? values : nil
    var upper = lower
    var numerator = source.numerator.map { _ in values }
    var denominator = source.denominator.map { _ in values }
    var marks = [Marks](repeating: [], count: count)
    var coverage = [Coverage](repeating: .full, count: includesPartial ? count : 0)
    for block in blocks.blocks {
      let starts = starts(block, blocks.grain, visible)
      func total(_ series: [Double]?, into result: inout [Double]?) {
        guard let series, var whole = result else { return }
        // One owner: writing must not copy the column.
        result = nil
        let own = blocks.gathered(series, block, empty: .nan)
        blocks.scatter(running(own, starts), block, into: &whole)
        result = whole
      }
      let own = blocks.gathered(source.values, block, empty: .nan)
      blocks.scatter(running(own, starts), block, into: &values)
      total(source.lower ?? source.values, into: &lower)
      total(source.upper ?? source.values, into: &upper)
      total(source.numerator, into: &numerator)
      total(source.denominator, into: &denominator)
      let ownMarks = source.marks.map { blocks.gathered($0, block, empty: []) }
      let partial = source.isPartial(in: blocks, block)
      var made = [Marks](repeating: [], count: block.count)
      var covered = [Coverage](repeating: .full, count: includesPartial ? block.count : 0)
      var current: Marks = []
      var have: Int32 = 0
      for offset in 0..<block.count {
        guard let start = starts[offset] else { continue }
        if offset == max(start, 0) {
          current = start < 0 ? .partial : []
          have = 0
        }
        if includesPartial {
          if !own[offset].isNaN { have += 1 }
          covered[offset] = Coverage(
            have: have, of: Int32(clamping: offset - start + 1), unit: 0)
        }
        if own[offset].isNaN || partial[offset] { current.insert(.partial) }
        current.formUnion(ownMarks?[offset].intersection(ChangeComparison.inherited) ?? [])
        made[offset] = current
      }
      blocks.scatter(made, block, into: &marks)
      if includesPartial { blocks.scatter(covered, block, into: &coverage) }
    }
    if includesPartial {
      let isOpen = openPartial(&lower, &upper, values, marks, isNonNegative)
      if !isOpen {
        lower = nil
        upper = nil
      }
    }
    var detail = MeasureDetail()
    detail.lower = lower
    detail.upper = upper
    if coverage.indices.contains(where: { !values[$0].isNaN && !coverage[$0].isFull }) {
      detail.coverage = coverage
      detail.coverageUnits = [blocks.grain.word]
    }
    detail.numerator = numerator
    detail.denominator = denominator
    for row in marks.indices where values[row].isNaN { marks[row] = [] }
    if marks.contains(where: { !$0.isEmpty }) { detail.marks = marks }
    return Column(.numbers(values), detail: detail).signed(by: ChangeComparison.inherited)
  }

  /// Opens the bounds of incomplete totals: what cannot be negative bounds them from below, other
  /// values not at all. Tells whether some total is not exact.
  private func openPartial(
    _ lower: inout [Double]?, _ upper: inout [Double]?, _ values: [Double], _ marks: [Marks],
    _ isNonNegative: Bool
  ) -> Bool {
    guard var low = lower, var high = upper else { return false }
    lower = nil
    upper = nil
    var isOpen = false
    for row in values.indices where !values[row].isNaN {
      if !marks[row].isDisjoint(with: .incomplete) {
        if !isNonNegative { low[row] = .nan }
        high[row] = isNonNegative ? .infinity : .nan
      }
      isOpen = isOpen || low[row] != values[row] || high[row] != values[row]
    }
    lower = low
    upper = high
    return isOpen
  }

  /// Running totals of one series; a gap ends them until the next start.
  private func running(_ series: [Double], _ starts: [Int?]) -> [Double] {
    var result = [Double](repeating: .nan, count: series.count)
    var total = 0.0
    var hasAny = false
    for offset in series.indices {
      guard let start = starts[offset] else { continue }
      if offset == max(start, 0) {
        total = start < 0 && !includesPartial ? .nan : 0
        hasAny = false
      }
      let value = series[offset]
      if includesPartial {
        total += value.isNaN ? 0 : value
        hasAny = hasAny || !value.isNaN
        result[offset] = hasAny ? total : .nan
      } else {
        total += value
        result[offset] = total
      }
    }
    return result
  }
}
