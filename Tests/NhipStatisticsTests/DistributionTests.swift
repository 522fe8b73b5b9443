// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// The points at which GSL's inverse functions fail or are silently wrong, and very large counts.
struct DistributionTests {
  @Test func solvesEveryGarwoodLimitUpToFiveThousand() throws {
    for count in stride(from: 0.0, through: 5_000, by: 1) {
      for level in [0.95, 0.998] {
        let limits = try #require(PoissonInterval.exact(count, level))
        let tail = (1 - level) / 2
        let upper = Distributions.poissonLower(count, mean: limits.upper)
        #expect((upper - tail).magnitude <= 1e-9 * tail, "count \(count)")
        if count > 0 {
          let lower = Distributions.poissonUpper(count - 1, mean: limits.lower)
          #expect((lower - tail).magnitude <= 1e-9 * tail, "count \(count)")
        }
      }
    }
  }

  @Test(
    arguments: [
      (34.0, 500.0), (500, 34), (7, 392), (392, 7), (1, 3_000), (2_999, 3_000), (0, 9), (9, 0),
      (1_161, 1_160), (100_000, 99_000), (4e6, 4.1e6), (1e9, 1.1e9), (9e15, 9e15),
    ])
  func solvesClopperPearsonLimits(_ pair: (Double, Double)) throws {
    let result = try CountComparison(before: pair.0, after: pair.1)
    let exact = try #require(result.rateRatioIntervalExact)
    let mid = try #require(result.rateRatioIntervalMidP)
    #expect(exact.lower <= mid.lower && mid.upper <= exact.upper)
    #expect(exact.lower < exact.upper)
    let total = pair.0 + pair.1
    if pair.0 > 0, pair.1 > 0, total < 1e8 {
      let odds = exact.lower
      let tail = Distributions.binomialUpper(
        pair.1 - 1, size: total, p: odds / (1 + odds), q: 1 / (1 + odds))
      #expect((tail - 0.025).magnitude < 1e-8)
    }
  }

  @Test(arguments: [0.01, 0.1, 0.5, 1, 2.5, 1_159, 1_160, 1_161, 1e5, 1e7])
  func invertsTheGammaDistribution(_ shape: Double) throws {
    for probability in [1e-6, 0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999] {
      let x = try #require(Distributions.gammaQuantile(probability, shape: shape))
      let back = Distributions.gammaLower(x, shape: shape)
      if x > 1e-300 { #expect((back - probability).magnitude < 1e-9, "\(probability)") }
      let upper = try #require(Distributions.gammaUpperQuantile(probability, shape: shape))
      let tail = Distributions.gammaUpper(upper, shape: shape)
      if upper > 1e-300 { #expect((tail - probability).magnitude < 1e-9, "\(probability)") }
    }
  }

  @Test func agreesWithPublishedTables() throws {
    #expect((Distributions.normalCritical(0.95) - 1.959963984540054).magnitude < 1e-12)
    #expect(
      (Distributions.studentCritical(0.95, degrees: 1) - 12.706204736174694).magnitude < 1e-8)
    #expect(
      (Distributions.studentCritical(0.95, degrees: 30) - 2.0422724563012373).magnitude < 1e-9)
    #expect((Distributions.chiSquareUpper(3.841458820694124, degrees: 1) - 0.05).magnitude < 1e-12)
    #expect((Distributions.fisherUpper(4.964602743730711, 1, 10) - 0.05).magnitude < 1e-10)
    #expect((Distributions.poissonMass(3, mean: 2) - 0.18044704431548356).magnitude < 1e-14)
  }

  @Test func findsRootsThatBisectionFinds() {
    let root = RootFinder.solve(in: 0...2) { $0 * $0 - 2 }
    #expect(((root ?? 0) - 2.squareRoot()).magnitude < 1e-14)
    #expect(RootFinder.solve(in: 0...1) { $0 + 1 } == nil)
    #expect(RootFinder.solve(in: 0...1) { _ in .nan } == nil)
    let flat = RootFinder.solve(in: 0...1) { $0 < 0.7 ? -1e-300 : 1 }
    #expect(((flat ?? 0) - 0.7).magnitude < 1e-12)
  }
}
