// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How work over many rows is cut into tasks: by the number of rows alone, so that no result
/// depends on the number of threads.
package struct Morsels: Sendable {
  /// At most this many tasks each keep arrays of their own, which are merged afterwards.
  private static let taskLimit = 16

  /// Rows that are worth a task: some 100 µs of work.
  package static let defaultRows = 1 << 16

  package let threads: Int
  private let rows: Int

  package init(threads: Int, rows: Int = Morsels.defaultRows) {
    self.threads = max(1, threads)
    self.rows = max(1, rows)
  }

  /// One task at a time.
  package static let serial = Morsels(threads: 1)

  /// `0..<count` in equal stretches of rows; one, over nothing, where there are none.
  package func ranges(_ count: Int) -> [Range<Int>] {
    let size = max(rows, (count + Self.taskLimit - 1) / Self.taskLimit)
    return count == 0 ? [0..<0] : Workers.ranges(count, size: size)
  }
}
