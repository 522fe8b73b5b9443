// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension RowOrdering {
  /// The first rows of each group that have a value by the first key, group after group.
  package func rows(firstOfEach groups: GroupKeys, _ limit: Int) -> [Int32] {
    guard limit > 0 else { return [] }
    // Places for all that may be kept; beyond it sorting costs less.
    let places = groups.count.multipliedReportingOverflow(by: limit)
    guard !places.overflow, limit <= 64, places.partialValue <= 2 * rowCount + 1_024 else {
      return sortedRows(firstOfEach: groups, limit)
    }
    let shares = Workers.ranges(
      groups.count, size: (groups.count + morsels.threads - 1) / morsels.threads)
    let parts = Workers.map(shares.count, threads: morsels.threads) { task in
      keptRows(groups, shares[task], limit)
    }
    return Array(parts.joined())
  }

  /// The same for the groups of a range, in one pass over all rows.
  private func keptRows(_ groups: GroupKeys, _ share: Range<Int>, _ limit: Int) -> [Int32] {
    let none = Entry(rank: .infinity, row: -1)
    var kept = [Entry](repeating: none, count: share.count * limit)
    kept.withUnsafeMutableBufferPointer { kept in
      ranks[0].withUnsafeBufferPointer { rank in
        groups.groupOfRow.withUnsafeBufferPointer { groupOfRow in
          for row in 0..<rowCount {
            let index = Int(groupOfRow[row]) &- share.lowerBound
            guard UInt(bitPattern: index) < UInt(bitPattern: share.count) else { continue }
            let start = index &* limit
            var place = start &+ limit &- 1
            let entry = Entry(rank: rank[row], row: Int32(truncatingIfNeeded: row))
            // What has no value never comes before a free place.
            guard entry.rank < kept[place].rank || comesBefore(entry, kept[place]) else { continue }
            while place > start, comesBefore(entry, kept[place &- 1]) {
              kept[place] = kept[place &- 1]
              place &-= 1
            }
            kept[place] = entry
          }
        }
      }
    }
    return kept.compactMap { $0.row < 0 ? nil : $0.row }
  }

  @inline(__always)
  private func comesBefore(_ entry: Entry, _ other: Entry) -> Bool {
    if entry.rank != other.rank { return entry.rank < other.rank }
    return other.row >= 0 && precedes(entry.row, other.row)
  }

  private func sortedRows(firstOfEach groups: GroupKeys, _ limit: Int) -> [Int32] {
    var perGroup = [[Int32]](repeating: [], count: groups.count)
    for row in rows() where ranks[0][Int(row)] != .infinity {
      let group = Int(groups.groupOfRow[Int(row)])
      if perGroup[group].count < limit { perGroup[group].append(row) }
    }
    return perGroup.flatMap { $0 }
  }
}
