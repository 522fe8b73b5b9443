// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// Exact p-values of ranks with ties are those of trying every order.
struct TiedRankTests {
  @Test func countsTheOrdersOfThreePairs() throws {
    // Only the orders that put 3 beside 2 are as far: 2 of 6.
    let found = try Correlation([5, 5, 2], [10, 10, 3])
    #expect(found.spearmanPExact == 2.0 / 6)
    #expect(found.kendallPExact == 2.0 / 6)
  }

  @Test(arguments: 3...7)
  func agreesWithEveryOrder(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    for _ in 0..<20 {
      func values() -> [Double] { (0..<count).map { _ in Double(generator.next() >> 62) } }
      let (x, y) = (values(), values())
      guard Set(x).count > 1, Set(y).count > 1, Set(x).count < count || Set(y).count < count
      else { continue }
      let found = try Correlation(x, y)
      let orders = Self.orders(y)
      func share(_ statistic: ([Double]) -> Double) -> Double {
        let observed = statistic(y).magnitude - 1e-9
        return Double(orders.count { statistic($0).magnitude >= observed }) / Double(orders.count)
      }
      // Ranks less their mean, whose products sum to what rho rises with.
      let ranks = Self.centred(x)
      let ranksOfY = Dictionary(zip(y, Self.centred(y))) { first, _ in first }
      let spearman = share { order in
        zip(ranks, order).reduce(0) { $0 + $1.0 * (ranksOfY[$1.1] ?? .nan) }
      }
      let kendall = share { order in
        var score = 0.0
        for i in 0..<count {
          for j in 0..<i { score += Self.sign(x[i] - x[j]) * Self.sign(order[i] - order[j]) }
        }
        return score
      }
      #expect(((found.spearmanPExact ?? -1) - spearman).magnitude < 1e-12, "\(x) \(y)")
      #expect(((found.kendallPExact ?? -1) - kendall).magnitude < 1e-12, "\(x) \(y)")
    }
  }

  @Test func leavesLongListsToTheApproximation() throws {
    let x: [Double] = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    let found = try Correlation(x, Array(x.reversed()))
    #expect(found.spearmanPExact == nil && found.kendallPExact == nil)
  }

  /// Mid-ranks less their mean.
  private static func centred(_ values: [Double]) -> [Double] {
    values.map { value in
      let below = values.count { $0 < value }
      let equal = values.count { $0 == value }
      return Double(below) + Double(equal - 1) / 2 - Double(values.count - 1) / 2
    }
  }

  private static func sign(_ gap: Double) -> Double { gap > 0 ? 1 : gap < 0 ? -1 : 0 }

  /// All orders, equal ones as often as they come.
  private static func orders(_ values: [Double]) -> [[Double]] {
    guard let first = values.first else { return [[]] }
    return orders(Array(values.dropFirst())).flatMap { rest in
      (0...rest.count).map { index in
        var order = rest
        order.insert(first, at: index)
        return order
      }
    }
  }
}
