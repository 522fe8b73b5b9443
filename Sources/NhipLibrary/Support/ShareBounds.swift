// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What the bounds of a group's values, none of them negative, allow each value's percent of their
/// sum to be: a value and the sum that holds it move together, the other values move freely.
struct ShareBounds {
  typealias Bounds = (low: Double, high: Double)

  private var lower = GroupSums()
  /// Sums of the finite upper bounds, and how many are open.
  private var upper = GroupSums()
  private var openCounts: [Int] = []

  /// What the value of a row may be: the value itself where nothing else is known.
  static func own(_ value: Double, _ row: Int, _ detail: MeasureDetail?) -> Bounds {
    guard let lower = detail?.lower?[row], let upper = detail?.upper?[row], !lower.isNaN,
      !upper.isNaN
    else { return (value, value) }
    return (lower, upper)
  }

  mutating func resize(to count: Int) {
    lower.resize(to: count)
    upper.resize(to: count)
    openCounts = [Int](repeating: 0, count: count)
  }

  mutating func add(_ own: Bounds, to group: Int) {
    lower.add(own.low, to: group)
    if own.high == .infinity { openCounts[group] += 1 }
    upper.add(own.high == .infinity ? 0 : own.high, to: group)
  }

  /// Some value of the group is not known.
  mutating func open(_ group: Int) { openCounts[group] += 1 }

  func sum(_ group: Int) -> Bounds {
    (lower.value(group), openCounts[group] > 0 ? .infinity : upper.value(group))
  }

  /// The group without one of its values.
  func others(than own: Bounds, in group: Int) -> Bounds {
    let isOpen = own.high == .infinity
    let open = openCounts[group] - (isOpen ? 1 : 0)
    return (
      max(0, lower.value(group) - own.low),
      open > 0 ? .infinity : max(0, upper.value(group) - (isOpen ? 0 : own.high))
    )
  }

  /// The percent of a value in the sum of its group.
  func percent(_ own: Bounds, in group: Int) -> Bounds {
    let others = others(than: own, in: group)
    return (Self.percent(own.low, beside: others.high), Self.percent(own.high, beside: others.low))
  }

  /// 100 x / (x + others), which grows with x and falls with the others.
  static func percent(_ value: Double, beside others: Double) -> Double {
    if others == .infinity || value == 0 { return 0 }
    return value == .infinity ? 100 : 100 * value / (value + others)
  }
}
