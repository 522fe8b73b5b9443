// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// `change` where the base stands a fixed number of rows before in the same block and only values
/// decide: differences and percents of millions of rows, without tests or bounds.
struct SteppedChange {
  /// Rows that make a task.
  private static let taskRows = 1 << 16
  /// Marks of cells that are left out, or empty.
  private static let handled: Marks = [.partial, .parts, .atLeast, .notApplicable, .refused]

  private let request: ChangeRequest
  private let table: Table
  private let layout: SeriesLayout
  /// How many rows before each comparator's base stands.
  private let steps: [Int]

  /// - Returns: `nil` where more than values decides.
  init?(_ request: ChangeRequest, _ table: Table) {
    guard let layout = table.layout, request.likeForLike == nil else { return nil }
    var steps: [Int] = []
    for (index, comparator) in request.comparators.enumerated() {
      guard request.sideInputs[index] == nil,
        let step = comparator.step?.ordinals(on: layout.grain),
        step < 0
      else { return nil }
      steps.append(-step)
    }
    for measure in request.measures {
      let column = table.columns[measure.column]
      let parts = request.comparators.indices.flatMap { request.parts(measure, $0) }
      guard measure.test != .rate, column.numbers != nil,
        parts.allSatisfy({ [.base, .difference, .percent].contains($0) })
      else { return nil }
      guard let detail = column.detail else { continue }
      guard detail.allMarks.isSubset(of: Self.handled), detail.numerator == nil,
        !parts.contains(.base)
      else { return nil }
    }
    self.request = request
    self.table = table
    self.layout = layout
    self.steps = steps
  }

  /// The columns and notes; `nil` where some value turns out to be less than exact.
  func columns(_ context: ExecutionContext) throws(Diagnostic) -> ([Column], [Note])? {
    var columns: [Column] = []
    var notes: [Note] = []
    for measure in request.measures {
      for index in request.comparators.indices {
        try context.checkCancelled()
        let parts = request.parts(measure, index)
        guard let (made, counts) = compare(measure, parts, steps[index], context) else {
          return nil
        }
        columns += made
        if counts.leftOut > 0 {
          notes.append(Note("partialLeftOut", String(counts.leftOut), measure.field.name))
        }
        if counts.smallBases > 0, parts.contains(.percent) {
          notes.append(Note("smallBase", String(counts.smallBases)))
        }
      }
    }
    return (columns, notes)
  }

  private func compare(
    _ measure: ChangeMeasure, _ parts: [ChangeMeasure.Part], _ step: Int,
    _ context: ExecutionContext
  ) -> (columns: [Column], counts: SteppedKernel.Counts)? {
    let column = table.columns[measure.column]
    let counted = measure.test == .counts && parts.contains(.percent) && !measure.isPercentage
    let rowCount = table.rowCount
    func array(_ part: ChangeMeasure.Part, _ isNeeded: Bool = false) -> [Double] {
      isNeeded || parts.contains(part) ? [Double](filling: rowCount) { _ in } : []
    }
    var base = array(.base, counted)
    var difference = array(.difference)
    var percent = array(.percent)
    let hasMarks =
      request.includesPartial && column.detail?.allMarks.isDisjoint(with: .incomplete) == false
    var marks = hasMarks ? [Marks](filling: rowCount) { _ in } : []
    let counts = base.withUnsafeMutableBufferPointer { base in
      difference.withUnsafeMutableBufferPointer { difference in
        percent.withUnsafeMutableBufferPointer { percent in
          marks.withUnsafeMutableBufferPointer { marks in
            run(
              column, step, context.settings.threadCount,
              SteppedKernel.Output(
                base: base, difference: difference,
                percent: percent, marks: marks))
          }
        }
      }
    }
    guard !counts.isOpen else { return nil }
    var detail = MeasureDetail()
    if counted { detail.denominator = base }
    // What compares no two values has no marks.
    func marked(_ values: [Double], _ own: MeasureDetail) -> Column {
      var own = own
      if hasMarks { own.marks = zip(values, marks).map { $0.isNaN ? [] : $1 } }
      if own.allMarks.isEmpty { own.marks = nil }
      return Column(.numbers(values), detail: own)
    }
    let made = parts.map { part in
      switch part {
      case .base: Column(numbers: base)
      case .difference: marked(difference, MeasureDetail())
      default: marked(percent, detail)
      }
    }
    var told = counts
    if !counted { told.smallBases = 0 }
    return (made, told)
  }

