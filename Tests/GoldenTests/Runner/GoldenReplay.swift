// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Runs the cases of one golden file, keeping a session for each way of loading.
final class GoldenReplay {
  /// An output that is not the expected one.
  struct Mismatch {
    /// Line of the golden file.
    var line: Int
    var text: String
  }

  let file: GoldenFile
  private let seed: UInt64
  private var sessions: [GoldenSetting.Loading: GoldenSession] = [:]
  /// What loading the plain files printed, by the line of the case.
  private var reports: [GoldenSetting.Loading: [Int: (lines: [String], codes: [String])]] = [:]

  init(file: GoldenFile, seed: UInt64) throws {
    self.file = file
    self.seed = seed
  }

  private func session(_ loading: GoldenSetting.Loading) throws -> GoldenSession {
    if let known = sessions[loading] { return known }
    let made = try GoldenSession(file.setup, loading, seed: seed)
    sessions[loading] = made
    for golden in file.cases {
      if case .file = golden.action {
        reports[loading, default: [:]][golden.line] = try made.run(golden)
      }
    }
    return made
  }

  /// What the plain way prints that is not expected, and what other settings print that the
  /// plain way does not. Pending cases are left out.
  func mismatches() throws -> [Mismatch] {
    var found: [Mismatch] = []
    for golden in file.cases where golden.pending == nil {
      if let mismatch = try mismatch(golden) { found.append(mismatch) }
      if let difference = try difference(golden) { found.append(difference) }
    }
    return found
  }

  /// How the plain way differs from what is expected.
  func mismatch(_ golden: GoldenCase) throws -> Mismatch? {
    guard let expected = golden.expected else { return nil }
    let (lines, codes) = try output(golden, GoldenSetting.all[0])
    if case .error(let code) = golden.action, codes.first != code {
      return Mismatch(
        line: golden.line, text: "expected the error \(code)\n" + shown(lines, expected))
    }
    if case .query = golden.action, let code = codes.first {
      return Mismatch(line: golden.line, text: "failed with \(code)\n" + shown(lines, expected))
    }
    guard lines != expected else { return nil }
    let first = zip(lines, expected).prefix { $0 == $1 }.count
    return Mismatch(
      line: golden.expectedLine + min(first, max(0, expected.count - 1)),
      text: shown(lines, expected))
  }

  /// The settings under which a case prints something else than in the plain way.
  private func difference(_ golden: GoldenCase) throws -> Mismatch? {
    let plain = try output(golden, GoldenSetting.all[0]).lines
    var names: [String] = []
    var example: [String] = []
    for setting in GoldenSetting.all.dropFirst() {
      if setting.loading != .asWritten {
        if file.setup.keepsOrder != nil { continue }
        if case .file = golden.action { continue }
      }
      let lines = try output(golden, setting).lines
      guard lines != plain else { continue }
      if names.isEmpty { example = lines }
      names.append(setting.name)
    }
    guard !names.isEmpty else { return nil }
    return Mismatch(
      line: golden.line,
      text: "differs when: \(names.joined(separator: "; "))\n" + shown(example, plain))
  }

  private func output(
    _ golden: GoldenCase, _ setting: GoldenSetting
  ) throws -> (lines: [String], codes: [String]) {
    let session = try session(setting.loading)
    if case .file = golden.action { return reports[setting.loading]?[golden.line] ?? ([], []) }
    setting.apply(to: session.session)
    return try session.run(golden)
  }

  private func shown(_ lines: [String], _ expected: [String]) -> String {
    (["printed:"] + lines.map { "  \($0)" } + ["expected:"] + expected.map { "  \($0)" })
      .joined(separator: "\n")
  }

  /// Fills expected parts in: all that are not pending, or those that differ in blanks only.
  func rewrite(_ mode: GoldenRecorder.Mode) throws {
    var printed: [[String]?] = []
    for golden in file.cases {
      let lines = try output(golden, GoldenSetting.all[0]).lines
      let agrees = GoldenRecorder.agree(lines, golden.expected ?? [])
      let isTaken = mode == .record ? golden.pending == nil : agrees
      printed.append(isTaken ? lines : nil)
    }
    try GoldenRecorder.replaced(file, printed).write(
      toFile: file.path, atomically: true, encoding: .utf8)
  }
}
