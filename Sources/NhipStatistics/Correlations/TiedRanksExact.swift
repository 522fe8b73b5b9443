// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The exact distribution of a rank statistic over all orders of a list with ties.
///
/// Values of y are dealt out from the smallest, a tie at a time, over the ties of x; how many of
/// each tie of x are taken is all that the rest depends on, so that orders need not be listed.
struct TiedRanksExact {
  enum Statistic {
    /// The sum of products of mid-ranks, which rho rises with.
    case spearman
    /// Concordant less discordant pairs.
    case kendall
  }

  /// The longest list for which all orders are counted.
  static let limit = SpearmanExact.limit

  /// Twice the mid-rank of each tie, and how many values it has.
  private typealias Ties = [(rank: Int, count: Int)]

  private let statistic: Statistic
  private let x: Ties
  private let y: Ties
  /// Totals are kept from `-offset` on.
  private let offset: Int
  private let range: Int

  /// The share of orders whose statistic lies at least as far from its mean as the observed one;
  /// `nil` for longer lists.
  static func twoSided(_ pairs: PairedValues, _ statistic: Statistic) -> Double? {
    let count = pairs.count
    guard count >= 2, count <= limit else { return nil }
    let ranked = pairs.ranked
    let exact = TiedRanksExact(ranked, statistic)
    var observed = 0
    switch statistic {
    case .spearman:
      for i in 0..<count { observed += Int(2 * ranked.x[i]) * Int(2 * ranked.y[i]) }
    case .kendall:
      for i in 0..<count {
        for j in 0..<i {
          observed += sign(ranked.x[i] - ranked.x[j]) * sign(ranked.y[i] - ranked.y[j])
        }
      }
    }
    // Over all orders mid-ranks average (n + 1) / 2 in each place.
    let mean = statistic == .spearman ? count * (count + 1) * (count + 1) : 0
    let orders = exact.distribution()
    var extreme = 0.0
    for index in orders.indices
    where (index - exact.offset - mean).magnitude >= (observed - mean).magnitude {
      extreme += orders[index]
    }
    return min(1, extreme / orders.reduce(0, +))
  }

  private static func sign(_ gap: Double) -> Int { gap > 0 ? 1 : gap < 0 ? -1 : 0 }

  private init(_ ranked: PairedValues, _ statistic: Statistic) {
    func ties(_ ranks: [Double]) -> Ties {
      Set(ranks).sorted().map { rank in (Int(2 * rank), ranks.count { $0 == rank }) }
    }
    self.statistic = statistic
    x = ties(ranked.x)
    y = ties(ranked.y)
    let count = ranked.count
    offset = statistic == .kendall ? count * (count - 1) / 2 : 0
    // No order has a larger sum of products than equal orders of ranks without ties.
    range =
      statistic == .kendall
      ? 2 * offset + 1 : 4 * count * (count + 1) * (2 * count + 1) / 6 + 1
  }

  /// How many orders, up to a common factor, give each total.
  private func distribution() -> [Double] {
    var strides = [1]
    for tie in x { strides.append((strides.last ?? 1) * (tie.count + 1)) }
    let stateCount = strides[x.count]
    var ways = [Double](repeating: 0, count: stateCount * range)
    ways[offset] = 1
    let filled = (0..<stateCount).map { state in
      x.indices.map { state / strides[$0] % (x[$0].count + 1) }
    }
    var dealt = 0
    for tie in y {
      for state in 0..<stateCount where filled[state].reduce(0, +) == dealt {
        for deal in deals(of: tie.count, over: filled[state]) {
          let next = state + zip(deal.taken, strides).reduce(0) { $0 + $1.0 * $1.1 }
          let gain = gain(deal.taken, filled[state], tie.rank)
          for total in 0..<range where ways[state * range + total] > 0 {
            ways[next * range + total + gain] += deal.ways * ways[state * range + total]
          }
        }
      }
      dealt += tie.count
    }
    return Array(ways[((stateCount - 1) * range)...])
  }

  /// The ways to spread equal values of y over what is left of each tie of x.
  private func deals(of count: Int, over filled: [Int]) -> [(taken: [Int], ways: Double)] {
    var result: [(taken: [Int], ways: Double)] = [([], 1)]
    for index in x.indices {
      let left = x[index].count - filled[index]
      result = result.flatMap { deal in
        let used = deal.taken.reduce(0, +)
        return (0...min(left, count - used)).map { taken in
          (deal.taken + [taken], deal.ways * Self.choices(left, taken))
        }
      }
    }
    return result.filter { $0.taken.reduce(0, +) == count }
  }

  private func gain(_ taken: [Int], _ filled: [Int], _ rank: Int) -> Int {
    switch statistic {
    case .spearman: return x.indices.reduce(0) { $0 + taken[$1] * x[$1].rank * rank }
    case .kendall:
      let all = filled.reduce(0, +)
      var below = 0
      return x.indices.reduce(0) { sum, index in
        defer { below += filled[index] }
        return sum + taken[index] * (below - (all - below - filled[index]))
      }
    }
  }

  private static func choices(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}
