// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipEngine
import NhipFormats

/// A session with the data of a golden file, loaded one way.
final class GoldenSession {
  /// What queries are called in positions of errors.
  static let sourceName = "golden"

  let session: Session
  private let folder: URL
  private let loading: GoldenSetting.Loading
  private let seed: UInt64

  init(_ setup: GoldenSetup, _ loading: GoldenSetting.Loading, seed: UInt64) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "nhip-golden-\(UUID().uuidString)")
    self.loading = loading
    self.seed = seed
    let packages = folder.appending(path: "packages")
    try FileManager.default.createDirectory(at: packages, withIntermediateDirectories: true)
    try GoldenPackages(setup: setup, loading: loading, seed: seed).write(to: packages)
    session = try Session(datasets: packages.path, cache: folder.path)
    if let mistake = session.datasetMistakes.first { throw QueryFailure([mistake]) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What a case prints, and the codes of its errors.
  func run(_ golden: GoldenCase) throws -> (lines: [String], codes: [String]) {
    switch golden.action {
    case .query(let mode, let locale): return query(golden.text, mode: mode, locale: locale)
    case .error: return query(golden.text, mode: "table", locale: "en")
    case .file(let name, let options): return try load(golden.text, name, options)
    }
  }

  private func query(
    _ text: String, mode: String, locale: String
  ) -> (lines: [String], codes: [String]) {
    var options = DisplayOptions()
    options.mode = mode
    options.locale = locale
    var lines: [String] = []
    var codes: [String] = []
    let source = SourceText(name: Self.sourceName, text: text)
    for outcome in session.run(source) {
      switch outcome.result {
      case .success(let result): lines += shown(result, options)
      case .failure(let failure):
        codes += failure.diagnostics.map(\.code)
        lines += split(DiagnosticRenderer().render(failure.diagnostics, in: outcome.source))
      }
    }
    return (lines.map(Self.trimmed), codes)
  }

  /// The table, then one line a note; rows are counted by looking, time is left out.
  private func shown(_ result: QueryResult, _ options: DisplayOptions) -> [String] {
    if let message = result.message { return split(message) }
    var table = result.table
    table.notes = []
    var context = result.renderContext(options)
    context.countsRows = false
    let bare = RenderedTable(table, context)
    guard options.mode == "table" else {
      guard let format = OutputFormats.named(options.mode),
        let text = try? OutputFormats.text(bare, format)
      else { return ["no output mode named \(options.mode)"] }
      return split(text)
    }
    // Below the last row only the legend of the signs in use is left.
    var lines = TextTable(bare).lines()
    let drawn = 2 + table.rowCount
    let legend = lines.count > drawn ? Array(lines[drawn...]) : []
    lines = Array(lines.prefix(drawn))
    return lines + result.noteLines(options).map { "note: \($0)" } + legend.map { "note: \($0)" }
  }

  private func load(
    _ text: String, _ name: String, _ words: [String]
  ) throws -> (lines: [String], codes: [String]) {
    let path = folder.appending(path: name)
    var rows = text.split(separator: "\n").map(String.init)
    if loading == .shuffled, let header = rows.first {
      var generator = SplitMix(seed: seed)
      rows = [header] + rows.dropFirst().shuffled(using: &generator)
    }
    try (rows.joined(separator: "\n") + "\n").write(to: path, atomically: false, encoding: .utf8)
    var options = FileLoadOptions()
    for word in words {
      let sides = word.split(separator: "=").map(String.init)
      if word == "null" { options.onError = "null" }
      guard sides.count == 2 else { continue }
      let key = sides[0].split(separator: ":").map(String.init)
      switch key[0] {
      case "decimal": options.decimal = sides[1].first
      case "unit" where key.count == 2: options.units[key[1]] = sides[1]
      case "kind" where key.count == 2: options.kinds[key[1]] = sides[1]
      default: break
      }
    }
    do throws(Diagnostic) {
      let summary = try session.load(file: path.path, options: options)
      return (summary.lines.map(Self.trimmed), [])
    } catch {
      let drawn = DiagnosticRenderer().render(error, in: SourceText(name: name, text: text))
      return (split(drawn.replacing(path.path, with: name)).map(Self.trimmed), [error.code])
    }
  }

  private func split(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Blanks at the end of a line are nothing that a reader sees.
  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " || line.last == "\r" || line.last == "\r\n" { line.removeLast() }
    return line
  }
}
