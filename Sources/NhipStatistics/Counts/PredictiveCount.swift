// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What the next count may be when the level is stable: the Jeffreys gamma(x + 1/2, m) posterior
/// gives a negative binomial with size x + 1/2 and probability m / (m + k), for m observed and k
/// coming periods.
package struct PredictiveCount: Hashable, Sendable {
  package let mean: Double
  package let median: Double
  package let interval: Interval
  /// P(next count > the upper limit).
  package let pExceedUpper: Double

  package init(
    count: Double, periodsObserved: Double, periodsAhead: Double = 1, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.count(count)
    guard periodsObserved > 0, periodsObserved.isFinite else { throw .invalid("periods_observed") }
    guard periodsAhead > 0, periodsAhead.isFinite else { throw .invalid("periods_ahead") }
    let size = count + 0.5
    let p = periodsObserved / (periodsObserved + periodsAhead)
    let tail = (1 - confidence) / 2
    func quantile(_ probability: Double, upper: Double) -> Double? {
      Distributions.smallestCount(upTo: Check.maximumCount) { x in
        probability <= 0.5
          ? Distributions.negativeBinomialLower(x, size: size, p: p) >= probability
          : Distributions.negativeBinomialUpper(x, size: size, p: p) <= upper
      }
    }
    guard let low = quantile(tail, upper: 1 - tail), let middle = quantile(0.5, upper: 0.5),
      let high = quantile(1 - tail, upper: tail)
    else { throw .noConvergence }
    mean = size * (periodsAhead / periodsObserved)
    median = middle
    interval = Interval(low, high)
    pExceedUpper = Distributions.negativeBinomialUpper(high, size: size, p: p)
    guard mean.isFinite else { throw .invalid("periods_ahead") }
  }
}
