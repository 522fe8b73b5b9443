// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// One side of the comparisons of a column, row by row.
struct ChangeSide {
  var values: [Double]
  var lower: [Double]?
  var upper: [Double]?
  var marks: [Marks]?
  /// The parts of a rate.
  var counts: [Double]?
  var exposures: [Double]?

  init(_ column: Column) {
    values = column.numbers ?? []
    lower = column.detail?.lower
    upper = column.detail?.upper
    marks = column.detail?.marks
    counts = column.detail?.numerator
    exposures = column.detail?.denominator
  }

  /// Whether a row was made of less than all its parts.
  func isPartial(_ row: Int) -> Bool {
    marks.map { !$0[row].isDisjoint(with: [.partial, .parts]) } ?? false
  }

  /// Lowest and highest value of a row: the stated one where it is exact, anything where a part is
  /// missing that may be negative.
  func bounds(_ row: Int) -> (low: Double, high: Double) {
    if let lower, let upper, !lower[row].isNaN, !upper[row].isNaN {
      return (lower[row], upper[row])
    }
    return isPartial(row) ? (-.infinity, .infinity) : (values[row], values[row])
  }
}

extension ChangeSide {
  /// Whether some row was made of less than all its parts.
  var isAnyPartial: Bool {
    marks.map { !Marks.union($0).isDisjoint(with: .incomplete) } ?? false
  }

  /// Lowest and highest count behind a row's rate, over the exposure as it stands.
  func countBounds(_ row: Int) -> (low: Double, high: Double) {
    let own = bounds(row)
    let count = counts?[row] ?? .nan
    if own.low == own.high { return (count, count) }
    guard count > 0, values[row] > 0 else { return (0, .infinity) }
    let scale = count / values[row]
    return (Self.whole(max(0, own.low * scale)), Self.whole(own.high * scale))
  }

  /// A count that only rounding keeps from being whole.
  private static func whole(_ value: Double) -> Double {
    let rounded = value.rounded()
    return (value - rounded).magnitude <= 1e-6 * max(1, rounded.magnitude) ? rounded : value
  }
}

/// The rows whose mean each row is compared with.
enum BaseRows {
  /// One row each, -1 for none.
  case one([Int32])
  /// Rows `members[starts[i]..<starts[i + 1]]` for row i, none where one of them is missing.
  case several(starts: [Int], members: [Int32])

  /// The base column: the values of the rows, or their means.
  func column(_ source: Column) -> Column {
    switch self {
    case .one(let rows): return source.gathered(rows)
    case .several(let starts, let members):
      let side = ChangeSide(source)
      let count = starts.count - 1
      var values = [Double](repeating: .nan, count: count)
      var detail = MeasureDetail()
      if side.lower != nil {
        detail.lower = values
        detail.upper = values
      }
      if side.marks != nil { detail.marks = [Marks](repeating: [], count: count) }
      if side.counts != nil {
        detail.numerator = values
        detail.denominator = values
      }
      func mean(_ numbers: [Double]?, _ range: Range<Int>) -> Double {
        guard let numbers, !range.isEmpty else { return .nan }
        return range.reduce(0) { $0 + numbers[Int(members[$1])] } / Double(range.count)
      }
      for row in 0..<count {
        let range = starts[row]..<starts[row + 1]
        values[row] = mean(side.values, range)
        detail.lower?[row] = mean(side.lower, range)
        detail.upper?[row] = mean(side.upper, range)
        detail.numerator?[row] = mean(side.counts, range)
        detail.denominator?[row] = mean(side.exposures, range)
        if let marks = side.marks {
          for index in range { detail.marks?[row].formUnion(marks[Int(members[index])]) }
        }
      }
      return Column(.numbers(values), detail: detail)
    }
  }

  /// How many rows make the base of a row.
  func count(_ row: Int) -> Int {
    switch self {
    case .one(let rows): rows[row] < 0 ? 0 : 1
    case .several(let starts, _): starts[row + 1] - starts[row]
    }
  }
}
