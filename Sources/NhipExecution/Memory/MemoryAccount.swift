// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// The results between operators that a query holds, each block of memory counted once.
package struct MemoryAccount {
  /// How many held tables use a block, by its address.
  private var uses: [UInt: Int] = [:]
  /// Blocks of the session, which are there with or without the query.
  private var owned: Set<UInt> = []
  /// Bytes of the held blocks.
  package private(set) var heldBytes = 0

  /// The values of a store belong to the session.
  mutating func own(_ store: ObservationStore) {
    for group in store.groups.joined() {
      owned.insert(ColumnBuffer(group.values).address)
      if let denominators = group.denominators {
        owned.insert(ColumnBuffer(denominators).address)
      }
    }
  }

  /// A table that was loaded belongs to the session.
  mutating func own(_ table: Table) {
    for buffer in table.buffers { owned.insert(buffer.address) }
  }

  /// Bytes of blocks that were not there before the table.
  func newBytes(_ table: Table) -> Int {
    Set(table.buffers).reduce(0) {
      owned.contains($1.address) || uses[$1.address] != nil ? $0 : $0 + $1.bytes
    }
  }

  mutating func hold(_ table: Table) {
    for buffer in Set(table.buffers) where !owned.contains(buffer.address) {
      if uses[buffer.address] == nil { heldBytes += buffer.bytes }
      uses[buffer.address, default: 0] += 1
    }
  }

  mutating func release(_ table: Table) {
    for buffer in Set(table.buffers) {
      guard let count = uses[buffer.address] else { continue }
      uses[buffer.address] = count > 1 ? count - 1 : nil
      if count == 1 { heldBytes -= buffer.bytes }
    }
  }
}
