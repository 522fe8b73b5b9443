// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A warning that belongs to a defined result.
package enum Status: String, Hashable, Sendable {
  case constantSeries = "constant_series"
  case perfectFit = "perfect_fit"
  case tooSmallForInference = "n_too_small_for_inference"
  case cannotReach05 = "cannot_reach_05"
  case zeroBase = "zero_base"
  case bothZero = "both_zero"
  case zeroCell = "zero_cell"
  case noExcessVariation = "no_excess_variation"
  case zeroScale = "zero_scale"
  case tooFewToJudge = "too_few_to_judge"
  case fewClusters = "few_clusters"
  case belowMinus100 = "below_minus_100"
  case allZero = "all_zero"
  case correctionUnusable = "correction_unusable"
}
