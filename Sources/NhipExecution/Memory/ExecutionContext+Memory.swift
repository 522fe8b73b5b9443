// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// What a query takes beside the loaded figures, under `--memory-limit`.
extension ExecutionContext {
  /// Called before `bytes` are taken; they count until the operator is done or gives them back.
  package func reserve(bytes: Int, for what: String) throws(Diagnostic) {
    reservedBytes += bytes
    let held = memory.heldBytes + reservedBytes - bytes
    try MemoryLimit(settings.memoryLimitBytes).check(bytes, beside: held, for: what)
  }

  /// Reserves `bytes` for what a query can do without; `false` where the limit has no room.
  package func reserveIfFree(bytes: Int) -> Bool {
    if let limit = settings.memoryLimitBytes, memory.heldBytes + reservedBytes + bytes > limit {
      return false
    }
    reservedBytes += bytes
    return true
  }

  /// Bytes that were reserved and are free again.
  package func giveBack(bytes: Int) { reservedBytes -= bytes }

  /// Called before expressions or verbs fill `count` columns of numbers.
  package func reserve(
    numberColumns count: Int, rows: Int, for what: String
  ) throws(Diagnostic) {
    try reserve(bytes: count * rows * MemoryLayout<Double>.stride, for: what)
  }

  /// The rows of `table` at `indices`, where there is room for them.
  package func gathered(
    _ table: Table, _ indices: [Int32], areAscending: Bool = false, for what: String
  ) throws(Diagnostic) -> Table {
    try reserve(
      bytes: table.gatheredBytes(indices.count, areAscending: areAscending), for: what)
    return table.gathered(indices, areAscending: areAscending, morsels)
  }
}
