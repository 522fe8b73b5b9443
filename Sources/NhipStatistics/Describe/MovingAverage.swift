// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Moving averages over `window` periods; `nil` where the window is incomplete or has a gap.
package struct MovingAverage: Hashable, Sendable {
  /// The mean of the period and the `window` - 1 before it.
  package let trailing: [Double?]
  /// The mean around the period; an even window takes half weights at its two ends (2 x m).
  package let centred: [Double?]

  package init(_ values: [Double], window: Int) throws(StatisticsError) {
    guard window >= 1 else { throw .invalid("window") }
    for index in values.indices where values[index].isInfinite {
      throw .nonfiniteValue(index: index)
    }
    var trailing = [Double?](repeating: nil, count: values.count)
    var centred = trailing
    guard window <= values.count else {
      self.trailing = trailing
      self.centred = centred
      return
    }
    var sum = CompensatedSum()
    var missing = 0
    for index in values.indices {
      if values[index].isNaN { missing += 1 } else { sum.add(values[index]) }
      if index >= window {
        let leaving = values[index - window]
        if leaving.isNaN { missing -= 1 } else { sum.add(-leaving) }
      }
      if index >= window - 1, missing == 0 {
        trailing[index] = (sum.value / Double(window)).finite
      }
    }
    let half = window / 2
    for index in values.indices where index >= half && index + half < values.count {
      guard let ending = trailing[index + half] else { continue }
      if window % 2 == 1 {
        centred[index] = ending
      } else if let before = trailing[index + half - 1] {
        centred[index] = before / 2 + ending / 2
      }
    }
    self.trailing = trailing
    self.centred = centred
  }
}
