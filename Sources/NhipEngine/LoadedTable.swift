// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
import Synchronization

/// A table as its file was read, whose periods are written out when a query first reads it.
///
/// Most queries read the observations of a file, and its table never. A final class, because all
/// copies of a workspace share what one of them has written out.
package final class LoadedTable: Sendable {
  private let table: Mutex<Table>

  init(_ table: Table) { self.table = Mutex(table) }

  /// As it is kept now.
  package var loaded: Table { table.withLock { $0 } }

  /// The table as queries read it. Complexity: O(rows) once, then O(1).
  package var flat: Table {
    table.withLock { table in
      for index in table.columns.indices where table.columns[index].hasPeriodCodes {
        table.columns[index] = table.columns[index].flattened()
      }
      return table
    }
  }

  /// Bytes that the first query makes.
  var bytesToMake: Int {
    loaded.columns.reduce(0) {
      $0 + ($1.hasPeriodCodes ? $1.count * MemoryLayout<Period>.stride : 0)
    }
  }
}

extension Column {
  fileprivate var hasPeriodCodes: Bool {
    if case .periodCodes = storage { true } else { false }
  }
}
