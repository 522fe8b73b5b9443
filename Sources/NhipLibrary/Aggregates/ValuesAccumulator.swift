// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Keeps the values of all groups and computes each group's result from them at the end.
struct ValuesAccumulator: Accumulator {
  /// From a group's values, in row order and without missing ones, and the second argument.
  let result: ([Double], Double) -> Double?
  private var values: [Double] = []
  private var groups: [Int32] = []
  private var detail = PooledDetail()
  private var parameter = Double.nan
  private var groupCount = 0

  init(_ result: @escaping ([Double], Double) -> Double?) { self.result = result }

  mutating func resize(to count: Int) {
    groupCount = count
    detail.resize(to: count)
  }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    guard let own = arguments[0].numbers else { return }
    for row in own.indices where !own[row].isNaN {
      values.append(own[row])
      self.groups.append(groups[row])
    }
    if arguments.count > 1, let second = arguments[1].numbers?.first { parameter = second }
    if arguments[0].detail?.marks != nil { detail.update(arguments[0], groups: groups) }
  }

  mutating func finish() -> Column {
    var starts = [Int](repeating: 0, count: groupCount + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    var cursor = starts
    var ordered = [Double](repeating: 0, count: values.count)
    for (row, group) in groups.enumerated() {
      ordered[cursor[Int(group)]] = values[row]
      cursor[Int(group)] += 1
    }
    let results = (0..<groupCount).map { group -> Double in
      let own = Array(ordered[starts[group]..<starts[group + 1]])
      guard !own.isEmpty, let value = result(own, parameter) else { return .nan }
      return value
    }
    var kept = MeasureDetail()
    // What was only approximate is approximate in the result too, though by how much is unknown.
    if detail.marks.contains(where: { !$0.isEmpty }) { kept.marks = detail.marks }
    return Column(.numbers(results), detail: kept)
  }
}
