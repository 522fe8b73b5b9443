// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipObservations
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
    return table.gathered(order)
  }
}

/// The order of a table's rows by sort keys; equal rows keep their order.
package struct RowOrdering {
  private let ranks: [[Double]]
  private let rowCount: Int

  package init(
    _ keys: [SortKey], of table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) {
    let evaluator = Evaluator(table, registry: context.store.registry)
    var ranks: [[Double]] = []
    for key in keys {
      let column = try evaluator.column(key.expression, context)
      ranks.append(column.sortRanks(context.store.registry, isDescending: key.isDescending))
    }
    self.ranks = ranks
    rowCount = table.rowCount
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

  /// The rows in order: all, or the first of them, or those that are wanted.
  package func rows(
    first limit: Int? = nil, where isWanted: (Int32) -> Bool = { _ in true }
  ) -> [Int32] {
    let all = (0..<Int32(rowCount)).filter(isWanted)
    if let limit, limit < all.count {
      return TopRows.smallest(limit, of: all, by: precedes)
    }
    return all.sorted(by: precedes)
  }
}

/// The first rows of an order, without sorting all of them.
enum TopRows {
  static func smallest(
    _ count: Int, of rows: [Int32], by precedes: (Int32, Int32) -> Bool
  ) -> [Int32] {
    guard count > 0 else { return [] }
    // A heap of the best rows so far, the worst of them on top.
    var heap: [Int32] = []
    heap.reserveCapacity(count)
    func siftDown(_ start: Int) {
      var parent = start
      while true {
        var worst = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
          if precedes(heap[worst], heap[child]) { worst = child }
        }
        if worst == parent { return }
        heap.swapAt(worst, parent)
        parent = worst
      }
    }
    for row in rows {
      if heap.count < count {
        heap.append(row)
        if heap.count == count {
          for index in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(index) }
        }
      } else if precedes(row, heap[0]) {
        heap[0] = row
        siftDown(0)
      }
    }
    return heap.sorted(by: precedes)
  }
}

extension Column {
  /// One number a row whose order is the column's: texts by UTF-8 bytes, places in official
  /// order, periods in time; missing is infinity, which comes last both ways.
  package func sortRanks(_ registry: PlaceRegistry, isDescending: Bool) -> [Double] {
    func signed(_ value: Double) -> Double { isDescending ? -value : value }
    switch flattened().storage {
    case .numbers(let values): return values.map { $0.isNaN ? .infinity : signed($0) }
    case .booleans(let values): return values.map { $0 == 2 ? .infinity : signed(Double($0)) }
    case .text(let codes, let dictionary):
      let sorted = dictionary.values.indices.sorted {
        Comparison.less(dictionary.values[$0], dictionary.values[$1])
      }
      var rank = [Double](repeating: 0, count: dictionary.count)
      for (position, code) in sorted.enumerated() { rank[code] = Double(position) }
      return codes.map { $0 < 0 ? .infinity : signed(rank[Int($0)]) }
    case .places(let values):
      return values.map { $0 < 0 ? .infinity : signed(Double(registry.order[Int($0)])) }
    case .periods(let values):
      let distinct = Array(Set(values)).sorted()
      var rank: [Period: Double] = [:]
      for (position, period) in distinct.enumerated() { rank[period] = Double(position) }
      return values.map { $0.grain == .none ? .infinity : signed(rank[$0] ?? 0) }
    case .textRuns, .placeRuns, .periodRuns: return []
    }
  }
}
