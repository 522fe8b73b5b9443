// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension SeriesFitter {
  /// When the rows are.
  enum Periods: Sendable {
    case any([Period])
    /// Blocks of consecutive periods from an ordinal on, and the time of each in years.
    case consecutive(Grain, low: Int32, years: [Double])

    /// - Parameter layout: the blocks in which the rows stand, where they do.
    init(_ column: Column, _ layout: SeriesLayout?) {
      if let layout, layout.grain.isRegular, let low = layout.starts.min() {
        let high = layout.starts.indices.map { run in
          layout.starts[run] + Int32(layout.runs.ends[run] - layout.runs.start(run))
        }.max()
        let years = (low..<max(low, high ?? low)).map {
          SeriesFitter.years(Period(layout.grain, $0)) ?? .nan
        }
        if !years.contains(where: \.isNaN) {
          self = .consecutive(layout.grain, low: low, years: years)
          return
        }
      }
      guard case .periods(let all) = column.flattened().storage else {
        self = .any([])
        return
      }
      self = .any(all)
    }

    var areConsecutive: Bool {
      if case .consecutive = self { true } else { false }
    }
  }
}
