// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// The numbers of a measure that a statistic may use: partial cells are left out and counted.
struct UsableValues {
  /// One a row; NaN where there is nothing to use.
  let values: [Double]
  let leftOut: Int

  /// - Parameter keepsInfinite: for who leaves out what is infinite while reading.
  init(_ column: Column, includingPartial: Bool, keepsInfinite: Bool = false) {
    var values = column.numbers ?? [Double](repeating: .nan, count: column.count)
    var leftOut = 0
    if !includingPartial, let marks = column.detail?.marks {
      for row in marks.indices
      where !marks[row].isDisjoint(with: [.partial, .parts]) && !values[row].isNaN {
        values[row] = .nan
        leftOut += 1
      }
    }
    if !keepsInfinite, let range = NumberFacts(values, .serial).range,
      range.lowerBound.isInfinite || range.upperBound.isInfinite
    {
      for row in values.indices where values[row].isInfinite { values[row] = .nan }
    }
    self.values = values
    self.leftOut = leftOut
  }

  /// The note that counts the cells left out; `nil` where there are none.
  func note(_ name: String) -> Note? {
    leftOut > 0 ? Note("partialLeftOut", String(leftOut), name) : nil
  }
}

/// Counts and what they are measured against, where a measure has both.
struct CountParts {
  let counts: [Double]
  let exposures: [Double]?

  /// The parts of a quotient term, or the counts themselves; `nil` for a measure of other numbers.
  ///
  /// - Parameter usable: the measure's values, which decide the rows.
  init?(_ field: Field, _ column: Column, _ usable: UsableValues) {
    if field.measure?.isCount == true {
      counts = usable.values
      exposures = nil
      return
    }
    guard field.measure?.exposure.isEmpty == false, let top = column.detail?.numerator,
      let bottom = column.detail?.denominator
    else { return nil }
    counts = top.indices.map { usable.values[$0].isNaN ? .nan : top[$0] }
    exposures = bottom.indices.map { usable.values[$0].isNaN ? .nan : bottom[$0] }
  }

  /// Whether every value is a whole number that is not negative.
  static func areWhole(_ values: [Double]) -> Bool {
    values.allSatisfy { $0.isNaN || ($0 >= 0 && $0 == $0.rounded()) }
  }
}