  private func run(
    _ column: Column, _ step: Int, _ threads: Int, _ output: SteppedKernel.Output
  ) -> SteppedKernel.Counts {
    let kernel = SteppedKernel(
      column, step: step, includesPartial: request.includesPartial, layout: layout,
      visible: table.visible)
    let perSeries = max(1, table.rowCount / max(1, layout.seriesCount))
    let tasks = Workers.ranges(layout.seriesCount, size: max(1, Self.taskRows / perSeries))
    return Workers.map(tasks.count, threads: threads) { kernel.run(tasks[$0], output) }
      .reduce(into: SteppedKernel.Counts()) { $0.add($1) }
  }
}

/// The arithmetic of `SteppedChange` over some series.
struct SteppedKernel: Sendable {
  struct Counts: Sendable {
    var leftOut = 0
    var smallBases = 0
    /// Whether some compared value is not exact.
    var isOpen = false

    mutating func add(_ other: Counts) {
      leftOut += other.leftOut
      smallBases += other.smallBases
      isOpen = isOpen || other.isOpen
    }
  }

  /// Empty buffers are not written.
  struct Output: @unchecked Sendable {
    // Plain pointers: tasks write rows of their own series only.
    let base: UnsafeMutableBufferPointer<Double>
    let difference: UnsafeMutableBufferPointer<Double>
    let percent: UnsafeMutableBufferPointer<Double>
    let marks: UnsafeMutableBufferPointer<Marks>
  }

  private let values: [Double]
  private let lower: [Double]?
  private let upper: [Double]?
  private let marks: [Marks]?
  private let step: Int
  private let includesPartial: Bool
  private let layout: SeriesLayout
  /// The ordinals inside what was asked.
  private let shown: Range<Int>

  init(
    _ column: Column, step: Int, includesPartial: Bool, layout: SeriesLayout, visible: Period?
  ) {
    values = column.numbers ?? []
    lower = column.detail?.lower
    upper = column.detail?.upper
    marks = column.detail?.marks
    self.step = step
    self.includesPartial = includesPartial
    self.layout = layout
    let everything = Int(Int32.min)..<Int(Int32.max)
    shown =
      visible.map { visible in
        visible.ordinals(inside: layout.grain).map { Int($0.lowerBound)..<Int($0.upperBound) + 1 }
          ?? 0..<0
      } ?? everything
  }

  func run(_ series: Range<Int>, _ output: Output) -> Counts {
    var counts = Counts()
    values.withUnsafeBufferPointer { values in
      for index in series {
        let rows = layout.runs.start(index)..<layout.runs.ends[index]
        // Row of the ordinal 0, were it in the block.
        let origin = rows.lowerBound - Int(layout.starts[index])
        let own = (origin + shown.lowerBound..<origin + shown.upperBound).clamped(to: rows)
        if marks == nil && lower == nil {
          plain(values, rows, own, output, &counts)
        } else {
          marked(values, rows, own, output, &counts)
        }
      }
    }
    return counts
  }

  private func plain(
    _ values: UnsafeBufferPointer<Double>, _ rows: Range<Int>, _ shown: Range<Int>,
    _ output: Output, _ counts: inout Counts
  ) {
    let start = min(rows.upperBound, rows.lowerBound + step)
    empty(rows.lowerBound..<start, output)
    guard start < rows.upperBound else { return }
    if !output.difference.isEmpty {
      for row in start..<rows.upperBound {
        output.difference[row] = values[row] - values[row - step]
      }
    }
    let own = shown.clamped(to: start..<rows.upperBound)
    divide(values, start..<own.lowerBound, output)
    counts.smallBases += divide(values, own, output)
    divide(values, own.upperBound..<rows.upperBound, output)
  }

