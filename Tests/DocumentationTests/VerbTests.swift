// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipLanguage
import NhipLibrary
import NhipPlan
import Testing

@Suite struct VerbTests {
  @Test func everyExampleOfEveryVerbRuns() throws {
    let session = try Documents.session()
    for verb in StandardLibrary.verbs {
      for example in verb.examples {
        let printed = Documents.output(example.query, in: session)
        #expect(!printed.contains("error["), "\(verb.name): \(example.query)\n\(printed)")
      }
    }
  }

  @Test func everyVerbExplainsItself() {
    for verb in StandardLibrary.verbs {
      #expect(!verb.summary.isEmpty && !verb.signature.isEmpty, "\(verb.name)")
      #expect(verb.signature.hasPrefix(verb.name), "\(verb.name): \(verb.signature)")
      #expect(verb.summary.first?.isLowercase == true, "\(verb.name): \(verb.summary)")
    }
  }

  /// The page of verbs is made from the verbs themselves; recording writes it anew.
  @Test func theVerbPageIsCurrent() throws {
    let file = Documents.root.appendingPathComponent("Documentation/Verbs.md")
    let page = VerbPage.text()
    if Documents.isRecording {
      try page.write(to: file, atomically: true, encoding: .utf8)
    } else {
      let current = try String(contentsOf: file, encoding: .utf8)
      #expect(current == page, "run the documentation tests with NHIP_RECORD=1")
    }
  }
}

/// The page of all verbs, aggregates and functions.
enum VerbPage {
  static func text() -> String {
    var lines = [
      "# Verbs and functions", "",
      "Made from the verbs themselves by the documentation tests. Each example runs as a test.", "",
    ]
    for verb in StandardLibrary.verbs.sorted(by: { $0.name < $1.name }) {
      lines.append("## `\(verb.name)`")
      lines.append("")
      let spellings = Vocabulary.spellings(of: verb.name).filter { $0 != verb.name }
      let also =
        spellings.isEmpty
        ? "" : " Also written \(spellings.map { "`\($0)`" }.joined(separator: ", "))."
      lines.append("\(verb.summary.prefix(1).uppercased())\(verb.summary.dropFirst()).\(also)")
      lines.append("")
      lines.append("    \(verb.signature)")
      lines.append("")
      if !verb.details.isEmpty {
        lines.append(verb.details)
        lines.append("")
      }
      for example in verb.examples {
        lines.append("\(example.purpose.prefix(1).uppercased())\(example.purpose.dropFirst()):")
        lines.append("")
        lines.append("```nhip")
        lines.append(example.query)
        lines.append("```")
        lines.append("")
      }
    }
    lines.append("## Aggregates")
    lines.append("")
    lines.append("| written | gives |")
    lines.append("|---|---|")
    for function in StandardLibrary.aggregates.sorted(by: { $0.name < $1.name }) {
      lines.append("| `\(function.signature)` | \(function.summary) |")
    }
    lines.append("")
    lines.append("## Functions")
    lines.append("")
    lines.append("| written | gives |")
    lines.append("|---|---|")
    for function in StandardLibrary.scalars.sorted(by: { $0.name < $1.name }) {
      lines.append("| `\(function.signature)` | \(function.summary) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
