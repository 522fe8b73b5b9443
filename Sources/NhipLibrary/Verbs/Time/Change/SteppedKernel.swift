// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The arithmetic of `SteppedChange` over some series.
struct SteppedKernel: Sendable {
  struct Counts: Sendable {
    var leftOut = 0
    var smallBases = 0
    /// Whether some compared value is not exact.
    var isOpen = false
    /// Marks of any difference, and of any percent.
    var differenceMarks: Marks = []
    var percentMarks: Marks = []
    /// Whether some difference, and some percent, has bounds.
    var hasOpenDifference = false
    var hasOpenPercent = false

    mutating func add(_ other: Counts) {
      leftOut += other.leftOut
      smallBases += other.smallBases
      isOpen = isOpen || other.isOpen
      differenceMarks.formUnion(other.differenceMarks)
      percentMarks.formUnion(other.percentMarks)
      hasOpenDifference = hasOpenDifference || other.hasOpenDifference
      hasOpenPercent = hasOpenPercent || other.hasOpenPercent
    }
  }

  /// Empty buffers are not written.
  struct Output: @unchecked Sendable {
    // Plain pointers: tasks write rows of their own series only.
    let base: UnsafeMutableBufferPointer<Double>
    let difference: UnsafeMutableBufferPointer<Double>
    let percent: UnsafeMutableBufferPointer<Double>
    /// `nil` where no partial cell takes part.
    let differenceBounds: Bounds?
    let percentBounds: Bounds?
  }

  /// A measure whose cells carry bounds or marks; what it has none of is empty.
  private struct Input {
    let values: UnsafeBufferPointer<Double>
    let lower: UnsafeBufferPointer<Double>
    let upper: UnsafeBufferPointer<Double>
    /// Raw values of marks.
    let marks: UnsafeBufferPointer<UInt32>

    @inline(__always)
    func marks(_ row: Int) -> UInt32 { marks.isEmpty ? 0 : marks[row] }

    /// As `ChangeSide.bounds`.
    @inline(__always)
    func bounds(_ row: Int) -> (low: Double, high: Double) {
      if !lower.isEmpty, !lower[row].isNaN, !upper[row].isNaN { return (lower[row], upper[row]) }
      let isPartial = marks(row) & Marks.incomplete.rawValue != 0
      return isPartial ? (-.infinity, .infinity) : (values[row], values[row])
    }

    @inline(__always)
    func isOpen(_ row: Int) -> Bool {
      !lower.isEmpty && (lower[row] != values[row] || upper[row] != values[row])
    }
  }

  private let values: [Double]
  private let lower: [Double]
  private let upper: [Double]
  private let marks: [Marks]
  private let step: Int
  private let includesPartial: Bool
  private let layout: SeriesLayout
  /// The ordinals inside what was asked.
  private let shown: Range<Int>

