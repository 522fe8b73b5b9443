// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Two Poisson counts given their total: after | total ~ Binomial(total, Ea / (Ea + Eb)).
///
/// Przyborowski & Wilenski 1940. Both tails are computed directly.
struct ConditionalBinomial {
  let after: Double
  let total: Double
  /// The expected share of `after` when the rates are equal, and one minus it.
  let share: Double
  let complement: Double

  init(before: Double, after: Double, exposureBefore: Double, exposureAfter: Double) {
    self.after = after
    total = before + after
    let ratio = exposureBefore / exposureAfter
    share = 1 / (1 + ratio)
    complement = ratio.isInfinite ? 1 : ratio / (1 + ratio)
  }

  private var lower: Double {
    Distributions.binomialLower(after, size: total, p: share, q: complement)
  }

  private var upper: Double {
    Distributions.binomialUpper(after - 1, size: total, p: share, q: complement)
  }

  private func mass(_ count: Double) -> Double {
    Distributions.binomialMass(count, size: total, p: share, q: complement)
  }

  /// Twice the smaller tail, which matches the Clopper-Pearson interval.
  var centralP: Double { min(1, 2 * min(lower, upper)) }

  /// Twice the smaller tail, each with half of the observed outcome (Lancaster 1961).
  var midP: Double {
    let half = mass(after) / 2
    return max(0, min(1, 2 * (min(lower, upper) - half)))
  }

  /// The probability of all outcomes that are not likelier than the observed one.
  var minimumLikelihoodP: Double {
    let limit = mass(after) * (1 + 1e-7)  // equal outcomes differ by rounding
    let mode = min(total, ((total + 1) * share).rounded(.down))
    guard mass(mode) > limit else { return 1 }
    if after < mode {
      let span = total - mode
      // The mass falls beyond the mode: the first outcome that is unlikely enough.
      guard
        let step = Distributions.smallestCount(
          upTo: max(1, span), where: { $0 > span || mass(mode + $0) <= limit })
      else { return lower }
      let far = Distributions.binomialUpper(
        mode + step - 1, size: total, p: share, q: complement)
      return min(1, lower + (step > span ? 0 : far))
    }
    guard
      let step = Distributions.smallestCount(
        upTo: max(1, mode), where: { $0 > mode || mass(mode - $0) <= limit })
    else { return upper }
    let near = Distributions.binomialLower(mode - step, size: total, p: share, q: complement)
    return min(1, upper + (step > mode ? 0 : near))
  }

  /// The mid-P of the most extreme split of the total: no result can be smaller than this.
  var smallestAttainableMidP: Double {
    guard total > 0 else { return 1 }
    return min(1, min(exp(total * log(share)), exp(total * log(complement))))
  }

  /// The odds limits of Clopper & Pearson 1934: after / before times Eb / Ea; upper infinite
  /// without events before, lower 0 without events after.
  func exactOdds(_ confidence: Double) -> Interval? {
    let tail = (1 - confidence) / 2
    let before = total - after
    let low = after == 0 ? 0 : Distributions.betaQuantileOdds(tail, after, before + 1)
    let high =
      before == 0 ? .infinity : Distributions.betaQuantileOdds(1 - tail, after + 1, before)
    guard let low, let high else { return nil }
    return Interval(low, high)
  }

  /// The odds limits at which the mid-P tail equals (1 - confidence) / 2, solved to 1e-15.
  func midPOdds(_ confidence: Double) -> Interval? {
    let tail = (1 - confidence) / 2
    let before = total - after
    let guess = log((after + 0.5) / (before + 0.5))
    let step = (1 / (after + 0.5) + 1 / (before + 0.5)).squareRoot()
    var low: Double? = 0
    if after > 0 {
      low = Distributions.solveLogOdds(from: guess - step, step: step) { p, q in
        Distributions.binomialUpper(after, size: total, p: p, q: q)
          + Distributions.binomialMass(after, size: total, p: p, q: q) / 2 - tail
      }
    }
    var high: Double? = .infinity
    if before > 0 {
      high = Distributions.solveLogOdds(from: guess + step, step: step) { p, q in
        tail - Distributions.binomialLower(after - 1, size: total, p: p, q: q)
          - Distributions.binomialMass(after, size: total, p: p, q: q) / 2
      }
    }
    guard let low, let high else { return nil }
    return Interval(low, high)
  }
}
