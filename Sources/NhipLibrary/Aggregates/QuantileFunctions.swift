// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan
import NhipStatistics

struct MedianFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "median"
  let summary = "the middle value"
  let signature = "median(NUMBER)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | summarise median(homicide) by year",
      "the typical state")
  ]
  let argumentCount = 1...1
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }
  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, _ in Quantile.of(values, 0.5).flatMap { $0.isFinite ? $0 : nil } }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    QuantileFunction.column(arguments[0], share: 0.5, groups)
  }

  func reader(_ parameters: [Double]) -> SummaryReader? { QuantileFunction.reader(share: 0.5) }
}

/// Type 7 of Hyndman and Fan, as R, numpy and spreadsheets have it.
struct QuantileFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "quantile"
  let summary = "the value below which a share of the values lies"
  let signature = "quantile(NUMBER, SHARE)"
  let details = """
    The share is a number from 0 to 1. Between two values the quantile is interpolated (type 7 of \
    Hyndman and Fan, as in spreadsheets).
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | summarise p90 = quantile(homicide, 0.9) by year",
      "the count that a tenth of the states exceeds")
  ]
  let argumentCount = 2...2
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }

  func complaint(about arguments: [Expression]) -> String? {
    if case .number(let share) = arguments[1], (0...1).contains(share) { return nil }
    return "takes a share from 0 to 1, written as a number"
  }

  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }

  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, share in
      Quantile.of(values, share).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard let share = arguments[1].column.numbers?.first else { return nil }
    return Self.column(arguments[0], share: share, groups)
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    parameters.first.map { Self.reader(share: $0) }
  }

  static func reader(share: Double) -> SummaryReader {
    SummaryReader(.order) { summary in
      let value: Double? =
        switch summary.order {
        case .unknown: nil
        case .counts(let counts, let lowest):
          Quantile.counted(counts, lowest: lowest, count: summary.count, share)
        case .values(let values): Quantile.selecting(in: values, share)
        }
      return value.flatMap { $0.isFinite ? $0 : nil } ?? .nan
    }
  }

  static func column(
    _ argument: AggregateArgument, share: Double, _ groups: GroupedRows
  ) -> Column? {
    guard argument.plainNumbers != nil else { return nil }
    let facts = groups.facts(argument)
    if facts.isWhole, let range = facts.range {
      let places = Int(range.upperBound - range.lowerBound) + 1
      if places <= Self.mostPlaces && places * groups.count <= 4 * groups.rowCount {
        return counted(argument, places, range.lowerBound, share, groups)
      }
    }
    return Column(
      numbers: groups.results(of: argument) { { Quantile.selecting(in: $0, share) } })
  }

  /// Whole numbers that are spread wider than this are not counted one by one.
  private static let mostPlaces = 1 << 17

  private static func counted(
    _ argument: AggregateArgument, _ places: Int, _ lowest: Double, _ share: Double,
    _ groups: GroupedRows
  ) -> Column {
    Column(
      numbers: groups.results(of: argument, rearranges: false) {
        // Owned by the task's closure.
        let counts = Counts(places)
        return { values in
          counts.withBuffer { counts in
            Quantile.counting(
              UnsafeBufferPointer(values), lowest: lowest, counts: counts, share)
          }
        }
      })
  }

  /// The counts of one task, which serve one group after the other.
  ///
  /// A final class, because the task's closure keeps it.
  private final class Counts {
    private var counts: [Int32]

    init(_ places: Int) { counts = [Int32](repeating: 0, count: places) }

    func withBuffer<Result>(_ body: (UnsafeMutableBufferPointer<Int32>) -> Result) -> Result {
      counts.withUnsafeMutableBufferPointer { body($0) }
    }
  }
}
