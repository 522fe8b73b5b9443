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
    panel: PanelRollup.Result, isNonNegative: Bool, buckets: Bucketing, reading: CellReading
  ) {
    values = panel.values
    // A note tells of held values.
    if reading == .values && !panel.isHeld { return }
    let told = Completeness(panel, buckets)
    if told.hasMarks { marks = told.marks() }
    guard reading == .all else { return }
    if let asOf = panel.asOf { self.asOf = told.dates(asOf) }
    guard told.isIncomplete else { return }
    coverageUnits = panel.coverageUnits
    coverage = told.coverage()
    // Incomplete sums of counts bound the whole from below; other sums bound nothing.
    lower = isNonNegative ? values : told.values(values, whereIncomplete: .nan)
    upper = told.values(values, whereIncomplete: isNonNegative ? .infinity : .nan)
  }
}

/// Which cells of a panel lack something.
private struct Completeness {
  private let panel: PanelRollup.Result
  private let bucketCount: Int
  private let lastDays: [Int32?]
  /// Cells with less than all their parts.
  private let incomplete: [Bool]
  private let stale: [Bool]
  let isIncomplete: Bool
  let hasMarks: Bool

  init(_ panel: PanelRollup.Result, _ buckets: Bucketing) {
    self.panel = panel
    let bucketCount = buckets.count
    self.bucketCount = bucketCount
    let lastDays = (0..<bucketCount).map { buckets.period($0).lastDay }
    self.lastDays = lastDays
    let (have, units, periods) = (panel.have, panel.units, panel.periods)
    var found = false
    incomplete = [Bool](filling: have.count) { flags in
      var row = 0
      for target in units.indices {
        let units = units[target]
        for bucket in 0..<bucketCount {
          let isLess = have[row] > 0 && (units < 0 || have[row] < units &* periods[bucket])
          flags[row] = isLess
          if isLess { found = true }
          row += 1
        }
      }
    }
    isIncomplete = found
    var isOld = false
    stale =
      panel.asOf.map { asOf in
        let months = lastDays.map { $0.map { Period.ordinal(ofDay: $0, .month) } ?? .min }
        return [Bool](filling: have.count) { flags in
          for row in flags.indices {
            flags[row] =
              have[row] > 0 && Period.ordinal(ofDay: asOf[row], .month) < months[row % bucketCount]
            if flags[row] { isOld = true }
          }
        }
      } ?? []
    hasMarks = found || isOld || panel.isHeld
  }

  func marks() -> [Marks] {
    let (have, held) = (panel.have, panel.isHeld ? Marks.held : Marks())
    return [Marks](filling: incomplete.count) { marks in
      for row in marks.indices {
        var own = have[row] > 0 ? held : Marks()
        if incomplete[row] { own = Marks(rawValue: own.rawValue | Marks.partial.rawValue) }
        if !stale.isEmpty && stale[row] { own.formUnion([.partial, .stale]) }
        marks[row] = own
      }
    }
  }

  func coverage() -> [Coverage] {
    [Coverage](filling: incomplete.count) { coverage in
      var row = 0
      for target in panel.units.indices {
        for bucket in 0..<bucketCount {
          if incomplete[row] {
            let told = panel.coverage(target: target, bucket: bucket)
            coverage[row] = Coverage(
              have: told.have, of: told.of, unit: UInt8(told.unit.rawValue))
          } else {
            coverage[row] = .full
          }
          row += 1
        }
      }
    }
  }

  func values(_ values: [Double], whereIncomplete other: Double) -> [Double] {
    [Double](filling: values.count) { result in
      for row in result.indices { result[row] = incomplete[row] ? other : values[row] }
    }
  }

  /// The bucket's own last day says nothing that the bucket does not.
  func dates(_ asOf: [Int32]) -> [Int32] {
    asOf.indices.map { row in
      asOf[row] == .max || asOf[row] == lastDays[row % bucketCount] ? .min : asOf[row]
    }
  }
}
