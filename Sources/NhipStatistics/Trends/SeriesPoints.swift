// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Loads a series into a workspace: missing values dropped, infinities refused, times ascending.
enum SeriesPoints {
  /// Fills `workspace.times` and `workspace.values`.
  static func load(
    _ times: UnsafeBufferPointer<Double>, _ values: UnsafeBufferPointer<Double>,
    into workspace: inout SeriesWorkspace
  ) throws(StatisticsError) {
    try Check.sameLength(times.count, values.count)
    workspace.times.removeAll(keepingCapacity: true)
    workspace.values.removeAll(keepingCapacity: true)
    var isAscending = true
    var previous = -Double.infinity
    for index in values.indices {
      let time = times[index]
      let value = values[index]
      if time.isNaN || value.isNaN { continue }
      guard time.isFinite, value.isFinite else { throw .nonfiniteValue(index: index) }
      if time < previous { isAscending = false }
      previous = time
      workspace.times.append(time)
      workspace.values.append(value)
    }
    if !isAscending {
      let order = workspace.times.indices.sorted { workspace.times[$0] < workspace.times[$1] }
      workspace.times = order.map { workspace.times[$0] }
      workspace.values = order.map { workspace.values[$0] }
    }
  }

  /// The time that occurs twice, if one does; times are ascending.
  static func duplicate(_ times: [Double]) -> Double? {
    for index in times.indices.dropFirst() where times[index] == times[index - 1] {
      return times[index]
    }
    return nil
  }
}

extension Array where Element == Double {
  /// 0, 1, 2 ... as times of a series.
  static func positions(_ count: Int) -> [Double] {
    (0..<count).map { Double($0) }
  }
}
