// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Numbers the distinct combinations of key columns in the order of their first row.
///
/// Texts and places come as codes already, whole numbers of a narrow range nearly so: a group key
/// is an integer. Where all combinations fit an array, that array is the table; otherwise packed
/// keys are hashed, partition by partition.
package struct GroupKeys: Sendable {
  package private(set) var groupOfRow: [Int32]
  /// The first row of each group.
  package private(set) var firstRows: [Int32]

  package var count: Int { firstRows.count }

  package init(_ columns: [Column], rowCount: Int, _ morsels: Morsels = .serial) {
    var packed = PackedKeys()
    for column in columns {
      let part = KeyPart(column, morsels)
      if packed.canTake(part) {
        packed.parts.append(part)
        continue
      }
      // The keys so far become one part of numbers below the row count.
      let (numbers, firstRows) = GroupKeys.number(packed, rowCount: rowCount, morsels)
      packed = PackedKeys()
      packed.parts = [KeyPart(numbers, count: firstRows.count), part]
    }
    (groupOfRow, firstRows) = GroupKeys.number(packed, rowCount: rowCount, morsels)
  }

  private static func number(
    _ packed: PackedKeys, rowCount: Int, _ morsels: Morsels
  ) -> (numbers: [Int32], firstRows: [Int32]) {
    guard !packed.parts.isEmpty, rowCount > 0 else {
      return ([Int32](repeating: 0, count: rowCount), rowCount > 0 ? [0] : [])
    }
    if packed.cardinality <= DenseNumbering.limit(rowCount: rowCount) {
      return DenseNumbering.number(packed, rowCount: rowCount, morsels)
    }
    return HashedNumbering.number(packed.keys(rowCount: rowCount, morsels), morsels)
  }
}
