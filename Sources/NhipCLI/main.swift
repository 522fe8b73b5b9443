// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine

let arguments = CommandLine.arguments
let session = try Session(datasets: "Datasets", cache: NSTemporaryDirectory() + "/nhip-cache")
for m in session.datasetMistakes { print(DiagnosticRenderer().render(m, in: SourceText(name: "", text: ""))) }
let source = SourceText(name: "command", text: arguments.count > 2 ? arguments[2] : "")
let options = DisplayOptions()
for file in arguments.dropFirst(3) {
  var load = FileLoadOptions()
  load.kinds = ["*": "flow", "value": "flow"]
  do {
    let summary = try session.load(file: file, options: load)
    for line in summary.lines { print("load: \(line)") }
  } catch {
    print(DiagnosticRenderer().render(error, in: source))
  }
}
for outcome in session.run(source) {
  switch outcome.result {
  case .success(let result):
    print(try result.text(options))
    if result.message == nil {
      for note in result.noteLines(options) { print("note: " + note) }
      print(result.summaryLine(options))
    }
  case .failure(let failure):
    print(DiagnosticRenderer().render(failure.diagnostics, in: outcome.source))
  }
}
