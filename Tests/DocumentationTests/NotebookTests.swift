// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipLanguage
import Testing

@Suite struct NotebookTests {
  static let scripts = ["first-tour"]

  @Test(arguments: scripts)
  func aScriptPrintsWhatStandsBesideIt(_ name: String) throws {
    let folder = Documents.root.appendingPathComponent("Notebooks")
    let script = try String(
      contentsOf: folder.appendingPathComponent("\(name).nhip"), encoding: .utf8)
    let session = try Documents.session()
    var printed: [String] = []
    for statement in Parser.splitStatements(script) {
      let text = statement.text.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !text.isEmpty else { continue }
      printed.append(text)
      printed.append(Documents.output(text, in: session))
    }
    let output = printed.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    #expect(!output.contains("error["))
    let file = folder.appendingPathComponent("\(name).txt")
    if Documents.isRecording {
      try output.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(output == (try String(contentsOf: file, encoding: .utf8)))
    }
  }
}
