// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics

/// The counts of one comparison and what they are counted over.
struct ChangeTestInput {
  let before: Double
  let beforeBounds: (low: Double, high: Double)
  let after: Double
  let afterBounds: (low: Double, high: Double)
  /// `before` is the mean of this many periods; the test takes their sum.
  let periods: Double
  let exposureBefore: Double
  let exposureAfter: Double

  var risesFromZero: Bool { before == 0 }

  var rises: Bool { after / exposureAfter > before * periods / exposureBefore }
}

/// What the tests of a column say, row by row.
struct ChangeTests {
  private struct Key: Hashable {
    let before: Double
    let after: Double
    let exposureBefore: Double
    let exposureAfter: Double
  }

  private(set) var p: [Double]
  private(set) var q: [Double]
  private(set) var low: [Double]
  private(set) var high: [Double]
  private(set) var verdicts: [String?]
  /// Tests in the family that q counts.
  private(set) var familyCount = 0
  /// Equal counts are tested once.
  private var known: [Key: RateChange?] = [:]

  init(_ comparison: ChangeComparison) {
    let rowCount = comparison.rowCount
    p = [Double](repeating: .nan, count: rowCount)
    q = p
    low = p
    high = p
    verdicts = [String?](repeating: nil, count: rowCount)
    // A row that no split of its counts could have made significant leaves the family.
    var family = p
    var inputs: [(row: Int, input: ChangeTestInput)] = []
    for row in 0..<rowCount {
      guard let input = comparison.testInput(row), let stated = test(input) else { continue }
      inputs.append((row, input))
      p[row] = stated.p
      low[row] = stated.low
      high[row] = stated.high
      if stated.smallest <= ChangeComparison.alpha { family[row] = stated.p }
    }
    familyCount = family.count { !$0.isNaN }
    let adjusted = (try? FalseDiscovery(family).bh) ?? []
    for (row, input) in inputs {
      let own = adjusted.indices.contains(row) ? adjusted[row] : nil
      q[row] = own ?? .nan
      verdicts[row] = verdict(input, own)
    }
  }

  private func verdict(_ input: ChangeTestInput, _ q: Double?) -> String {
    if let q, q <= ChangeComparison.alpha { return input.rises ? "increase" : "decrease" }
    if input.before == 0 { return "base zero" }
    return q == nil ? "too few to judge" : "no clear change"
  }

  /// The test of the stated counts; with bounds the largest p and the widest interval that they
  /// allow. `nil` where the counts are not whole.
  private mutating func test(
    _ input: ChangeTestInput
  ) -> (p: Double, low: Double, high: Double, smallest: Double)? {
    guard let stated = rate(input, input.before, input.after) else { return nil }
    let (a, b) = (input.afterBounds, input.beforeBounds)
    guard a.low < a.high || b.low < b.high else {
      return (
        stated.p, stated.percentInterval?.lower ?? .nan,
        Self.finite(stated.percentInterval?.upper), stated.smallestP
      )
    }
    func perUnit(_ before: Double) -> Double { before * input.periods / input.exposureBefore }
    let isAbove = a.low / input.exposureAfter > perUnit(b.high)
    let isBelow = a.high / input.exposureAfter < perUnit(b.low)
    let least = rate(input, b.high, a.low)
    let most = rate(input, b.low, a.high)
    let nearest = isAbove ? least?.p : isBelow ? most?.p : 1
    return (
      nearest ?? 1, least?.percentInterval?.lower ?? -100,
      Self.finite(most?.percentInterval?.upper), stated.smallestP
    )
  }

  private static func finite(_ limit: Double?) -> Double {
    guard let limit, limit.isFinite else { return .nan }
    return limit
  }

  private mutating func rate(
    _ input: ChangeTestInput, _ before: Double, _ after: Double
  ) -> RateChange? {
    guard before.isFinite, after.isFinite else { return nil }
    // A mean times its number of periods is their sum, up to rounding.
    let sum = input.periods == 1 ? before : Self.whole(before * input.periods)
    let key = Key(
      before: sum, after: after, exposureBefore: input.exposureBefore,
      exposureAfter: input.exposureAfter)
    if let result = known[key] { return result }
    let result = try? RateChange(
      before: sum, after: after, exposureBefore: input.exposureBefore,
      exposureAfter: input.exposureAfter)
    known[key] = .some(result)
    return result
  }

  private static func whole(_ value: Double) -> Double {
    let rounded = value.rounded()
    return (value - rounded).magnitude <= 1e-6 * max(1, rounded.magnitude) ? rounded : value
  }
}
