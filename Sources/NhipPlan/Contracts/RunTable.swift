// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Rows of a view as stretches that share all their keys: one row a stretch, and where its numbers
/// lie in the store.
package struct RunTable: Sendable {
  /// The columns that were asked for, one row a stretch, none of them empty.
  package let keys: Table
  /// One span for each row of `keys`.
  package let numbers: NumberSpans

  package init(keys: Table, numbers: NumberSpans) {
    self.keys = keys
    self.numbers = numbers
  }
}
