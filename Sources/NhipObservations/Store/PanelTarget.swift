// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Where the rows of one panel go.
///
/// Unchecked: each row has a slot of its own, or the group is thrown away.
struct PanelTarget: @unchecked Sendable {
  let values: UnsafeMutablePointer<Double>
  /// Lines of the file; `nil` where the panel is too large to keep them.
  let lines: UnsafeMutablePointer<Int32>?
  let count: Int

  func clear() {
    values.update(repeating: .nan, count: count)
    lines?.update(repeating: 0, count: count)
  }
}
