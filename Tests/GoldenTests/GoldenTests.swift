// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import Testing

/// Every golden file, under every setting of the matrix.
struct GoldenTests {
  /// The order of shuffled rows follows from it; `NHIP_SEED` repeats a run.
  static let seed: UInt64 = {
    let given = ProcessInfo.processInfo.environment["NHIP_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 1...999_999)
    print("golden files: NHIP_SEED=\(seed)")
    return seed
  }()

  static let mode =
    GoldenRecorder.Mode(
      rawValue: ProcessInfo.processInfo.environment["NHIP_GOLDEN"] ?? "check") ?? .check

  @Test(arguments: GoldenFolders.files) func prints(_ source: GoldenSource) throws {
    let file: GoldenFile
    do {
      file = try source.read()
    } catch let mistake as GoldenMistake {
      Issue.record("\(mistake)", sourceLocation: location(source.path, mistake.line))
      return
    }
    let replay = try GoldenReplay(file: file, seed: Self.seed)
    if Self.mode != .check {
      try replay.rewrite(Self.mode)
      return
    }
    do {
      for mismatch in try replay.mismatches() { tell(mismatch, in: file) }
    } catch let failure as QueryFailure {
      let drawn = DiagnosticRenderer().render(
        failure.diagnostics, in: SourceText(name: file.name, text: ""))
      Issue.record("loading failed\n\(drawn)", sourceLocation: location(file.path, 1))
      return
    }
    for golden in file.cases { try checkPending(golden, replay, file) }
  }

  private func location(_ path: String, _ line: Int) -> SourceLocation {
    SourceLocation(fileID: "GoldenTests/\(path)", filePath: path, line: max(1, line), column: 1)
  }

  private func tell(_ mismatch: GoldenReplay.Mismatch, in file: GoldenFile) {
    Issue.record(
      "\(mismatch.text)", sourceLocation: location(file.path, mismatch.line))
  }

  /// A pending case is a known issue, listed with its reason; once it holds, the mark must go.
  private func checkPending(
    _ golden: GoldenCase, _ replay: GoldenReplay, _ file: GoldenFile
  ) throws {
    guard let reason = golden.pending else { return }
    let mismatch = try replay.mismatch(golden)
    let place = location(file.path, golden.line)
    print("pending: \(file.name):\(golden.line): \(reason)")
    if mismatch == nil {
      Issue.record("no longer pending: take the mark out", sourceLocation: place)
    } else {
      withKnownIssue("\(reason)", sourceLocation: place) {
        Issue.record("pending: \(reason)", sourceLocation: place)
      }
    }
  }
}
