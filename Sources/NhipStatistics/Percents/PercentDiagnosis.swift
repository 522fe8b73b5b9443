// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What went wrong with a percent that does not follow from its two counts.
///
/// In order: base zero; consistent (half-up or half-even); truncated; else every explanation that
/// gives the printed digits; else inconsistent.
package struct PercentDiagnosis: Hashable, Sendable {
  package enum Finding: String, Hashable, Sendable {
    case baseZero = "base_zero"
    case consistent
    case truncated
    /// The right size with the wrong sign.
    case signError = "sign_error"
    /// Divided by the count after.
    case wrongBaseAfter = "wrong_base_after"
    case wrongBaseAfterAndSign = "wrong_base_after_and_sign"
    /// 100 after / before instead of the change.
    case ratioNotChange = "ratio_not_change"
    /// The difference of the counts, printed as a percent.
    case absoluteDifference = "absolute_difference"
    case offByOneUnit = "off_by_one_unit_in_last_place"
    case inconsistent
  }

  package let diagnosis: [Finding]
  package let correctPercent: Double?
  /// With as many decimals as the printed one.
  package let correctRounded: String?

  package init(
    _ percent: ReportedPercent, before: Int, after: Int
  ) throws(StatisticsError) {
    guard before >= 0 else { throw .negativeCount(index: 0) }
    guard after >= 0 else { throw .negativeCount(index: 1) }
    guard before <= PercentConsistency.maximumCount, after <= PercentConsistency.maximumCount
    else { throw .invalid("counts") }
    guard before > 0 else {
      diagnosis = [.baseZero]
      correctPercent = nil
      correctRounded = nil
      return
    }
    correctPercent = 100 * Double(after - before) / Double(before)
    correctRounded = PercentConsistency.text(
      before: before, after: after, decimals: percent.decimals)
    diagnosis = Self.findings(percent, before: before, after: after)
  }

  private static func findings(
    _ percent: ReportedPercent, before: Int, after: Int
  ) -> [Finding] {
    func holds(_ percent: ReportedPercent) -> Bool {
      PercentConsistency.isConsistent(percent, before: before, after: after)
    }
    if holds(percent) { return [.consistent] }
    if PercentConsistency.isConsistent(
      percent, before: before, after: after, rounding: .truncate)
    {
      return [.truncated]
    }
    var found: [Finding] = []
    if holds(percent.negated) { found.append(.signError) }
    if after > 0 {
      let change = Int128(after - before)
      if matches(percent, change, over: after) { found.append(.wrongBaseAfter) }
      if matches(percent, -change, over: after) { found.append(.wrongBaseAfterAndSign) }
    }
    if matches(percent, Int128(after), over: before) { found.append(.ratioNotChange) }
    if Int128(after - before) * Int128(ReportedPercent.power(percent.decimals))
      == Int128(percent.signedUnits)
    {
      found.append(.absoluteDifference)
    }
    if isOffByOne(percent, before: before, after: after) { found.append(.offByOneUnit) }
    return found.isEmpty ? [.inconsistent] : found
  }

  /// Whether 100 numerator / denominator, rounded half-up or half-even, has the printed digits.
  private static func matches(
    _ percent: ReportedPercent, _ numerator: Int128, over denominator: Int
  ) -> Bool {
    let scaled = Int128(numerator.magnitude) * Int128(percent.unitsPerWhole)
    let sign: Int128 = numerator < 0 ? -1 : 1
    return [PercentRounding.halfUp, .halfEven].contains {
      sign * $0.quotient(scaled, Int128(denominator)) == Int128(percent.signedUnits)
    }
  }

  private static func isOffByOne(_ percent: ReportedPercent, before: Int, after: Int) -> Bool {
    let scaled = Int128((after - before).magnitude) * Int128(percent.unitsPerWhole)
    let sign: Int128 = after < before ? -1 : 1
    return [PercentRounding.halfUp, .halfEven].contains {
      let units = sign * $0.quotient(scaled, Int128(before))
      return (units - Int128(percent.signedUnits)).magnitude == 1
    }
  }
}
