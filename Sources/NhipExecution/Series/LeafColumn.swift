// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// The values of one leaf over all rows of a grid, with the companions that some cell needs.
struct LeafColumn {
  var values: [Double]
  var lower: [Double]?
  var upper: [Double]?
  var marks: [Marks]?
  var coverage: [Coverage]?
  var coverageUnits: [String] = []
  var numerator: [Double]?
  var denominator: [Double]?
  /// Bounds, marks and coverage of the denominator, which fewer observations may have.
  var baseDetail: MeasureDetail?
  var asOf: [Int32]?
  var comparison: [Period]?

  init(rowCount: Int) {
    values = [Double](repeating: .nan, count: rowCount)
  }

  /// Puts resolved cells at consecutive rows, making room for companions on first need.
  mutating func place(_ cells: Cells, units: [String], at start: Int) {
    let count = values.count
    for index in 0..<cells.count {
      let row = start + index
      values[row] = cells.value[index]
      let own = marks(of: cells, index)
      if !own.isEmpty {
        if marks == nil { marks = [Marks](repeating: [], count: count) }
        marks?[row] = own
      }
      let isOpen =
        cells.lower[index] != cells.value[index] || cells.upper[index] != cells.value[index]
      if isOpen && !cells.value[index].isNaN {
        if lower == nil {
          lower = values
          upper = values
        }
      }
      if lower != nil {
        lower?[row] = cells.lower[index]
        upper?[row] = cells.upper[index]
      }
      if cells.coverage[index].of != 0 {
        if coverage == nil { coverage = [Coverage](repeating: .full, count: count) }
        var own = cells.coverage[index]
        own.unit = unitIndex(units[Int(own.unit)])
        coverage?[row] = own
      }
      if cells.asOf[index] != .min {
        if asOf == nil { asOf = [Int32](repeating: .min, count: count) }
        asOf?[row] = cells.asOf[index]
      }
      if cells.comparison[index].grain != .none {
        if comparison == nil { comparison = [Period](repeating: .none, count: count) }
        comparison?[row] = cells.comparison[index]
      }
    }
  }

  /// The marks of a cell, with the sign that its bounds call for where nothing else does.
  private func marks(of cells: Cells, _ index: Int) -> Marks {
    let own = cells.marks[index]
    let told: Marks = [.partial, .parts, .conflict, .approximate, .atLeast, .atMost]
    guard own.isDisjoint(with: told), !cells.value[index].isNaN else { return own }
    return own.union(
      Marks.signs(
        value: cells.value[index], lower: cells.lower[index], upper: cells.upper[index]))
  }

  /// Marks an empty cell as one that cannot be.
  mutating func markNotApplicable(_ row: Int) {
    guard values[row].isNaN, marks?[row].contains(.refused) != true else { return }
    if marks == nil { marks = [Marks](repeating: [], count: values.count) }
    marks?[row] = .notApplicable
  }

  /// Puts one made cell at a row.
  mutating func put(
    _ value: Double, _ lower: Double, _ upper: Double, _ marks: Marks,
    coverage: (have: Int, of: Int)?, unit: String, at row: Int
  ) {
    values[row] = value
    guard !value.isNaN else { return }
    var own = marks
    if own.isDisjoint(with: [.partial, .parts, .conflict, .approximate]) {
      own.formUnion(Marks.signs(value: value, lower: lower, upper: upper))
    }
    if !own.isEmpty {
      if self.marks == nil { self.marks = [Marks](repeating: [], count: values.count) }
      self.marks?[row] = own
    }
    if lower != value || upper != value {
      if self.lower == nil {
        self.lower = values
        self.upper = values
      }
    }
    if self.lower != nil {
      self.lower?[row] = lower
      self.upper?[row] = upper
    }
    if let coverage {
      if self.coverage == nil {
        self.coverage = [Coverage](repeating: .full, count: values.count)
      }
      let index = unitIndex(unit)
      self.coverage?[row] = Coverage(
        have: Int32(coverage.have), of: Int32(coverage.of), unit: index)
    }
  }

  private mutating func unitIndex(_ name: String) -> UInt8 {
    if let index = coverageUnits.firstIndex(of: name) { return UInt8(index) }
    coverageUnits.append(name)
    return UInt8(coverageUnits.count - 1)
  }

  func column() -> Column {
    var detail = MeasureDetail()
    detail.lower = lower
    detail.upper = upper
    detail.marks = marks
    detail.coverage = coverage
    detail.coverageUnits = coverageUnits
    detail.numerator = numerator
    detail.denominator = denominator
    detail.asOf = asOf
    detail.comparison = comparison
    return Column(.numbers(values), detail: detail)
  }
}
