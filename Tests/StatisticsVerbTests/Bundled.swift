// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import Testing

/// Runs queries on the bundled data and on small tables written for a test.
enum Bundled {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func session() throws -> Session {
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("nhip-verb-cache")
    return try Session(datasets: root.appendingPathComponent("Datasets").path, cache: cache.path)
  }

  static func run(_ query: String, _ session: Session? = nil) throws -> QueryResult {
    let session = try session ?? self.session()
    let outcome = try #require(session.run(SourceText(name: "test", text: query)).last)
    switch outcome.result {
    case .success(let result): return result
    case .failure(let failure):
      let told = DiagnosticRenderer().render(failure.diagnostics, in: outcome.source)
      Issue.record("\(query)\n\(told)")
      throw failure
    }
  }

  /// The code and message of the error that a query ends in.
  static func failure(_ query: String, _ session: Session? = nil) throws -> Diagnostic? {
    let session = try session ?? self.session()
    let outcome = try #require(session.run(SourceText(name: "test", text: query)).last)
    guard case .failure(let failure) = outcome.result else { return nil }
    return failure.diagnostics.first
  }

  /// A session with one more table, read from these lines of CSV.
  static func session(
    table name: String, _ lines: String, _ options: FileLoadOptions = FileLoadOptions()
  ) throws -> Session {
    let session = try session()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nhip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("\(name).csv")
    try lines.write(to: file, atomically: true, encoding: .utf8)
    _ = try session.load(file: file.path, options: options)
    return session
  }
}

extension QueryResult {
  /// The row whose column reads as this text.
  func row(_ column: String, _ text: String) -> Int? {
    (0..<rowCount).first { self.text(row: $0, column: column) == text }
  }

  /// Compares numbers of a row with an independent computation, to nine digits.
  func expect(
    _ row: Int, _ expected: [(String, Double)], within tolerance: Double = 1e-9,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (column, value) in expected {
      guard let found = number(row: row, column: column) else {
        Issue.record("\(column) is missing", sourceLocation: sourceLocation)
        continue
      }
      let gap = (found - value).magnitude
      #expect(
        gap <= tolerance * max(value.magnitude, 1e-12) || gap <= tolerance * 1e-3,
        "\(column): \(found), expected \(value)", sourceLocation: sourceLocation)
    }
  }

  var notes: [String] { noteLines(DisplayOptions()) }
}
