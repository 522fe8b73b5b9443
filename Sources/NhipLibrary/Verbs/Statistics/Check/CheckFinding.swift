// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// What `check` found out about one figure, in stable English; the display has the words of other
/// languages by the same templates.
enum CheckFinding {
  case smallestCounts(percent: String, before: Int, after: Int)
  case chance(p: Double)
  case beyondChance(p: Double)
  case neededBase(Int)
  case countsAgree(before: Int, after: Int, percent: String)
  case countsDisagree(before: Int, after: Int, percent: String, printed: String)
  case oneBase(after: Int, percent: String, before: Int)
  case bases(after: Int, percent: String, first: Int, last: Int)
  case noBase(after: Int, percent: String)
  case nearest(percent: String, before: Int)
  case belowMinusHundred
  case noCounts(percent: String)
  case partsAgree(count: Int, dimension: String, total: Double)
  case partsLeave(count: Int, dimension: String, sum: Double, total: Double)
  case partsExceed(count: Int, dimension: String, sum: Double, total: Double)
  case shareAgrees(part: Int, whole: Int, percent: String)
  case shareDisagrees(part: Int, whole: Int, percent: String, printed: String)
  case partExceedsWhole(part: Double, whole: Double)
  case contradicted
  case notANumber
  case baseIsZero
  case diagnosis(PercentDiagnosis.Finding)

  var text: String {
    switch self {
    case .smallestCounts(let percent, let before, let after):
      "the smallest whole counts that give \(percent) % are \(before) → \(after)"
    case .chance(let p):
      "at such counts the change is not distinguishable from chance (mid-P \(Self.digits(p)))"
    case .beyondChance(let p):
      "at such counts the change is more than chance (mid-P \(Self.digits(p)))"
    case .neededBase(let before):
      "it would be more than chance from about \(before) before"
    case .countsAgree(let before, let after, let percent):
      "\(before) → \(after) is \(percent) %"
    case .countsDisagree(let before, let after, let percent, let printed):
      "\(before) → \(after) is \(percent) %, not \(printed) %"
    case .oneBase(let after, let percent, let before):
      "\(after) at \(percent) % has exactly one base: \(before)"
    case .bases(let after, let percent, let first, let last):
      "\(after) at \(percent) % has bases from \(first) to \(last)"
    case .noBase(let after, let percent):
      "no whole base gives \(percent) % at \(after)"
    case .nearest(let percent, let before): "possible is \(percent) % from \(before)"
    case .belowMinusHundred: "no count falls by more than 100 %"
    case .noCounts(let percent): "no whole counts give \(percent) %"
    case .partsAgree(let count, let dimension, let total):
      "\(Self.sum(count, dimension)) to the reported \(Self.number(total))"
    case .partsLeave(let count, let dimension, let sum, let total):
      "\(Self.sum(count, dimension)) to \(Self.number(sum)) of the reported \(Self.number(total)); \(Self.number(total - sum)) not broken down"
    case .partsExceed(let count, let dimension, let sum, let total):
      "\(Self.sum(count, dimension)) to \(Self.number(sum)), \(Self.number(sum - total)) more than the reported \(Self.number(total))"
    case .shareAgrees(let part, let whole, let percent): "\(part) of \(whole) is \(percent) %"
    case .shareDisagrees(let part, let whole, let percent, let printed):
      "\(part) of \(whole) is \(percent) %, not \(printed) %"
    case .partExceedsWhole(let part, let whole):
      "\(Self.number(part)) is more than its whole of \(Self.number(whole))"
    case .contradicted: "the reported value and its parts contradict each other"
    case .notANumber: "a figure is missing or no whole count"
    case .baseIsZero: "from a base of 0 there is no percent"
    case .diagnosis(let finding): Self.words(finding)
    }
  }

  private static func words(_ finding: PercentDiagnosis.Finding) -> String {
    switch finding {
    case .baseZero: "from a base of 0 there is no percent"
    case .consistent: "it follows from the counts"
    case .truncated: "cut off, not rounded"
    case .signError: "the sign is wrong"
    case .wrongBaseAfter: "divided by the later count"
    case .wrongBaseAfterAndSign: "divided by the later count, with the wrong sign"
    case .ratioNotChange: "the ratio of the counts, not their change"
    case .absoluteDifference: "the difference of the counts, printed as a percent"
    case .offByOneUnit: "one off in the last digit"
    case .inconsistent: "no usual slip explains it"
    }
  }

  /// Two digits after the mark, as a p-value is quoted.
  private static func digits(_ p: Double) -> String {
    let hundredths = Int((p * 100).rounded())
    guard hundredths > 0 else { return "below 0.01" }
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func sum(_ count: Int, _ dimension: String) -> String {
    count == 1 ? "1 value of `\(dimension)` adds up" : "\(count) values of `\(dimension)` add up"
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }
}

/// What a check comes to.
enum CheckVerdict: String {
  case consistent
  case inconsistent = "not consistent"
  case open = "cannot tell"
}

/// The findings about one figure, told in one cell.
struct CheckResult {
  var findings: [CheckFinding]
  var verdict: CheckVerdict

  var text: String { findings.map(\.text).joined(separator: "; ") }
}
