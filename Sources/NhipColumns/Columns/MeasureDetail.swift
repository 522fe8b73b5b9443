// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The companions of a measure column, each absent where no cell needs it.
///
/// All arrays have the column's row count; NaN stands for "none" in the Double ones.
package struct MeasureDetail: Sendable {
  /// Lowest and highest value the cell may have; both present or both absent.
  package var lower: [Double]?
  package var upper: [Double]?
  package var marks: [Marks]?
  package var coverage: [Coverage]?
  /// What the coverage counts: `month`, `commune`, `district-month` ….
  package var coverageUnits: [String] = []
  /// The two parts of a ratio or of a quotient term, for percents and for count tests.
  package var numerator: [Double]?
  package var denominator: [Double]?
  /// The day a stock was counted, from 1970-01-01; `Int32.min` for none.
  package var asOf: [Int32]?
  /// What a reported change was measured against.
  package var comparison: [Period]?

  package init() {}

  package var isPlain: Bool {
    lower == nil && marks == nil && coverage == nil && numerator == nil && denominator == nil
      && asOf == nil && comparison == nil
  }

  /// The rows at `indices`, in that order; an index of -1 gives an empty row.
  package func gathered(_ indices: [Int32]) -> MeasureDetail {
    var result = MeasureDetail()
    result.coverageUnits = coverageUnits
    result.lower = lower.map { gather($0, indices, empty: .nan) }
    result.upper = upper.map { gather($0, indices, empty: .nan) }
    result.marks = marks.map { gather($0, indices, empty: []) }
    result.coverage = coverage.map { gather($0, indices, empty: .full) }
    result.numerator = numerator.map { gather($0, indices, empty: .nan) }
    result.denominator = denominator.map { gather($0, indices, empty: .nan) }
    result.asOf = asOf.map { gather($0, indices, empty: .min) }
    result.comparison = comparison.map { gather($0, indices, empty: .none) }
    return result
  }

  /// Whether any cell has one of `marks`.
  package func has(_ wanted: Marks) -> Bool {
    marks?.contains { !$0.isDisjoint(with: wanted) } ?? false
  }
}

func gather<T>(_ values: [T], _ indices: [Int32], empty: T) -> [T] {
  var result: [T] = []
  result.reserveCapacity(indices.count)
  for index in indices { result.append(index < 0 ? empty : values[Int(index)]) }
  return result
}
