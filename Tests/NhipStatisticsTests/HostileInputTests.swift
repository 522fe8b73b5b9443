// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// No input traps; no result holds a NaN, or an infinity but for an open upper limit.
struct HostileInputTests {
  static let odd: [Double] = [
    .nan, .infinity, -.infinity, 0, -0.0, 1, -1, 2, 3, 3, 0.5, 1e300, -1e300,
    .leastNonzeroMagnitude,
    9_007_199_254_740_992, 1e15, 7, 12, 100, 1e-12,
  ]

  static let finite: [Double] = [0, 1, 2, 3, 5e-300, 1e-12, 1e6, 1e12, 1e15, 1e150]

  private func series(_ generator: inout SeededGenerator) -> [Double] {
    let count = Int(generator.next() % 14)
    let mode = generator.next() % 4
    return (0..<count).map { _ in
      switch mode {
      case 0: Self.odd[Int(generator.next() % 20)]
      case 1: Self.finite[Int(generator.next() % 10)]
      case 2: Double(generator.next() % 100_000)
      default: Double(generator.next() % 6)
      }
    }
  }

  private func findUndefined(_ value: Value, _ path: String) -> String? {
    switch value {
    case .number(let number): return number.isFinite ? nil : "\(path) is \(number)"
    case .list(let list):
      // An interval may be open above.
      if list.count == 2, list[1] == .number(.infinity) { return findUndefined(list[0], path) }
      for index in list.indices {
        if let found = findUndefined(list[index], "\(path)[\(index)]") { return found }
      }
      return nil
    case .record(let record):
      for key in record.keys.sorted() {
        if let found = findUndefined(record[key] ?? .null, "\(path).\(key)") { return found }
      }
      return nil
    default: return nil
    }
  }

