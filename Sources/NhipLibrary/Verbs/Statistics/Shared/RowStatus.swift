// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// How a row of a statistic may be read, in the words of the `status` column. The display has the
/// words of other languages.
enum RowStatus: String, CaseIterable {
  case ok = "ok"
  case fewPoints = "few points"
  case noValue = "no value"
  case noValues = "n is too small: no values"
  case noPairs = "n is too small: no place has both"
  case noCommonPeriods = "n is too small: no period has both"
  case onePoint = "n is too small: one point"
  case twoPoints = "n is too small: two points"
  case threePoints = "n is too small: three points"
  case fewerThanFive = "n is too small: fewer than five"
  case noVariation = "no variation"
  case perfectFit = "perfect fit"
  case unlikePeriods = "periods of unlike length"
  case periodTwice = "a period occurs twice"
  case notWhole = "not whole counts"
  case allZero = "all counts are zero"
  case noExposure = "exposure is missing or zero"
  case notSettled = "the fit does not settle"
  case noSeasons = "needs two years of months or quarters"
  case tooMany = "more values than this method takes"
  case undefined = "not defined for these values"
  case noBase = "no base"
  case tooFewToJudge = "too few to judge"
  case noExcess = "no more variation than chance"
  case partial = "partial"
  case noSuchPlace = "no row for this place"

  /// What a failed statistic says about its input.
  init(_ error: StatisticsError) {
    switch error {
    case .insufficientData(_, let got):
      self = RowStatus.tooSmall(got)
    case .duplicateKey, .duplicatePeriod: self = .periodTwice
    case .negativeCount, .nonintegerCount: self = .notWhole
    case .nonpositiveExposure: self = .noExposure
    case .allZero: self = .allZero
    case .noConvergence, .singularDesign: self = .notSettled
    case .constantTime, .noWithinVariation: self = .noVariation
    default: self = .undefined
    }
  }

  static func tooSmall(_ count: Int) -> RowStatus {
    switch count {
    case 0: .noValues
    case 1: .onePoint
    case 2: .twoPoints
    case 3: .threePoints
    default: .fewerThanFive
    }
  }
}
