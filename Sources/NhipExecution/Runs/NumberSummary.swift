// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What the numbers of a group come to, missing ones left out.
package struct NumberSummary {
  /// What of a summary somebody reads; the count is always there.
  package struct Parts: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let sum = Parts(rawValue: 1)
    package static let extremes = Parts(rawValue: 2)
    package static let spread = Parts(rawValue: 4)
    package static let order = Parts(rawValue: 8)
  }

  /// From what quantiles are read.
  package enum Order {
    case unknown
    /// How often each whole number from `lowest` on occurs.
    case counts(UnsafeBufferPointer<Int32>, lowest: Double)
    /// The numbers themselves, which may be rearranged.
    case values(UnsafeMutableBufferPointer<Double>)
  }

  package var count = 0
  /// Zero where there are no numbers, infinite where it is too large for one.
  package var sum = 0.0
  /// Missing where there are no numbers.
  package var least = Double.nan
  package var greatest = Double.nan
  /// The squares of what deviates from the mean, added up.
  package var squares = 0.0
  package var order = Order.unknown

  package init() {}

  package var mean: Double { sum / Double(count) }

  /// The sample variance, with divisor n - 1; missing below two numbers, infinite where too large.
  package var variance: Double {
    guard count > 1 else { return .nan }
    guard squares.isFinite else { return .infinity }
    return max(0, squares) / Double(count - 1)
  }
}

/// An aggregate that a summary of its numbers tells, so that one pass serves several of them.
package protocol SummaryAggregate {
  /// How the result is read from a summary of the first argument; `nil` where it is not told so.
  ///
  /// - Parameter parameters: the arguments after the first, written numbers all of them.
  func reader(_ parameters: [Double]) -> SummaryReader?
}

/// What an aggregate wants of a summary, and its result from it.
package struct SummaryReader: Sendable {
  package let parts: NumberSummary.Parts
  /// Missing (NaN) where there is no result.
  package let value: @Sendable (NumberSummary) -> Double

  package init(
    _ parts: NumberSummary.Parts, _ value: @escaping @Sendable (NumberSummary) -> Double
  ) {
    self.parts = parts
    self.value = value
  }
}
