// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A golden file: data, then queries with what they must print.
struct GoldenFile: Sendable {
  /// Path from the folder of the golden files: `series/case-01-reported.nhipt`.
  var name: String
  var path: String
  var lines: [String]
  var setup = GoldenSetup()
  var cases: [GoldenCase] = []

}

/// What a golden file loads before its queries.
struct GoldenSetup: Sendable {
  /// Bundled data packages.
  var datasets: [String] = []
  var places = GoldenRows()
  /// Whether the places listed are all there are.
  var hasAllPlaces = false
  var indicators = GoldenRows()
  var tables: [GoldenTable] = []
  /// Why rows may not be shuffled or split, where a file shows row numbers.
  var keepsOrder: String?
}

/// Lines of delimited text: a header and its rows.
struct GoldenRows: Sendable {
  var header = ""
  var rows: [String] = []

  var isEmpty: Bool { header.isEmpty }
}

/// One `load` block.
struct GoldenTable: Sendable {
  var name: String
  /// `simulated`, `incidents`, `late`.
  var flags: Set<String>
  var rows: GoldenRows
}

/// What a case runs.
enum GoldenAction: Sendable, Equatable {
  /// A query that gives a table, in an output mode and a language.
  case query(mode: String, locale: String)
  /// A query that fails with this code first.
  case error(code: String)
  /// A plain file, loaded as the command line does.
  case file(name: String, options: [String])
}

/// One query, or one loading of a plain file, and what it must print.
struct GoldenCase: Sendable {
  var action: GoldenAction
  /// The text of the query or the file.
  var text: String
  /// Line of the file, from 1, where the case begins.
  var line: Int
  /// Why the engine does not give this yet.
  var pending: String?
  /// `nil` for a file whose report is not told.
  var expected: [String]?
  /// Line of the file, from 1, where the expected text begins.
  var expectedLine: Int
}
