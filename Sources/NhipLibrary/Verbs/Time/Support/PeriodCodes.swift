// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The distinct periods of a column and the number of each row's, so that what depends on the
/// period alone is worked out once.
struct PeriodCodes {
  let periods: [Period]
  /// Index into `periods` of each row.
  let codes: [Int32]

  init(_ column: Column) {
    if case .periodRuns(let grain, let starts, let runs) = column.storage {
      // Consecutive periods of one length are numbered by subtraction.
      var low = Int32.max
      var high = Int32.min
      for run in starts.indices where runs.ends[run] > runs.start(run) {
        low = min(low, starts[run])
        high = max(high, starts[run] + Int32(runs.ends[run] - runs.start(run)) - 1)
      }
      guard low <= high else {
        periods = []
        codes = []
        return
      }
      periods = (low...high).map { Period(grain, $0) }
      var codes: [Int32] = []
      codes.reserveCapacity(runs.rowCount)
      for run in starts.indices {
        let first = starts[run] - low
        for step in 0..<(runs.ends[run] - runs.start(run)) { codes.append(first + Int32(step)) }
      }
      self.codes = codes
      return
    }
    var known: [Period: Int32] = [:]
    var periods: [Period] = []
    codes = (0..<column.count).map { row in
      let period = column.period(row) ?? .none
      if let code = known[period] { return code }
      let code = Int32(periods.count)
      known[period] = code
      periods.append(period)
      return code
    }
    self.periods = periods
  }

  func period(_ row: Int) -> Period { periods[Int(codes[row])] }
}
