// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Numbers that lie in stretches of several arrays and are read where they lie.
///
/// Missing numbers among them are gaps between rows, no rows.
package struct NumberSpans: Sendable {
  /// An array, and what is known of all its numbers.
  package struct Source: Sendable {
    package let values: [Double]
    /// The least and the greatest number; `nil` where all are missing.
    package let range: ClosedRange<Double>?
    /// Whether all are whole, and every sum of some of them is exact.
    package let areWhole: Bool

    package init(values: [Double], range: ClosedRange<Double>?, areWhole: Bool) {
      self.values = values
      self.range = range
      self.areWhole = areWhole
    }
  }

  /// A stretch of one array.
  package struct Span: Sendable {
    package let source: Int
    package let slots: Range<Int>
    /// Its numbers without the missing ones: its rows.
    package let rowCount: Int

    package init(source: Int, slots: Range<Int>, rowCount: Int) {
      self.source = source
      self.slots = slots
      self.rowCount = rowCount
    }
  }

  package let sources: [Source]
  package let spans: [Span]

  package init(sources: [Source], spans: [Span]) {
    self.sources = sources
    self.spans = spans
  }
}
