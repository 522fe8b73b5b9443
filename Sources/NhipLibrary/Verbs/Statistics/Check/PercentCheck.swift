// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// Judges one printed percent with what is known of its counts.
struct PercentCheck {
  /// Bases above this are not searched for the size at which a change would show.
  private static let largestBase = 100_000_000
  /// Findings of a diagnosis that are told.
  private static let toldSlips = 2

  /// A percent change with the count after it and, where known, before it.
  static func change(_ percent: ReportedPercent, before: Int?, after: Int?) -> CheckResult {
    let printed = ReportedPercent.text(
      signedUnits: percent.signedUnits, decimals: percent.decimals)
    if percent.signedUnits < -percent.unitsPerWhole {
      return CheckResult(findings: [.belowMinusHundred], verdict: .inconsistent)
    }
    if let before, let after { return pair(percent, printed, before, after) }
    if let after { return base(percent, printed, after) }
    return alone(percent, printed)
  }

  private static func pair(
    _ percent: ReportedPercent, _ printed: String, _ before: Int, _ after: Int
  ) -> CheckResult {
    guard before > 0 else {
      return CheckResult(findings: [.baseIsZero], verdict: .open)
    }
    let exact =
      PercentConsistency.text(before: before, after: after, decimals: percent.decimals) ?? printed
    if PercentConsistency.isConsistent(percent, before: before, after: after) {
      return CheckResult(
        findings: [.countsAgree(before: before, after: after, percent: exact)],
        verdict: .consistent)
    }
    let slips = (try? PercentDiagnosis(percent, before: before, after: after).diagnosis) ?? []
    return CheckResult(
      findings: [
        .countsDisagree(before: before, after: after, percent: exact, printed: printed)
      ] + slips.prefix(toldSlips).map { .diagnosis($0) }, verdict: .inconsistent)
  }

  /// The whole bases that a known count leaves.
  private static func base(
    _ percent: ReportedPercent, _ printed: String, _ after: Int
  ) -> CheckResult {
    if let bases = PercentConsistency.befores(percent, after: after, rounding: nil) {
      return CheckResult(
        findings: [
          bases.count == 1
            ? .oneBase(after: after, percent: printed, before: bases.lowerBound)
            : .bases(
              after: after, percent: printed, first: bases.lowerBound, last: bases.upperBound)
        ], verdict: .consistent)
    }
    if after == 0, percent.units == 0 {
      // Nothing after nothing may be printed as no change, though no percent follows from it.
      return CheckResult(findings: [.baseIsZero], verdict: .open)
    }
    let nearest = PercentConsistency.nearest(percent, after: after)
    return CheckResult(
      findings: [.noBase(after: after, percent: printed)]
        + nearest.map { .nearest(percent: $0.percent, before: $0.before) },
      verdict: .inconsistent)
  }

  /// A percent without any count: the fewest cases it can stand on, and what these would mean.
  private static func alone(_ percent: ReportedPercent, _ printed: String) -> CheckResult {
    guard let pair = PercentConsistency.smallestPair(percent, upTo: largestBase) else {
      return CheckResult(findings: [.noCounts(percent: printed)], verdict: .inconsistent)
    }
    var findings: [CheckFinding] = [
      .smallestCounts(percent: printed, before: pair.before, after: pair.after)
    ]
    if let p = midP(pair.before, pair.after) {
      if p > ResultColumns.alpha {
        findings.append(.chance(p: p))
        if let base = neededBase(percent) { findings.append(.neededBase(base)) }
      } else {
        findings.append(.beyondChance(p: p))
      }
    }
    return CheckResult(findings: findings, verdict: .open)
  }

  private static func midP(_ before: Int, _ after: Int) -> Double? {
    try? CountComparison(before: Double(before), after: Double(after)).pMid
  }

  /// About the smallest count before at which the change would be more than chance.
  private static func neededBase(_ percent: ReportedPercent) -> Int? {
    guard percent.units > 0 else { return nil }
    let share = Double(percent.signedUnits) / Double(percent.unitsPerWhole)
    func isEnough(_ before: Int) -> Bool {
      let after = Int((Double(before) * (1 + share)).rounded())
      return (midP(before, max(0, after)) ?? 1) <= ResultColumns.alpha
    }
    var high = 1
    while high < largestBase, !isEnough(high) { high *= 2 }
    guard high < largestBase else { return nil }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return rounded(high)
  }

  /// Two leading digits: "about" promises no more.
  private static func rounded(_ value: Int) -> Int {
    var unit = 1
    while value / unit >= 100 { unit *= 10 }
    return (value + unit - 1) / unit * unit
  }

  /// A printed share with its two counts.
  static func share(_ percent: ReportedPercent, part: Int, whole: Int) -> CheckResult {
    guard whole > 0 else { return CheckResult(findings: [.baseIsZero], verdict: .open) }
    // part / whole is the change from `whole` to `whole + part`.
    let exact =
      PercentConsistency.text(before: whole, after: whole + part, decimals: percent.decimals) ?? ""
    let printed = ReportedPercent.text(
      signedUnits: percent.signedUnits, decimals: percent.decimals)
    let agrees = PercentConsistency.isConsistent(percent, before: whole, after: whole + part)
    return CheckResult(
      findings: [
        agrees
          ? .shareAgrees(part: part, whole: whole, percent: exact)
          : .shareDisagrees(part: part, whole: whole, percent: exact, printed: printed)
      ], verdict: agrees ? .consistent : .inconsistent)
  }
}

extension ReportedPercent {
  /// A number with as many decimals as were printed, or as it needs; `nil` where it is no percent.
  init?(_ value: Double, decimals: Int? = nil) {
    guard value.isFinite, value.magnitude < 1e9 else { return nil }
    let count = min(decimals ?? Self.decimals(of: value), ReportedPercent.maximumDecimals)
    var scale = 1.0
    for _ in 0..<max(0, count) { scale *= 10 }
    let text = ReportedPercent.text(
      signedUnits: Int((value * scale).rounded()), decimals: max(0, count))
    guard let percent = try? ReportedPercent(text) else { return nil }
    self = percent
  }

  /// Digits after the mark of the shortest spelling.
  private static func decimals(of value: Double) -> Int {
    let text = "\(value)"
    guard let mark = text.firstIndex(of: "."), !text.contains("e") else { return 0 }
    let fraction = text[text.index(after: mark)...]
    return fraction == "0" ? 0 : fraction.count
  }

  /// The decimals of a figure as a document prints it (`14,7 %`), where it is this figure.
  static func printedDecimals(_ quote: String, of value: Double) -> Int? {
    guard let printed = try? ReportedPercent(quote) else { return nil }
    var scale = 1.0
    for _ in 0..<printed.decimals { scale *= 10 }
    let units = Int((value.magnitude * scale).rounded())
    return printed.units == units ? printed.decimals : nil
  }
}