  init(
    _ column: Column, step: Int, includesPartial: Bool, layout: SeriesLayout, visible: Period?
  ) {
    values = column.numbers ?? []
    lower = column.detail?.lower ?? []
    upper = column.detail?.upper ?? []
    marks = column.detail?.marks ?? []
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
      lower.withUnsafeBufferPointer { lower in
        upper.withUnsafeBufferPointer { upper in
          marks.withUnsafeBufferPointer { marks in
            marks.withMemoryRebound(to: UInt32.self) { marks in
              let input = Input(values: values, lower: lower, upper: upper, marks: marks)
              for index in series { run(input, index, output, &counts) }
            }
          }
        }
      }
    }
    return counts
  }

  private func run(_ input: Input, _ index: Int, _ output: Output, _ counts: inout Counts) {
    let rows = layout.runs.start(index)..<layout.runs.ends[index]
    // Row of the ordinal 0, were it in the block.
    let origin = rows.lowerBound - Int(layout.starts[index])
    let own = (origin + shown.lowerBound..<origin + shown.upperBound).clamped(to: rows)
    if input.marks.isEmpty && input.lower.isEmpty {
      plain(input.values, rows, own, output, &counts)
    } else {
      marked(input, rows, own, output, &counts)
    }
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
    var small = Lanes()
    var row = rows.lowerBound
    while row + 8 <= rows.upperBound {
      let value = UnsafeRawPointer(source + row).loadUnaligned(as: Lanes.self)
      let base = UnsafeRawPointer(source + row - step).loadUnaligned(as: Lanes.self)
      if hasBases, let bases {
        UnsafeMutableRawPointer(bases + row).storeBytes(of: base, as: Lanes.self)
      }
      if hasPercents, let percents {
        let percent = Lanes(repeating: .nan).replacing(
          with: 100 * (value - base) / base, where: base .> 0)
        UnsafeMutableRawPointer(percents + row).storeBytes(of: percent, as: Lanes.self)
        // A percent is there where both sides are; masks one by one stay as wide as the lanes.
        small += Lanes(repeating: 1).replacing(with: 0, where: base .>= smallest)
          .replacing(with: 0, where: percent .!= percent)
      }
      row += 8
    }
    var count = Int(small.sum())
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

  /// Rows of which either side is partial are left out and counted.
  private func marked(
    _ input: Input, _ rows: Range<Int>, _ shown: Range<Int>, _ output: Output,
    _ counts: inout Counts
  ) {
    let (values, incomplete) = (input.values, Marks.incomplete.rawValue)
    let (inherited, smallest) = (
      ChangeComparison.inherited.rawValue, ChangeComparison.smallestPlainBase
    )
    let (hasBase, hasDifference) = (!output.base.isEmpty, !output.difference.isEmpty)
    let hasPercent = !output.percent.isEmpty
    let isBounded = output.differenceBounds != nil || output.percentBounds != nil
    // The marks of all of them, and whether some have bounds.
    var differences = (marks: UInt32(0), isOpen: false)
    var percents = differences
    for row in rows {
      let value = values[row]
      let hasPrior = row - step >= rows.lowerBound
      let base = hasPrior ? values[row - step] : .nan
      let marks = input.marks(row)
      let prior = hasPrior ? input.marks(row - step) : 0
      if marks & incomplete == 0, !value.isNaN, input.isOpen(row) { counts.isOpen = true }
      let hasBoth = !value.isNaN && !base.isNaN
      let isCompared = hasBoth && (includesPartial || (marks | prior) & incomplete == 0)
      if hasBoth && !isCompared && shown.contains(row) { counts.leftOut += 1 }
      let own = isCompared ? (marks | prior) & inherited : 0
      if hasBase { output.base[row] = base }
      if hasDifference { output.difference[row] = isCompared ? value - base : .nan }
      let isDivided = isCompared && base > 0
      if hasPercent {
        output.percent[row] = isDivided ? 100 * (value - base) / base : .nan
        if isDivided && base < smallest && shown.contains(row) { counts.smallBases += 1 }
      }
      guard isBounded else { continue }
      let isExact =
        (marks | prior) & incomplete == 0 && !input.isOpen(row)
        && !(hasPrior && input.isOpen(row - step))
      if let bounds = output.differenceBounds {
        if !isCompared {
          bounds.clear(row)
        } else if isExact {
          bounds.setExact(row, value - base, own, &differences)
        } else {
          let (a, b) = (input.bounds(row), input.bounds(row - step))
          bounds.set(row, value - base, (a.low - b.high, a.high - b.low), own, &differences)
        }
      }
      if let bounds = output.percentBounds {
        if !isDivided {
          bounds.clear(row)
        } else if isExact {
          bounds.setExact(row, output.percent[row], own, &percents)
        } else {
          bounds.set(
            row, output.percent[row],
            ChangeComparison.percentBounds(input.bounds(row), input.bounds(row - step), scale: 1),
            own, &percents)
        }
      }
    }
    counts.differenceMarks.formUnion(Marks(rawValue: differences.marks))
    counts.percentMarks.formUnion(Marks(rawValue: percents.marks))
    counts.hasOpenDifference = counts.hasOpenDifference || differences.isOpen
    counts.hasOpenPercent = counts.hasOpenPercent || percents.isOpen
  }
}
