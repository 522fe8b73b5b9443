// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Rows of a table of series as stretches in which no group key changes: the places and texts of a
/// run, and the months of a year inside it.
struct TableStretches {
  /// Rows that a stretch has on average, so that it is worth being one.
  private static let worthRows = 8
  /// Longest span of time whose buckets are worked out period by period.
  private static let mostPeriods = 1 << 16

  /// The columns that keys read, with a row a stretch; the others are empty.
  let keys: Table
  /// One past the last row of each stretch.
  let ends: [Int]

  /// `nil` where some key can change from row to row.
  init?(_ table: Table, _ groups: [Expression], _ morsels: Morsels) {
    var found: RunEnds?
    var periods: (grain: Grain, starts: [Int32])?
    for column in groups.reduce(into: Set<Int>(), { $0.formUnion($1.columns) }) {
      let own: RunEnds
      switch table.columns[column].storage {
      case .textRuns(_, _, let runs), .placeRuns(_, let runs): own = runs
      case .periodRuns(let grain, let starts, let runs):
        guard groups.allSatisfy({ !$0.columns.contains(column) || $0.isBucket }) else { return nil }
        own = runs
        periods = (grain, starts)
      default: return nil
      }
      guard found == nil || found === own || found?.ends == own.ends else { return nil }
      found = own
    }
    guard let runs = found, runs.ends.count <= table.rowCount / Self.worthRows else { return nil }
    var stretches = (ends: runs.ends, runs: Array(Int32(0)..<Int32(runs.ends.count)))
    if let periods {
      guard
        let cuts = Self.cuts(groups, periods.grain, periods.starts, runs, table.schema),
        let cut = Self.cut(runs, periods.starts, cuts, limit: table.rowCount / Self.worthRows)
      else { return nil }
      stretches = cut
    }
    ends = stretches.ends
    let read = groups.reduce(into: Set<Int>()) { $0.formUnion($1.columns) }
    keys = Table(
      schema: table.schema,
      columns: table.columns.indices.map { index in
        Self.column(
          read.contains(index) ? table.columns[index].storage : nil, runs, stretches.ends,
          stretches.runs, morsels)
      }, rowCount: stretches.ends.count)
  }

  /// The first ordinal that occurs, and for each from there on whether some key begins anew.
  private typealias Cuts = (low: Int32, isNew: [Bool])

  private static func cuts(
    _ groups: [Expression], _ grain: Grain, _ starts: [Int32], _ runs: RunEnds, _ schema: Schema
  ) -> Cuts? {
    var (low, high) = (Int32.max, Int32.min)
    for run in starts.indices {
      low = min(low, starts[run])
      high = max(high, starts[run] + Int32(runs.ends[run] - runs.start(run)))
    }
    guard low < high, Int(high) - Int(low) <= mostPeriods else { return nil }
    let periods = Column(.periods((low..<high).map { Period(grain, $0) }))
    var isNew = [Bool](repeating: false, count: Int(high - low))
    for case .call(let function, let arguments) in groups where arguments[0].type == .period {
      let buckets = function.evaluate([periods], count: isNew.count)
      guard case .periods(let values) = buckets.storage else { return nil }
      for index in values.indices.dropFirst() where values[index] != values[index - 1] {
        isNew[index] = true
      }
    }
    return (low, isNew)
  }

  /// Runs cut where a key begins anew; `nil` where that makes more stretches than `limit`.
  private static func cut(
    _ runs: RunEnds, _ starts: [Int32], _ cuts: Cuts, limit: Int
  ) -> (ends: [Int], runs: [Int32])? {
    // The next cut behind each ordinal.
    var next = [Int](repeating: cuts.isNew.count, count: cuts.isNew.count)
    for index in next.indices.reversed().dropFirst() {
      next[index] = cuts.isNew[index + 1] ? index + 1 : next[index + 1]
    }
    var ends: [Int] = []
    var runOfStretch: [Int32] = []
    ends.reserveCapacity(limit)
    runOfStretch.reserveCapacity(limit)
    var row = 0
    for run in starts.indices {
      var ordinal = Int(starts[run] - cuts.low)
      while row < runs.ends[run] {
        guard ends.count < limit else { return nil }
        let end = min(runs.ends[run], row + next[ordinal] - ordinal)
        ordinal += end - row
        row = end
        ends.append(end)
        runOfStretch.append(Int32(run))
      }
    }
    return (ends, runOfStretch)
  }

  private static func column(
    _ storage: Column.Storage?, _ runs: RunEnds, _ ends: [Int], _ runOfStretch: [Int32],
    _ morsels: Morsels
  ) -> Column {
    switch storage {
    case .textRuns(let codes, let dictionary, _):
      return Column(.text(LookUp(table: codes).results(of: runOfStretch, morsels), dictionary))
    case .placeRuns(let places, _):
      return Column(.places(LookUp(table: places).results(of: runOfStretch, morsels)))
    case .periodRuns(let grain, let starts, _):
      // Ordinal of the row 0, were it in the run.
      let origins = starts.indices.map { starts[$0] - Int32(runs.start($0)) }
      var row: Int32 = 0
      return Column(
        .periods(
          [Period](filling: ends.count) { periods in
            for index in periods.indices {
              periods[index] = Period(grain, origins[Int(runOfStretch[index])] + row)
              row = Int32(ends[index])
            }
          }))
    default:
      return Column(.textRuns([-1], TextDictionary([]), RunEnds([ends.count])))
    }
  }
}

/// The entry of a table at an index.
private struct LookUp: ElementMap {
  let table: [Int32]
  func result(of element: Int32) -> Int32 { table[Int(element)] }
}

extension Expression {
  /// Whether it is a function of nothing but one column of periods, which gives a period for each.
  fileprivate var isBucket: Bool {
    guard case .call(let function, let arguments) = self, function is any RunwiseFunction,
      arguments.count == 1, case .column = arguments[0]
    else { return false }
    return type == .period
  }
}
