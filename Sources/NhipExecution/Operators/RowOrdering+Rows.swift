// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension RowOrdering {
  /// A row and its rank by the first key, which decides most comparisons.
  struct Entry: Sendable {
    var rank: Double
    var row: Int32
  }

  @inline(__always)
  func precedes(_ a: Entry, _ b: Entry) -> Bool {
    a.rank != b.rank ? a.rank < b.rank : precedes(a.row, b.row)
  }

  /// The rows in order: all of them, or only the first.
  package func rows(first limit: Int? = nil) -> [Int32] {
    if let limit, limit < rowCount { return firstRows(limit) }
    return sorted().map(\.row)
  }

  /// How many rows have no value by the first key.
  package var missingCount: Int {
    ranks.first.map { rank in rank.count { $0 == .infinity } } ?? 0
  }

  /// The first rows, each task keeping its own candidates.
  private func firstRows(_ count: Int) -> [Int32] {
    guard count > 0, let rank = ranks.first else { return Array(0..<Int32(count)) }
    let ranges = morsels.ranges(rowCount)
    let candidates = Workers.map(ranges.count, threads: morsels.threads) { task in
      var heap = TopRows(count: count, self)
      rank.withUnsafeBufferPointer { rank in
        for row in ranges[task] { heap.take(Entry(rank: rank[row], row: Int32(row))) }
      }
      return heap.entries
    }
    let best = candidates.joined().sorted { precedes($0, $1) }
    return best.prefix(count).map(\.row)
  }

  /// Stretches sorted side by side, then merged two by two.
  private func sorted() -> [Entry] {
    let ranges = morsels.ranges(rowCount)
    guard let rank = ranks.first else {
      return (0..<Int32(rowCount)).map { Entry(rank: 0, row: $0) }
    }
    var stretches = Workers.map(ranges.count, threads: morsels.threads) { task in
      ranges[task].map { Entry(rank: rank[$0], row: Int32($0)) }.sorted { precedes($0, $1) }
    }
    while stretches.count > 1 {
      let pairs = Workers.ranges(stretches.count, size: 2)
      stretches = Workers.map(pairs.count, threads: morsels.threads) { [stretches] task in
        let pair = pairs[task]
        return pair.count == 1
          ? stretches[pair.lowerBound]
          : merged(stretches[pair.lowerBound], stretches[pair.lowerBound + 1])
      }
    }
    return stretches.first ?? []
  }

  private func merged(_ a: [Entry], _ b: [Entry]) -> [Entry] {
    var result: [Entry] = []
    result.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if precedes(b[j], a[i]) {
        result.append(b[j])
        j += 1
      } else {
        result.append(a[i])
        i += 1
      }
    }
    result.append(contentsOf: a[i...])
    result.append(contentsOf: b[j...])
    return result
  }
}

/// The first entries of an order so far: a heap with the last of them on top.
private struct TopRows {
  private(set) var entries: [RowOrdering.Entry] = []
  private let count: Int
  private let ordering: RowOrdering

  init(count: Int, _ ordering: RowOrdering) {
    self.count = count
    self.ordering = ordering
  }

  @inline(__always)
  mutating func take(_ entry: RowOrdering.Entry) {
    if entries.count == count {
      guard entry.rank <= entries[0].rank, ordering.precedes(entry, entries[0]) else { return }
      entries[0] = entry
      siftDown(0)
      return
    }
    entries.append(entry)
    if entries.count == count {
      for index in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var last = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if ordering.precedes(entries[last], entries[child]) { last = child }
      }
      if last == parent { return }
      entries.swapAt(last, parent)
      parent = last
    }
  }
}
