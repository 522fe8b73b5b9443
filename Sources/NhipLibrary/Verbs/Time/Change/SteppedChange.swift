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
    let isBounded =
      request.includesPartial
      && !(column.detail?.allMarks ?? []).isDisjoint(with: .incomplete)
    var differenceBounds = BoundArrays(isBounded && parts.contains(.difference) ? rowCount : 0)
    var percentBounds = BoundArrays(isBounded && parts.contains(.percent) ? rowCount : 0)
    let counts = base.withUnsafeMutableBufferPointer { base in
      difference.withUnsafeMutableBufferPointer { difference in
        percent.withUnsafeMutableBufferPointer { percent in
          differenceBounds.withPointers { differenceBounds in
            percentBounds.withPointers { percentBounds in
              run(
                column, step, context.settings.threadCount,
                SteppedKernel.Output(
                  base: base, difference: difference, percent: percent,
                  differenceBounds: differenceBounds, percentBounds: percentBounds))
            }
          }
        }
      }
    }
    guard !counts.isOpen else { return nil }
    let made = parts.map { part in
      switch part {
      case .base: return Column(numbers: base)
      case .difference:
        let detail = differenceBounds.detail(
          isOpen: counts.hasOpenDifference, isMarked: !counts.differenceMarks.isEmpty)
        return Column(.numbers(difference), detail: detail)
      default:
        var detail = percentBounds.detail(
          isOpen: counts.hasOpenPercent, isMarked: !counts.percentMarks.isEmpty)
        if counted { detail.denominator = base }
        return Column(.numbers(percent), detail: detail)
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

/// Bounds and marks of a column while it is made; empty where it has none.
private struct BoundArrays {
  private var low: [Double]
  private var high: [Double]
  private var marks: [Marks]

  init(_ count: Int) {
    low = count == 0 ? [] : [Double](filling: count) { _ in }
    high = count == 0 ? [] : [Double](filling: count) { _ in }
    marks = count == 0 ? [] : [Marks](filling: count) { _ in }
  }

  mutating func withPointers<R>(_ body: (SteppedKernel.Bounds?) -> R) -> R {
    if low.isEmpty { return body(nil) }
    return low.withUnsafeMutableBufferPointer { low in
      high.withUnsafeMutableBufferPointer { high in
        marks.withUnsafeMutableBufferPointer { marks in
          marks.withMemoryRebound(to: UInt32.self) { marks in
            body(SteppedKernel.Bounds(low: low, high: high, marks: marks))
          }
        }
      }
    }
  }

  func detail(isOpen: Bool, isMarked: Bool) -> MeasureDetail {
    var detail = MeasureDetail()
    if isOpen {
      detail.lower = low
      detail.upper = high
    }
    if isMarked { detail.marks = marks }
    return detail
  }
}
