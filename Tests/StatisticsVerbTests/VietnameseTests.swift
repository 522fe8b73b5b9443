// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipEngine
import NhipFormats
import NhipStatistics
import Testing

@testable import NhipLibrary

/// What statistics say in cells and notes, in Vietnamese.
@Suite struct VietnameseTests {
  private static let findings: [CheckFinding] = [
    .smallestCounts(percent: "-14.7", before: 34, after: 29), .chance(p: 0.53),
    .beyondChance(p: 0.001), .neededBase(330),
    .countsAgree(before: 34, after: 29, percent: "-14.7"),
    .countsDisagree(before: 34, after: 29, percent: "-14.7", printed: "-17.2"),
    .oneBase(after: 5202, percent: "9.79", before: 4738),
    .bases(after: 100, percent: "5", first: 95, last: 96), .noBase(after: 42, percent: "-20"),
    .nearest(percent: "-21", before: 53), .belowMinusHundred, .noCounts(percent: "0.001"),
    .partsAgree(count: 8, dimension: "model_type", total: 379),
    .partsLeave(count: 8, dimension: "model_type", sum: 357, total: 379),
    .partsExceed(count: 8, dimension: "model_type", sum: 400, total: 379),
    .shareAgrees(part: 299_882, whole: 332_093, percent: "90.3"),
    .shareDisagrees(part: 1, whole: 3, percent: "33.3", printed: "33.4"),
    .partExceedsWhole(part: 31, whole: 24), .contradicted, .notANumber, .baseIsZero,
  ]

  @Test func everyFindingHasVietnameseWords() {
    let slips: [PercentDiagnosis.Finding] = [
      .baseZero, .consistent, .truncated, .signError, .wrongBaseAfter, .wrongBaseAfterAndSign,
      .ratioNotChange, .absoluteDifference, .offByOneUnit, .inconsistent,
    ]
    for finding in Self.findings + slips.map({ .diagnosis($0) }) {
      let english = finding.text
      let read = Sentences.text(english, .vi)
      #expect(read != english && !read.contains(" the "), "\(english)")
    }
    let whole = CheckResult(findings: Self.findings, verdict: .open).text
    let words = Sentences.text(whole, .vi)
    #expect(words.components(separatedBy: "; ").count == Self.findings.count + 1)
    for english in [" at ", " from ", " the ", " of ", " is ", " not "] {
      #expect(!words.contains(english), "\(english): \(words)")
    }
  }

  @Test func everyStatusHasVietnameseWords() {
    for status in RowStatus.allCases {
      #expect(Sentences.text(status.rawValue, .vi) != status.rawValue, "\(status.rawValue)")
    }
    for subject in ["reported percent", "percent and counts", "parts and total", "remark"] {
      #expect(Sentences.text(subject, .vi) != subject)
    }
  }

  @Test func numbersInsideSentencesHaveTheReadersForm() {
    let text = CheckFinding.oneBase(after: 5202, percent: "9.79", before: 4738).text
    #expect(Sentences.text(text, .en) == "5,202 at 9.79 % has exactly one base: 4,738")
    #expect(Sentences.text(text, .vi) == "5.202 với 9,79 % có đúng một gốc: 4.738")
  }

  @Test func unknownTextStaysAsItIs() {
    let remark = "A fall of 14.7 % in one ward; nothing else."
    #expect(Sentences.text(remark, .vi) == remark)
  }

  @Test func aCheckReadsInVietnamese() throws {
    let result = try Bundled.run(
      "series models_built by model_type in \"Ha Giang\" during 2023 | check")
    var options = DisplayOptions()
    options.locale = "vi"
    let line = try #require(
      try result.text(options).split(separator: "\n").first { $0.contains("các phần và tổng") })
    #expect(
      line.contains(
        "8 giá trị của `model_type` cộng lại được 357 trên 379 đã báo cáo; 22 chưa phân tổ"))
    #expect(line.contains("chưa thể kết luận"))
  }

  @Test func aTrendReadsInVietnamese() throws {
    let result = try Bundled.run("\(TrendTests.texas) | trend")
    var options = DisplayOptions()
    options.locale = "vi"
    let text = try result.text(options)
    #expect(text.contains("bình phương tối thiểu, Newey-West trễ 2"))
    #expect(text.contains("giảm"))
  }
}
