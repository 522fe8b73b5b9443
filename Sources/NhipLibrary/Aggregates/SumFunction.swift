// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

/// `sum(x)`: compensated and in the order of the rows, over stretches that the data alone set, so
/// that no batch size and no number of threads changes the result.
struct SumFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "sum"
  let summary = "the sum of the values"
  let signature = "sum(NUMBER)"
  let details = """
    Missing values are left out; a sum over no value is missing. Over a measure the bounds are summed \
    too, and a sum over cells that are partial or missing is partial: it bounds its whole from below \
    where no value can be negative. What may not be added up is refused.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | summarise sum(homicide) by year",
      "a national total")
  ]
  let argumentCount = 1...1
  let addsUp = true
  var measure: MeasureInfo?
  /// Whether the rows are parts of an open breakdown, which bound their whole from below.
  var isOpen = false

  func complaint(_ types: [LogicalType]) -> String? {
    types[0].isNumeric ? nil : "adds up numbers, and this is \(types[0].noun)"
  }

  func resultField(named name: String, of arguments: [Field]) -> Field {
    var field = arguments[0]
    field.name = name
    return field
  }

  func applied(to arguments: [Field]) -> any AggregateFunction {
    SumFunction(measure: arguments[0].measure)
  }

  func makeAccumulator() -> any Accumulator { SumAccumulator(measure: measure, isOpen: isOpen) }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard arguments[0].plainNumbers != nil else { return nil }
    // A measure with gaps, or parts of an open breakdown, gives partial sums.
    if measure != nil, isOpen || groups.facts(arguments[0]).hasMissing { return nil }
    return Column(numbers: groups.sums(arguments[0]))
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    measure == nil ? SummaryReader(.sum) { $0.count == 0 ? .nan : $0.sum } : nil
  }
}

/// Sums of groups with their rounding errors (Neumaier 1974).
struct GroupSums {
  private(set) var sums: [Double] = []
  private var errors: [Double] = []
  private var counts: [Int] = []

  mutating func resize(to count: Int) {
    sums = [Double](repeating: 0, count: count)
    errors = sums
    counts = [Int](repeating: 0, count: count)
  }

  mutating func add(_ value: Double, to group: Int) {
    let sum = sums[group]
    let next = sum + value
    errors[group] +=
      sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sums[group] = next
    counts[group] += 1
  }

  func count(_ group: Int) -> Int { counts[group] }

  /// The sum, NaN where nothing was added; infinite where a bound is.
  func value(_ group: Int) -> Double {
    guard counts[group] > 0 else { return .nan }
    let total = sums[group] + errors[group]
    return total.isNaN ? sums[group] : total
  }
}

struct SumAccumulator: Accumulator {
  let measure: MeasureInfo?
  let isOpen: Bool
  private var sums = GroupSums()
  private var lower = GroupSums()
  private var upper = GroupSums()
  private var detail = PooledDetail()
  private var hasBounds = false
  private var groupCount = 0

  init(measure: MeasureInfo?, isOpen: Bool) {
    self.measure = measure
    self.isOpen = isOpen
  }

  mutating func resize(to count: Int) {
    groupCount = count
    sums.resize(to: count)
    lower.resize(to: count)
    upper.resize(to: count)
    detail.resize(to: count)
  }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    guard let values = arguments[0].numbers else { return }
    let own = arguments[0].detail
    if own?.lower != nil { hasBounds = true }
    for row in values.indices where !values[row].isNaN {
      let group = Int(groups[row])
      sums.add(values[row], to: group)
      guard measure != nil || own != nil else { continue }
      lower.add(own?.lower?[row] ?? values[row], to: group)
      upper.add(own?.upper?[row] ?? values[row], to: group)
    }
    if measure != nil || own?.marks != nil { detail.update(arguments[0], groups: groups) }
  }

  mutating func finish() -> Column {
    // Too large for a number, whatever the order of the parts.
    let values = (0..<groupCount).map { group in
      let sum = sums.value(group)
      return sum.isFinite || sums.count(group) == 0 ? sum : .infinity
    }
    var marks = detail.marks
    var low = (0..<groupCount).map { lower.value($0) }
    var high = (0..<groupCount).map { upper.value($0) }
    var isBounded = hasBounds
    for group in 0..<groupCount where measure != nil && !values[group].isNaN {
      guard isOpen || detail.isIncomplete(group) else { continue }
      marks[group].formUnion(detail.isIncomplete(group) ? .partial : .parts)
      // The rest is not known: what cannot be negative bounds the whole from below, other values
      // do not bound it at all.
      high[group] = measure?.isNonNegative == true ? .infinity : .nan
      if high[group].isNaN { low[group] = .nan }
      isBounded = true
    }
    var result = MeasureDetail()
    if isBounded {
      for group in 0..<groupCount where !values[group].isNaN {
        marks[group].formUnion(
          Marks.signs(value: values[group], lower: low[group], upper: high[group]))
      }
      for group in 0..<groupCount where low[group].isNaN || values[group].isNaN {
        low[group] = .nan
        high[group] = .nan
      }
      result.lower = low
      result.upper = high
    }
    if marks.contains(where: { !$0.isEmpty }) { result.marks = marks }
    if measure != nil, (0..<groupCount).contains(where: { detail.isIncomplete($0) }) {
      result.coverage = (0..<groupCount).map { detail.coverage($0) }
      result.coverageUnits = ["cell"]
    }
    return Column(.numbers(values), detail: result)
  }
}
