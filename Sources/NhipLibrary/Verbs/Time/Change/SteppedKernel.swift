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
