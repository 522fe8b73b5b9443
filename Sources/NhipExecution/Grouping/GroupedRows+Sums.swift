// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension GroupedRows {
  /// The sum of each group's numbers; missing where it has none, infinite where it is too large.
  package func sums(_ argument: AggregateArgument) -> [Double] {
    let values = argument.column.numbers ?? []
    let facts = facts(argument)
    let sums: [Double]
    if facts.isWhole, facts.largestMagnitude * Double(rowCount) < 0x1p53 {
      sums = fold(values, from: WholeSum()).map(\.value)
    } else {
      sums = fold(values, from: CompensatedSum()).map(\.value)
    }
    guard facts.hasMissing || rowCount == 0 else { return sums }
    return zip(sums, presentCounts(argument)).map { $1 == 0 ? .nan : $0 }
  }

  /// How many numbers each group has.
  package func presentCounts(_ argument: AggregateArgument) -> [Int32] {
    guard facts(argument).hasMissing else { return sizes }
    return fold(argument.column.numbers ?? [], from: PresentCount()).map(\.count)
  }

  /// How many rows each group has.
  package var rowCounts: [Double] { sizes.map { Double($0) } }

  /// The mean of each group's numbers.
  package func means(_ argument: AggregateArgument) -> [Double] {
    zip(sums(argument), presentCounts(argument)).map { $0 / Double($1) }
  }

  /// The sample variance of each group by the corrected two-pass algorithm (Chan, Golub and
  /// LeVeque 1983); missing below two numbers, infinite where it is too large.
  package func variances(_ argument: AggregateArgument) -> [Double] {
    let counts = presentCounts(argument)
    let spreads = fold(
      argument.column.numbers ?? [], from: means(argument).map { GroupSpread(mean: $0) })
    return zip(spreads, counts).map { spread, count in
      // What deviates from no mean is left out of the sums, as if it were missing.
      guard count > 1 else { return .nan }
      guard spread.mean.isFinite else { return .infinity }
      let correction = spread.deviations.value
      let squares = spread.squares.value - correction * correction / Double(count)
      // Rounding may leave a little less than nothing.
      return squares.isFinite ? max(0, squares) / Double(count - 1) : .infinity
    }
  }

  /// The least or the greatest of each group's numbers, of equal ones the first.
  package func extremes(_ argument: AggregateArgument, isLeast: Bool) -> [Double] {
    let values = argument.column.numbers ?? []
    return isLeast
      ? fold(values, from: LeastNumber()).map(\.value)
      : fold(values, from: GreatestNumber()).map(\.value)
  }
}