  /// Bases and percents, eight rows at a time.
  ///
  /// - Returns: how many percents have a small base.
  @discardableResult
  private func divide(
    _ values: UnsafeBufferPointer<Double>, _ rows: Range<Int>, _ output: Output
  ) -> Int {
    typealias Lanes = SIMD8<Double>
    guard let source = values.baseAddress, !rows.isEmpty else { return 0 }
    let smallest = ChangeComparison.smallestPlainBase
    let (bases, percents) = (output.base.baseAddress, output.percent.baseAddress)
    let (hasBases, hasPercents) = (!output.base.isEmpty, !output.percent.isEmpty)
    var small = SIMD8<Int64>()
    var row = rows.lowerBound
    while row + 8 <= rows.upperBound {
      let value = UnsafeRawPointer(source + row).loadUnaligned(as: Lanes.self)
      let base = UnsafeRawPointer(source + row - step).loadUnaligned(as: Lanes.self)
      if hasBases, let bases {
        UnsafeMutableRawPointer(bases + row).storeBytes(of: base, as: Lanes.self)
      }
      if hasPercents, let percents {
        let isPositive = base .> 0
        let percent = 100 * (value - base) / base
        UnsafeMutableRawPointer(percents + row).storeBytes(
          of: percent.replacing(with: .nan, where: .!isPositive), as: Lanes.self)
        let isSmall = isPositive .& (base .< smallest) .& (value .== value)
        small &+= SIMD8<Int64>().replacing(with: 1, where: isSmall)
      }
      row += 8
    }
    var count = Int(small.wrappedSum())
    while row < rows.upperBound {
      let (value, base) = (source[row], source[row - step])
      if hasBases { bases?[row] = base }
      if hasPercents {
        percents?[row] = base > 0 ? 100 * (value - base) / base : .nan
        if base > 0 && base < smallest && !value.isNaN { count += 1 }
      }
      row += 1
    }
    return count
  }

  private func empty(_ rows: Range<Int>, _ output: Output) {
    for buffer in [output.base, output.difference, output.percent] where !buffer.isEmpty {
      for row in rows { buffer[row] = .nan }
    }
  }

  private func isPartial(_ row: Int) -> Bool {
    marks.map { !$0[row].isDisjoint(with: .incomplete) } ?? false
  }

  /// Rows of which either side is partial are left out and counted.
  private func marked(
    _ values: UnsafeBufferPointer<Double>, _ rows: Range<Int>, _ shown: Range<Int>,
    _ output: Output, _ counts: inout Counts
  ) {
    for row in rows {
      let value = values[row]
      let base = row - step >= rows.lowerBound ? values[row - step] : .nan
      if !output.base.isEmpty { output.base[row] = base }
      let isWhole = !isPartial(row)
      if isWhole, !value.isNaN, let lower, let upper, lower[row] != value || upper[row] != value {
        counts.isOpen = true
      }
      let hasBoth = !value.isNaN && !base.isNaN
      let isCompared = hasBoth && (includesPartial || (isWhole && !isPartial(row - step)))
      if hasBoth && !isCompared && shown.contains(row) { counts.leftOut += 1 }
      if !output.difference.isEmpty {
        output.difference[row] = isCompared ? value - base : .nan
      }
      if !output.marks.isEmpty, let marks {
        output.marks[row] =
          isCompared
          ? Marks(rawValue: marks[row].rawValue | marks[row - step].rawValue)
            .intersection(ChangeComparison.inherited) : []
      }
      guard !output.percent.isEmpty else { continue }
      let isDivided = isCompared && base > 0
      output.percent[row] = isDivided ? 100 * (value - base) / base : .nan
      if isDivided && base < ChangeComparison.smallestPlainBase && shown.contains(row) {
        counts.smallBases += 1
      }
    }
  }
}