  @Test(arguments: Array(1...300).map { UInt64($0) })
  func givesAResultOrAnError(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (a, b, c, d) = (
      series(&generator), series(&generator), series(&generator), series(&generator)
    )
    let x = a
    let y = (0..<a.count).map { b.indices.contains($0) ? b[$0] : 1 }
    let w = (0..<a.count).map { c.indices.contains($0) ? c[$0] : 2 }
    let v = (0..<a.count).map { d.indices.contains($0) ? d[$0] : 3 }
    let n = Int(generator.next() % 9) - 1
    let one = Self.odd[Int(generator.next() % 20)]
    let two = Self.odd[Int(generator.next() % 20)]
    let attempts: [(String, () throws -> Any)] = [
      ("describe", { try Describe(x) }),
      ("weighted", { try WeightedMean(x, weights: y) }),
      ("moving", { try MovingAverage(x, window: n) }),
      ("ranking", { try Ranking(x) }),
      ("counts", { try CountComparison(before: one, after: two) }),
      (
        "exposed",
        { try CountComparison(before: 3, after: 4, exposureBefore: one, exposureAfter: two) }
      ),
      ("overdispersed", { try RateRatioOverdispersed(x, before: n) }),
      ("rate", { try RateInterval(count: one, exposure: two) }),
      ("predictive", { try PredictiveCount(count: one, periodsObserved: two) }),
      ("fdr", { try FalseDiscovery(x) }),
      ("yoy", { try YearOverYear(before: x, after: y, exposureBefore: w, exposureAfter: v) }),
      ("ols", { try LeastSquares(predictors: x.map { [$0] }, response: y) }),
      ("trend", { try OLSTrend(times: x, values: y) }),
      ("theil", { try TheilSen(times: x, values: y) }),
      ("kendall", { try MannKendall(x) }),
      ("auto", { try MannKendallAutocorrelated(x) }),
      ("seasonal", { try BlockMannKendall(seasonal: x, period: n) }),
      ("partial", { try PartialMannKendall(x, covariate: y) }),
      ("apc", { try AnnualPercentChange(times: x, counts: y, exposure: w) }),
      ("correlation", { try Correlation(x, y) }),
      ("matrix", { try CorrelationMatrix([x, y, w], kind: .kendall) }),
      ("partial r", { try PartialCorrelation(x, y, controls: [w]) }),
      ("permutation", { try CorrelationPermutation(x, y, samples: 50, seed: seed) }),
      ("bootstrap", { try CorrelationBootstrap(x, y, resamples: 99, seed: seed) }),
      ("cross", { try CrossCorrelation(x, y, maximumLag: n, prewhitenOrder: 1) }),
      ("homogeneity", { try RateHomogeneity(x, exposure: y) }),
      ("funnel", { try FunnelPlot(x, exposure: y) }),
      ("bayes", { try EmpiricalBayes(x, exposure: y) }),
      ("direct", { try DirectStandardisation(x, population: y, standard: w) }),
      (
        "indirect",
        {
          try IndirectStandardisation(
            observed: one, population: x, referenceCounts: y, referencePopulation: w)
        }
      ),
      (
        "kitagawa",
        {
          try Kitagawa(
            countsBefore: x, populationBefore: y, countsAfter: w, populationAfter: v)
        }
      ),
    ]
    let later: [(String, () throws -> Any)] = [
      (
        "ytd",
        {
          try YearToDate(monthly: x, startYear: 2020, startMonth: 3, asOfYear: 2020, asOfMonth: n)
        }
      ),
      (
        "did counts",
        {
          try DifferenceInDifferencesCounts(
            treatedBefore: one, treatedAfter: two, controlBefore: 4, controlAfter: one)
        }
      ),
      (
        "wdd",
        {
          try WeightedDisplacement(
            treated: .init(before: 3, after: one, areaWeight: two),
            control: .init(before: two, after: 4), timeWeights: (one, 2))
        }
      ),
      (
        "did",
        {
          try DifferenceInDifferences(
            x, isTreated: y.map { $0 > 1 }, isAfter: w.map { $0 > 2 })
        }
      ),
      (
        "fixed effects",
        {
          try PanelFixedEffects(
            entity: x.indices.map { $0 / 3 }, time: x.indices.map { Double($0 % 3) }, y: x,
            x: [y], effects: seed % 2 == 0 ? .entity : .twoWay)
        }
      ),
      (
        "pooled",
        {
          try PanelRegression.pooled(
            entity: x.indices.map { $0 / 3 }, time: x.indices.map { Double($0 % 3) }, y: x,
            x: [y])
        }
      ),
      (
        "differences",
        {
          try PanelRegression.firstDifferences(
            entity: x.indices.map { $0 / 3 }, time: w, y: x, x: [y])
        }
      ),
      (
        "panel counts",
        {
          try PanelPoisson(
            entity: x.indices.map { $0 / 3 }, time: x.indices.map { Double($0 % 3) },
            counts: x, x: [y], effects: .twoWay)
        }
      ),
      ("decomposition", { try Decomposition(x, period: n, model: .multiplicative) }),
      ("naive", { try ForecastBenchmark.naive.forecast(x, horizon: n) }),
      ("drift", { try ForecastBenchmark.drift.forecast(x, horizon: 3) }),
      ("mean", { try ForecastBenchmark.mean.forecast(x, horizon: 3) }),
      ("seasonal", { try ForecastBenchmark.seasonalNaive.forecast(x, horizon: 3, period: n) }),
      ("smoothing", { try ExponentialSmoothing(x, horizon: 3) }),
      ("winters", { try HoltWinters(optimising: x, period: n, seasonal: .additive, horizon: 2) }),
      (
        "holt",
        {
          try HoltWinters(
            x, parameters: .init(alpha: 0.5, beta: one), initial: .init(level: two, trend: 1),
            horizon: 2)
        }
      ),
      (
        "accuracy",
        { try ForecastAccuracy(training: v, actual: x, forecast: y, lower95: w, upper95: v) }
      ),
      (
        "backtest", { try Backtest(x, benchmark: .drift, horizon: 2, firstOrigin: n) }
      ),
      ("stl", { try STL(x, period: n, options: .init(isRobust: true)) }),
      ("inequality", { try Inequality(x) }),
      (
        "weighted inequality",
        { try InequalityWeighted(counts: x, population: y, groups: x.indices.map { $0 % 2 }) }
      ),
      ("pettitt", { try Pettitt(x) }),
      ("shift", { try MeanShift(x, minimumSegment: n) }),
      ("changes", { try PenalisedChanges(x, cost: .poisson, minimumSegment: n) }),
      ("levels", { try PenalisedChanges(x, cost: .normalMean) }),
      ("chart", { try ControlChart(x, exposure: y) }),
      ("joinpoint", { try Joinpoint(times: x, counts: y) }),
      (
        "interrupted",
        { try InterruptedTimeSeries(x, lastBefore: n, family: .quasipoisson) }
      ),
      ("interrupted hac", { try InterruptedTimeSeries(x, lastBefore: n) }),
    ]
    for (name, attempt) in attempts + later {
      do {
        let found = findUndefined(Comparison.value(try attempt()), name)
        #expect(found == nil, "seed \(seed): \(found ?? "")")
      } catch is StatisticsError {
        // An error is an answer.
      }
    }
  }
}
