// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// What `rolling` was bound to.
struct RollingRequest: Sendable {
  let columns: [Int]
  let function: RollingFunction
  let length: StepSyntax
  let includesPartial: Bool
  let verb: VerbPosition
}

/// Computes rolling windows.
struct RollingOperator {
  let request: RollingRequest

  func columns(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> ([Column], [Note]) {
    let steps = try SeriesSteps(
      table, usesBlocks: context.settings.usesFastPaths, verb: request.verb)
    let blocks = try SeriesBlocks(steps, verb: request.verb)
    let width = blocks.isEmpty ? 1 : try request.length.periods(of: blocks.grain)
    var columns: [Column] = []
    var notes: [Note] = []
    for index in request.columns {
      try context.checkCancelled()
      let source = StepSource(
        table, index, includesPartial: request.includesPartial, steps, &notes)
      let threads = context.settings.threadCount
      var (column, isFinite) =
        request.includesPartial
        ? (
          try lenient(
            source, blocks, width, context,
            isNonNegative: table.schema.fields[index].measure?.isNonNegative ?? false), false
        )
        : strict(source, blocks, width, threads)
      if !isFinite {
        let count = column.dropOverflow(threads: threads)
        let name = RollingVerb.name(of: table.schema.fields[index])
        if count > 0 { notes.append(Note("tooLarge", String(count), name)) }
      }
      columns.append(column)
    }
    return (columns, notes)
  }

  /// A gap in the window leaves it without a number. Tells whether all numbers are known to be
  /// finite.
  private func strict(
    _ source: StepSource, _ blocks: SeriesBlocks, _ width: Int, _ threads: Int
  ) -> (column: Column, isFinite: Bool) {
    let function = request.function
    func windows(_ values: [Double]) -> (windows: [Double], areFinite: Bool) {
      if let layout = blocks.layout, function == .sum || function == .mean {
        return WindowSums(width: width, isMean: function == .mean)
          .all(values, layout, threads: threads)
      }
      return (blocks.map(values) { series, _ in function.windows(series, width: width) }, false)
    }
    func rolled(_ values: [Double]) -> [Double] { windows(values).windows }
    let (values, areFinite) = windows(source.values)
    var column = Column(numbers: values)
    var detail = MeasureDetail()
    if let lower = source.lower, let upper = source.upper, function.isMonotone {
      detail.lower = rolled(lower)
      detail.upper = rolled(upper)
    }
    if function == .sum, let numerator = source.numerator, let denominator = source.denominator {
      detail.numerator = rolled(numerator)
      detail.denominator = rolled(denominator)
    }
    detail.marks = source.marks.map { rolledMarks($0, blocks, width) }
    column.detail = detail.isPlain ? nil : detail
    return (column.signed(by: ChangeComparison.inherited), areFinite)
  }

  /// The values that are there, marked partial where some are not.
  private func lenient(
    _ source: StepSource, _ blocks: SeriesBlocks, _ width: Int, _ context: ExecutionContext,
    isNonNegative: Bool
  ) throws(Diagnostic) -> Column {
    let count = source.values.count
    // A sum of less than all bounds the whole; other figures are those of what is there.
    let isSum = request.function == .sum
    let isBounded = request.function.isMonotone && (isSum || source.lower != nil)
    var lower = [Double](repeating: .nan, count: isBounded ? count : 0)
    var upper = lower
    var isOpen = false
    var values = [Double](repeating: .nan, count: count)
    var marks = [Marks](repeating: [], count: count)
    var coverage = [Coverage](repeating: .full, count: count)
    for block in blocks.blocks {
      try context.checkCancelled()
      let series = blocks.gathered(source.values, block, empty: .nan)
      let partial = source.isPartial(in: blocks, block)
      let made = request.function.presentWindows(series, width: width)
      let there = Windows.partial(series.map { $0.isNaN ? 0 : 1 }, width, empty: 0, +)
      let isPartial = Windows.partial(partial, width, empty: false) { $0 || $1 }
      var madeMarks = [Marks](repeating: [], count: block.count)
      var madeCoverage = [Coverage](repeating: .full, count: block.count)
      for end in 0..<block.count where !made[end].isNaN {
        if there[end] < width {
          madeCoverage[end] = Coverage(
            have: Int32(there[end]), of: Int32(clamping: width), unit: 0)
        }
        if there[end] < width || isPartial[end] { madeMarks[end] = .partial }
      }
      if isBounded {
        func windows(_ bounds: [Double]?) -> [Double] {
          guard let bounds else { return made }
          let own = blocks.gathered(bounds, block, empty: .nan)
          return request.function.presentWindows(own, width: width)
        }
        var (low, high) = (windows(source.lower), windows(source.upper))
        for end in 0..<block.count where !made[end].isNaN {
          if isSum, madeMarks[end] == .partial {
            if !isNonNegative { low[end] = .nan }
            high[end] = isNonNegative ? .infinity : .nan
          }
          isOpen = isOpen || low[end] != made[end] || high[end] != made[end]
        }
        blocks.scatter(low, block, into: &lower)
        blocks.scatter(high, block, into: &upper)
      }
      blocks.scatter(made, block, into: &values)
      blocks.scatter(madeMarks, block, into: &marks)
      blocks.scatter(madeCoverage, block, into: &coverage)
    }
    var detail = MeasureDetail()
    if let own = source.marks {
      let passed = rolledMarks(own, blocks, width)
      for row in 0..<count where !values[row].isNaN { marks[row].formUnion(passed[row]) }
    }
    if marks.contains(where: { !$0.isEmpty }) { detail.marks = marks }
    if marks.contains(where: { $0.contains(.partial) }) {
      detail.coverage = coverage
      detail.coverageUnits = [blocks.grain.word]
    }
    if isOpen {
      detail.lower = lower
      detail.upper = upper
    }
    return Column(.numbers(values), detail: detail).signed(by: ChangeComparison.inherited)
  }

  /// The marks of all values in each window that a result inherits.
  private func rolledMarks(_ marks: [Marks], _ blocks: SeriesBlocks, _ width: Int) -> [Marks] {
    var result = [Marks](repeating: [], count: marks.count)
    for block in blocks.blocks {
      let series = blocks.gathered(marks, block, empty: [])
      let made = Windows.partial(series, width, empty: []) { $0.union($1) }
        .map { $0.intersection(ChangeComparison.inherited) }
      blocks.scatter(made, block, into: &result)
    }
    return result
  }
}
