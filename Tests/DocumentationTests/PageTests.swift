// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipEngine
import Testing

@Suite struct PageTests {
  /// A block ```nhip is followed by a block ```text with what it prints; one session a page.
  @Test(arguments: Documents.pages)
  func everyExamplePrintsWhatThePageShows(_ name: String) throws {
    let file = Documents.root.appendingPathComponent(name)
    var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let session = try Documents.session()
    var replacements: [(Range<Int>, [String])] = []
    let blocks = Block.all(in: lines)
    var exampleCount = 0
    for (index, block) in blocks.enumerated() where block.language == "nhip" {
      exampleCount += 1
      let printed = Documents.output(block.text, in: session)
      guard index + 1 < blocks.count, blocks[index + 1].language == "text" else {
        let failed = printed.contains("error[")
        #expect(!failed, "\(name):\(block.lines.lowerBound): \(printed)")
        continue
      }
      let shown = blocks[index + 1]
      if Documents.isRecording {
        replacements.append((shown.lines, printed.components(separatedBy: "\n")))
      } else {
        #expect(printed == shown.text, "\(name):\(shown.lines.lowerBound + 1)")
      }
    }
    #expect(exampleCount > 0)
    guard Documents.isRecording else { return }
    for (range, text) in replacements.reversed() { lines.replaceSubrange(range, with: text) }
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}
