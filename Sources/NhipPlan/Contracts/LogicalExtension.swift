// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A node that a verb adds to the plan, with what the optimiser may do around it. The defaults
/// are the safe ones.
package protocol LogicalExtension: Sendable {
  /// The node's inputs, the main one first.
  var inputs: [LogicalPlan] { get }
  var schema: Schema { get }
  /// One line for `explain`.
  var title: String { get }
  /// Whether every input row comes out once, in its order, with all its columns first.
  var keepsRows: Bool { get }
  /// What the node reads of its inputs' cells, none of which it hands on.
  var reads: CellReading { get }
  /// Input columns whose values the node looks at across rows: a filter on them must stay above
  /// it. `nil` blocks every filter.
  var blockingColumns: Set<Int>? { get }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension
}

extension LogicalExtension {
  package var keepsRows: Bool { false }
  package var reads: CellReading { .all }
  package var blockingColumns: Set<Int>? { nil }
}

/// An extension that can leave out columns which nobody reads.
package protocol NarrowableExtension: LogicalExtension {
  /// The node without some of its output columns, and for each column that is left its number
  /// before; `nil` where nothing can go. Columns in `needed` stay.
  func narrowed(to needed: Set<Int>) -> (node: any LogicalExtension, columns: [Int])?
}

/// How much of a cell is read: its value, whether it lacks something, or bounds and coverage too.
package enum CellReading: Sendable {
  case values
  case marks
  case all
}
