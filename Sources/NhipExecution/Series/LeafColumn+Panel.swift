// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

extension LeafColumn {
  /// The result of a panel roll-up, whose rows are the grid's: target after target. What is less
  /// than whole is marked, counted and left open above, as far as somebody reads it.
  init(
    panel: PanelRollup.Result, isNonNegative: Bool, buckets: Bucketing, threads: Int,
    reading: CellReading
  ) {
    values = panel.values
    // A note tells of held values.
    if reading == .values && !panel.isHeld { return }
    let cells = PanelCompleteness(panel, buckets, threads: threads)
    let isAll = reading == .all
    if isAll, let asOf = panel.asOf { self.asOf = cells.dates(asOf) }
    guard cells.hasMarks else { return }
    let told = cells.told(isNonNegative: isNonNegative, marksOnly: !isAll)
    marks = told.marks
    guard isAll, cells.isIncomplete else { return }
    coverageUnits = panel.coverageUnits
    coverage = told.coverage
    // Incomplete sums of counts bound the whole from below; other sums bound nothing.
    lower = isNonNegative ? values : told.lower
    upper = told.upper
  }
}

/// Which cells of a panel lack something, and what is told of them.
private struct PanelCompleteness {
  /// Cells of a task: some 50 µs of looking at them.
  private static let taskCells = 1 << 14

  private let panel: PanelRollup.Result
  private let bucketCount: Int
  private let lastDays: [Int32?]
  private let threads: Int
  /// The targets of each task.
  private let tasks: [Range<Int>]
  /// Cells whose date is older than the bucket's last month; empty where there are no dates.
  private let stale: [Bool]
  let isIncomplete: Bool
  let hasMarks: Bool

  init(_ panel: PanelRollup.Result, _ buckets: Bucketing, threads: Int) {
    self.panel = panel
    self.threads = threads
    bucketCount = buckets.count
    let lastDays = (0..<buckets.count).map { buckets.period($0).lastDay }
    self.lastDays = lastDays
    tasks = Workers.ranges(panel.units.count, size: Self.taskCells / max(1, buckets.count))
    stale = panel.asOf.map { Self.stale($0, panel.have, lastDays) } ?? []
    isIncomplete = Self.isIncomplete(panel, tasks, threads)
    hasMarks = isIncomplete || stale.contains(true) || panel.isHeld
  }

  private static func stale(_ asOf: [Int32], _ have: [Int32], _ lastDays: [Int32?]) -> [Bool] {
    let months = lastDays.map { $0.map { Period.ordinal(ofDay: $0, .month) } ?? .min }
    return [Bool](filling: have.count) { flags in
      for row in flags.indices {
        flags[row] =
          have[row] > 0 && Period.ordinal(ofDay: asOf[row], .month) < months[row % months.count]
      }
    }
  }

  private static func isIncomplete(
    _ panel: PanelRollup.Result, _ tasks: [Range<Int>], _ threads: Int
  ) -> Bool {
    let periods = panel.periods
    return panel.have.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      return Workers.map(tasks.count, threads: threads) { task in
        let have = source.buffer
        for target in tasks[task] {
          let units = panel.units[target]
          let start = target * periods.count
          for bucket in periods.indices {
            let own = have[start + bucket]
            if own > 0 && (units < 0 || own < units &* periods[bucket]) { return true }
          }
        }
        return false
      }.contains(true)
    }
  }

  /// What each cell shows beside its value. `lower` is empty where values bound themselves, all
  /// but the marks where nobody reads it.
  struct Told {
    var marks: [Marks]
    var coverage: [Coverage]
    var lower: [Double]
    var upper: [Double]
  }

  /// All of it in one pass: every array is written whole by the tasks.
  func told(isNonNegative: Bool, marksOnly: Bool) -> Told {
    let count = panel.have.count
    let others = marksOnly ? 0 : count
    var told = Told(
      marks: [Marks](filling: count) { _ in }, coverage: [Coverage](filling: others) { _ in },
      lower: [Double](filling: isNonNegative ? 0 : others) { _ in },
      upper: [Double](filling: others) { _ in })
    told.marks.withUnsafeMutableBufferPointer { marks in
      told.coverage.withUnsafeMutableBufferPointer { coverage in
        told.lower.withUnsafeMutableBufferPointer { lower in
          told.upper.withUnsafeMutableBufferPointer { upper in
            let target = Target(
              marks: SharedBuffer(marks), coverage: SharedBuffer(coverage),
              lower: SharedBuffer(lower), upper: SharedBuffer(upper),
              openEnd: isNonNegative ? .infinity : .nan)
            Workers.run(tasks.count, threads: threads) { task in write(tasks[task], to: target) }
          }
        }
      }
    }
    return told
  }

  private struct Target: Sendable {
    let marks: SharedBuffer<Marks>
    let coverage: SharedBuffer<Coverage>
    let lower: SharedBuffer<Double>
    let upper: SharedBuffer<Double>
    /// The upper bound of an incomplete sum.
    let openEnd: Double
  }

  private func write(_ targets: Range<Int>, to target: Target) {
    let (marks, coverage) = (target.marks.buffer, target.coverage.buffer)
    let (lower, upper, openEnd) = (target.lower.buffer, target.upper.buffer, target.openEnd)
    let (full, none, partial) = (Coverage.full, Marks(), Marks.partial)
    let held = panel.isHeld ? Marks.held : none
    let old = partial.union(.stale)
    let (hasLower, hasStale, periods) = (!lower.isEmpty, !stale.isEmpty, panel.periods)
    let isAll = !upper.isEmpty
    panel.values.withUnsafeBufferPointer { values in
      panel.have.withUnsafeBufferPointer { have in
        for target in targets {
          let units = panel.units[target]
          for bucket in 0..<bucketCount {
            let row = target * bucketCount + bucket
            let own = have[row]
            let isLess = own > 0 && (units < 0 || own < units &* periods[bucket])
            var mark = own > 0 ? held.rawValue : 0
            if isLess { mark |= partial.rawValue }
            if hasStale && stale[row] { mark |= old.rawValue }
            marks[row] = Marks(rawValue: mark)
            guard isAll else { continue }
            upper[row] = isLess ? openEnd : values[row]
            if hasLower { lower[row] = isLess ? .nan : values[row] }
            if isLess {
              let told = panel.coverage(target: target, bucket: bucket)
              coverage[row] = Coverage(
                have: told.have, of: told.of, unit: UInt8(told.unit.rawValue))
            } else {
              coverage[row] = full
            }
          }
        }
      }
    }
  }

  /// The bucket's own last day says nothing that the bucket does not.
  func dates(_ asOf: [Int32]) -> [Int32] {
    asOf.indices.map { row in
      let day = asOf[row]
      return day == .max || day == lastDays[row % bucketCount] ? .min : day
    }
  }
}
