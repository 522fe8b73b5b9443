// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import Testing

/// The project's pages, and the sessions that their examples run in.
enum Documents {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Set to write outputs into the pages instead of comparing them.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["NHIP_RECORD"] != nil }

  static let pages = ["README.md", "Documentation/Reference.md", "Documentation/Verbs.md"]

  static func session() throws -> Session {
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("nhip-doc-cache").path
    let session = try Session(datasets: root.appendingPathComponent("Datasets").path, cache: cache)
    session.writesFiles = false
    return session
  }

  /// What a terminal shows for a text of statements.
  static func output(_ text: String, in session: Session) -> String {
    var options = DisplayOptions()
    options.width = 100
    options.maxRows = 20
    let source = SourceText(name: "query", text: text)
    return session.run(source).map { outcome -> String in
      switch outcome.result {
      case .success(let result):
        let text = (try? result.text(options)) ?? "cannot be shown"
        return text.trimmingCharacters(in: .newlines)
      case .failure(let failure):
        return DiagnosticRenderer().render(failure.diagnostics, in: source)
      }
    }.joined(separator: "\n\n")
  }
}

/// A fenced block of a page.
struct Block {
  var language: String
  var text: String
  /// Lines of the page, the fences not included.
  var lines: Range<Int>

  static func all(in page: [String]) -> [Block] {
    var blocks: [Block] = []
    var start: (line: Int, language: String)?
    for (index, line) in page.enumerated() where line.hasPrefix("```") {
      if let open = start {
        blocks.append(
          Block(
            language: open.language,
            text: page[(open.line + 1)..<index].joined(separator: "\n"),
            lines: (open.line + 1)..<index))
        start = nil
      } else {
        start = (index, String(line.dropFirst(3)))
      }
    }
    return blocks
  }
}
