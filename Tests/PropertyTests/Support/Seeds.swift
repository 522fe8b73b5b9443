// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// The seeds of a property: fresh ones each run, printed when they fail; `NHIP_SEED` repeats one.
enum Seeds {
  static func fresh(_ count: Int) -> [UInt64] {
    if let given = ProcessInfo.processInfo.environment["NHIP_SEED"].flatMap({ UInt64($0) }) {
      return [given]
    }
    return (0..<count).map { _ in UInt64.random(in: 1...999_999_999) }
  }
}

extension RandomNumberGenerator {
  /// A number in a range.
  mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// Whether something of that probability happens.
  mutating func happens(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }

  /// One of some things.
  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[pick(0...(elements.count - 1))]
  }
}
