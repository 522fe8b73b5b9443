// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

struct MeanFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "mean"
  let summary = "the arithmetic mean, weighted if a weight is given"
  let signature = "mean(NUMBER [, WEIGHT])"
  let details = """
    Missing values are left out; with a weight also the rows without one or with a negative one. \
    Where the weights sum to zero the mean is missing.
    """
  let examples = [
    VerbExample(
      "series 100000 * homicide / population as rate, population from us_states by state, year during 2019 | summarise plain = mean(rate), weighted = mean(rate, population) by year",
      "every state alike, and by its people")
  ]
  let argumentCount = 1...2
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? {
    types.first { !$0.isNumeric }.map { "takes numbers, and this is \($0.noun)" }
  }

  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }

  func makeAccumulator() -> any Accumulator { MeanAccumulator() }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard arguments.count == 1, arguments[0].plainNumbers != nil else { return nil }
    return Column(numbers: groups.means(arguments[0]))
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    parameters.isEmpty ? SummaryReader(.sum) { $0.mean } : nil
  }
}

/// Fields of results that keep the unit and no longer add up.
enum PooledFields {
  static func likeFirst(_ name: String, _ arguments: [Field]) -> Field {
    var field = arguments[0]
    field.name = name
    field.type = .float
    if case .measure(let own) = field.role {
      field.role = .measure(
        MeasureInfo(
          kind: .rate, unit: own.unit, isNonNegative: own.isNonNegative, term: own.term,
          isTerm: own.isTerm))
    }
    return field
  }
}

struct MeanAccumulator: Accumulator {
  private var sums = GroupSums()
  private var weights = GroupSums()
  private var lower = GroupSums()
  private var upper = GroupSums()
  private var detail = PooledDetail()
  private var hasBounds = false
  private var groupCount = 0

  mutating func resize(to count: Int) {
    groupCount = count
    sums.resize(to: count)
    weights.resize(to: count)
    lower.resize(to: count)
    upper.resize(to: count)
    detail.resize(to: count)
  }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    guard let values = arguments[0].numbers else { return }
    let weight = arguments.count > 1 ? arguments[1].numbers : nil
    let own = arguments[0].detail
    if own?.lower != nil { hasBounds = true }
    for row in values.indices where !values[row].isNaN {
      let group = Int(groups[row])
      let factor = weight?[row] ?? 1
      guard factor >= 0 else { continue }
      sums.add(values[row] * factor, to: group)
      weights.add(factor, to: group)
      if hasBounds {
        lower.add(multiplied(own?.lower?[row] ?? values[row], factor), to: group)
        upper.add(multiplied(own?.upper?[row] ?? values[row], factor), to: group)
      }
    }
    if own?.marks != nil { detail.update(arguments[0], groups: groups) }
  }

  /// An open bound times a weight of nothing is nothing.
  private func multiplied(_ value: Double, _ factor: Double) -> Double {
    factor == 0 ? 0 : value * factor
  }

  mutating func finish() -> Column {
    let total = (0..<groupCount).map { weights.value($0) }
    func quotients(_ source: GroupSums) -> [Double] {
      total.indices.map { total[$0] == 0 ? .nan : source.value($0) / total[$0] }
    }
    let values = total.indices.map { group -> Double in
      guard sums.count(group) > 0, total[group] != 0 else { return .nan }
      let mean = sums.value(group) / total[group]
      return mean.isFinite ? mean : .infinity
    }
    var marks = detail.marks
    var result = MeasureDetail()
    if hasBounds {
      let low = quotients(lower)
      let high = quotients(upper)
      for group in values.indices where !values[group].isNaN {
        marks[group].formUnion(
          Marks.signs(value: values[group], lower: low[group], upper: high[group]))
      }
      result.lower = low
      result.upper = high
    }
    if marks.contains(where: { !$0.isEmpty }) { result.marks = marks }
    return Column(.numbers(values), detail: result)
  }
}
