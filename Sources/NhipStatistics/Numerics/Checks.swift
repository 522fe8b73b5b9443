// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Guards that every method applies to its arguments first.
enum Check {
  /// The largest count a `Double` holds exactly, 2^53.
  static let maximumCount = 9_007_199_254_740_992.0

  static func confidence(_ level: Double) throws(StatisticsError) {
    guard level > 0, level < 1 else { throw .invalid("conf_level") }
  }

  static func sameLength(_ first: Int, _ second: Int) throws(StatisticsError) {
    guard first == second else { throw .lengthMismatch(expected: first, got: second) }
  }

  static func count(_ value: Double, at index: Int = 0) throws(StatisticsError) {
    guard !value.isNaN else { throw .missingNotAllowed(field: "counts", index: index) }
    guard value.isFinite else { throw .nonfiniteValue(index: index) }
    guard value >= 0 else { throw .negativeCount(index: index) }
    guard value.rounded() == value else { throw .nonintegerCount(index: index) }
    guard value <= maximumCount else { throw .invalidParameter(field: "counts", index: index) }
  }

  static func exposure(_ value: Double, at index: Int = 0) throws(StatisticsError) {
    guard value > 0 else { throw .nonpositiveExposure(index: index) }
    guard value.isFinite else { throw .nonfiniteValue(index: index) }
  }

  static func multiplier(_ value: Double) throws(StatisticsError) {
    guard value > 0, value.isFinite else { throw .invalid("multiplier") }
  }

  /// Values without missing ones; infinities are refused.
  static func presentValues(_ values: [Double]) throws(StatisticsError) -> [Double] {
    var present: [Double] = []
    present.reserveCapacity(values.count)
    for index in values.indices where !values[index].isNaN {
      guard values[index].isFinite else { throw .nonfiniteValue(index: index) }
      present.append(values[index])
    }
    return present
  }

  /// Every value present and finite, or the error that says where not.
  static func complete(_ values: [Double], field: String) throws(StatisticsError) {
    for index in values.indices {
      guard !values[index].isNaN else { throw .missingNotAllowed(field: field, index: index) }
      guard values[index].isFinite else { throw .nonfiniteValue(index: index) }
    }
  }
}

extension Double {
  /// `nil` when the value is not a number.
  var defined: Double? { isNaN ? nil : self }

  /// `nil` when the value is not finite.
  var finite: Double? { isFinite ? self : nil }
}
