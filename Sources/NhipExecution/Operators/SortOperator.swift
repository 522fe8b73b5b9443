// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
import NhipObservations
package import NhipPlan

/// Sorts stably; missing comes last both ways. With a limit only the first rows are gathered.
struct SortOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let keys: [SortKey]
  let limit: Int?
  var title: String {
    "sort " + keys.map { "\($0.isDescending ? "-" : "")\($0.expression)" }.joined(separator: ", ")
      + (limit.map { " first \($0)" } ?? "")
  }
  var inputs: [any PhysicalOperator] { [input] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = inputs[0]
    let order = try RowOrdering(keys, of: table, context).rows(first: limit)
    return try context.gathered(table, order, for: "the sorted table")
  }
}

/// The order of a table's rows by sort keys; equal rows keep their order.
package struct RowOrdering {
  let ranks: [[Double]]
  let rowCount: Int
  let morsels: Morsels

  package init(
    _ keys: [SortKey], of table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) {
    let evaluator = Evaluator(table, registry: context.store.registry)
    // A rank a key, then rows with their first ranks, twice while stretches are merged.
    try context.reserve(
      numberColumns: keys.count + 4, rows: table.rowCount, for: "sorting")
    defer { context.giveBack(bytes: 4 * table.rowCount * MemoryLayout<Double>.stride) }
    var ranks: [[Double]] = []
    for key in keys {
      let column = try evaluator.column(key.expression, context)
      ranks.append(
        column.sortRanks(
          context.store.registry, isDescending: key.isDescending, context.morsels))
    }
    self.ranks = ranks
    rowCount = table.rowCount
    morsels = context.morsels
  }

  /// Whether the first key has no value at the row.
  package func isMissing(_ row: Int32) -> Bool {
    ranks.first.map { $0[Int(row)] == .infinity } ?? false
  }

  package func precedes(_ a: Int32, _ b: Int32) -> Bool {
    for rank in ranks {
      let x = rank[Int(a)]
      let y = rank[Int(b)]
      if x != y { return x < y }
    }
    return a < b
  }
}
