// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// Relations that hold for every input; a failure names the seed that reproduces it.
struct PropertyTests {
  static let seeds: [UInt64] = Array(1...25)

  private func values(_ seed: UInt64, _ count: Int, ties: Bool = false) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      ties ? Double(generator.next() % 5) : Double(generator.next() >> 11) / 1e13 - 300
    }
  }

  private func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a == b || (a - b).magnitude <= tolerance * max(1, a.magnitude, b.magnitude)
  }

  @Test(arguments: seeds)
  func correlationIsSymmetricAndFreeOfScale(_ seed: UInt64) throws {
    let x = values(seed, 12, ties: seed % 2 == 0)
    let y = values(seed + 1_000, 12, ties: seed % 3 == 0)
    let first = try Correlation(x, y)
    let swapped = try Correlation(y, x)
    let scaled = try Correlation(x.map { 3 * $0 + 7 }, y)
    let turned = try Correlation(x.map { -$0 }, y)
    for (a, b, c, d) in [
      (first.pearsonR, swapped.pearsonR, scaled.pearsonR, turned.pearsonR),
      (first.spearmanRho, swapped.spearmanRho, scaled.spearmanRho, turned.spearmanRho),
      (first.kendallTauB, swapped.kendallTauB, scaled.kendallTauB, turned.kendallTauB),
    ] {
      #expect(isClose(a, b) && isClose(a, c) && isClose(a.map { -$0 }, d), "seed \(seed)")
    }
    #expect(isClose(first.kendallPNormal, swapped.kendallPNormal), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func trendsTurnWithTheSign(_ seed: UInt64) throws {
    let x = values(seed, 15, ties: seed % 2 == 0)
    let plain = try MannKendall(x)
    let turned = try MannKendall(x.map { -$0 })
    let scaled = try MannKendall(x.map { 4 * $0 })
    #expect(plain.s == -turned.s && plain.s == scaled.s, "seed \(seed)")
    #expect(isClose(plain.p, turned.p) && isClose(plain.varS, scaled.varS), "seed \(seed)")
    #expect(isClose(plain.senSlope.map { 4 * $0 }, scaled.senSlope), "seed \(seed)")
    let times = x.indices.map { Double($0) }
    let line = try TheilSen(times: times, values: x)
    #expect(isClose(line.slope, plain.senSlope) && line.kendallS == plain.s, "seed \(seed)")
    #expect(isClose(line.varS, plain.varS), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func comparisonOfCountsTurnsRound(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let before = Double(generator.next() % 400 + 1)
    let after = Double(generator.next() % 400 + 1)
    let there = try CountComparison(before: before, after: after, exposureAfter: 2)
    let back = try CountComparison(before: after, after: before, exposureBefore: 2)
    #expect(isClose(there.pMid, back.pMid), "seed \(seed)")
    #expect(isClose(there.pExactCentral, back.pExactCentral), "seed \(seed)")
    #expect(isClose(there.pExactMinlike, back.pExactMinlike), "seed \(seed)")
    #expect(isClose(there.pETest, back.pETest), "seed \(seed)")
    let lower = there.rateRatioIntervalExact?.lower
    #expect(
      isClose(lower, back.rateRatioIntervalExact.map { 1 / $0.upper }, 1e-8), "seed \(seed)")
    let exposure = try CountComparison(
      before: before, after: after, exposureBefore: 1e5, exposureAfter: 2e5)
    #expect(isClose(there.rateRatio, exposure.rateRatio), "seed \(seed)")
    #expect(isClose(there.pETest, exposure.pETest), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func workspaceFormsAgreeWithTheOthers(_ seed: UInt64) throws {
    var workspace = SeriesWorkspace(capacity: 8)
    for count in [3, 7, 11, 60, 200] {
      let x = values(seed, count, ties: seed % 2 == 0)
      let times = x.indices.map { Double($0) }
      for probability in [0, 0.1, 0.5, 0.77, 1] {
        let fast = x.withUnsafeBufferPointer {
          Quantile.value($0, probability, workspace: &workspace)
        }
        #expect(isClose(fast, Quantile.ofSorted(x.sorted(), probability)), "seed \(seed)")
      }
      try times.withUnsafeBufferPointer { t in
        try x.withUnsafeBufferPointer { y in
          #expect(
            try TheilSen(times: t, values: y, workspace: &workspace)
              == TheilSen(times: times, values: x), "seed \(seed)")
          #expect(
            try MannKendall(times: t, values: y, workspace: &workspace) == MannKendall(x),
            "seed \(seed)")
          let trend = try OLSTrend(times: t, values: y, workspace: &workspace)
          #expect(isClose(trend.slope, OLSTrend.slope(times: t, values: y)), "seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: seeds)
  func longAndShortScoresAgree(_ seed: UInt64) throws {
    // Twice the limit between the double loop and merging.
    let x = values(seed, 96, ties: seed % 2 == 0)
    var s = 0
    for i in x.indices {
      for j in x.indices[(i + 1)...] { s += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0 }
    }
    #expect(try MannKendall(x).s == s, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func adjustedValuesAreOrderedAndLarger(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let p = (0..<20).map { _ in Double(generator.next() % 1_000) / 1_000 }
    let result = try FalseDiscovery(p)
    for i in p.indices {
      let (bh, by) = (result.bh[i] ?? -1, result.by[i] ?? -1)
      let (holm, bonferroni) = (result.holm[i] ?? -1, result.bonferroni[i] ?? -1)
      #expect(p[i] <= bh && bh <= by && by <= 1, "seed \(seed)")
      #expect(bh <= holm && holm <= bonferroni, "seed \(seed)")
    }
  }
}
