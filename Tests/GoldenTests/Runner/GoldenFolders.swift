// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// Where the golden files and the bundled data lie, found from this file.
enum GoldenFolders {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  static let datasets = root.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Datasets")

  /// All golden files in the order of their names; `NHIP_GOLDEN_ONLY` keeps those whose name
  /// holds its text.
  static let files: [GoldenSource] = {
    let only = ProcessInfo.processInfo.environment["NHIP_GOLDEN_ONLY"] ?? ""
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".nhipt") && (only.isEmpty || $0.contains(only)) }
      .sorted().map { GoldenSource(name: $0) }
  }()
}

/// A golden file that is not read yet.
struct GoldenSource: Sendable, CustomTestStringConvertible {
  let name: String

  var testDescription: String { name }
  var path: String { GoldenFolders.root.appending(path: name).path }

  func read() throws -> GoldenFile {
    var parser = GoldenParser(
      name: name, path: path, text: try String(contentsOfFile: path, encoding: .utf8))
    return try parser.parse()
  }
}
