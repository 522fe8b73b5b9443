// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// Every case file: the result agrees with the reference, or the call fails with the given code.
struct CaseTests {
  @Test(arguments: CaseFile.all)
  func agreesWithTheReference(_ file: CaseFile) throws {
    let content = try file.content()
    let method = content["method"].text ?? ""
    let expected = content["expected"]
    do {
      let got = try CaseMethods.run(method, content["input"], expected)
      #expect(expected["error"] == .null, "no error was thrown")
      guard case .record(let fields) = expected else { return }
      for field in fields.keys.sorted() where field != "error" {
        let mine = got[field]
        if case .record(let record) = got, record[field] == nil {
          Issue.record("\(field): no such field in the result")
          continue
        }
        let tolerance = CaseFile.tolerance(content, field)
        if let problem = Comparison.difference(
          mine, fields[field] ?? .null, tolerance, at: field)
        {
          Issue.record("\(problem)")
        }
      }
    } catch let error as StatisticsError {
      #expect(expected["error"] == .text(error.code), "\(error)")
      let details = CaseMethods.details(of: error, input: content["input"])
      if case .record(let fields) = expected {
        for (field, wanted) in fields where field != "error" {
          #expect(details[field] == wanted, "\(field)")
        }
      }
      #expect(error.message.first?.isUppercase == false)
    }
  }

  @Test func findsTheCases() {
    #expect(CaseFile.all.count >= 220)
  }
}
