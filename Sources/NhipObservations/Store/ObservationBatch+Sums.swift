// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ObservationBatch {
  /// Adds the figure of one row to that of another, with its bounds and what it is a part of.
  mutating func add(_ row: Int, to target: Int) {
    let value = values[target]
    values[target] += values[row]
    guard let some = details[target] ?? details[row] else { return }
    var total = some
    if details[target] == nil {
      total.value = value
      total.lower = value
      total.upper = value
      total.denominator = .nan
      total.qualifier = .exact
      total.record = -1
      total.row = rows[target]
    }
    let added = details[row]
    total.value = values[target]
    total.lower += added?.lower ?? values[row]
    total.upper += added?.upper ?? values[row]
    // A sum of which one part has no whole has none.
    total.denominator += added?.denominator ?? .nan
    total.qualifier = total.joined(added?.qualifier ?? .exact)
    details[target] = total
  }
}

extension Observation {
  /// The qualifier of this sum once a figure with `other` is in its value and bounds.
  fileprivate func joined(_ other: Qualifier) -> Qualifier {
    if other == .exact || other == qualifier { return qualifier }
    if qualifier == .exact { return other }
    return lower == value ? .atLeast : upper == value ? .atMost : .approximate
  }
}
