// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations

/// Rows whose place cell says that they are the total of the others.
struct TotalRows {
  /// Names of totals; each counts with its marks or with none (`Tống` is none).
  private static let names = [
    "tổng", "tổng số", "tổng cộng", "cộng", "cả nước", "toàn quốc", "toàn tỉnh", "toàn thành phố",
    "toàn huyện", "total", "totals", "grand total",
  ]
  private static let labels = Set(
    names.flatMap { [PlaceSpellings.marked($0), TextFolding.fold($0)] })
  /// Those that name the whole country.
  private static let countries = Set(
    ["cả nước", "toàn quốc"].flatMap { [PlaceSpellings.marked($0), TextFolding.fold($0)] })

  /// The label of each path that is a total, `nil` of others; all `nil` where nothing else stands
  /// beside them.
  let labels: [String?]

  init(_ paths: [[String]], _ registry: PlaceRegistry) {
    let found = paths.map { path -> String? in
      guard let label = path.last(where: { Self.isLabel($0, Self.labels) }) else { return nil }
      // A place of that name is a place.
      if case .found = registry.match(path.filter { !$0.isEmpty }) { return nil }
      return label
    }
    let isAlone = !zip(found, paths).contains { $0 == nil && !$1.isEmpty }
    labels = isAlone ? paths.map { _ in nil } : found
  }

  private static func isLabel(_ name: String, _ labels: Set<String>) -> Bool {
    // The longest label has fourteen letters.
    guard name.utf8.count <= 40 else { return false }
    let words = name.split { $0.isWhitespace || $0 == ":" }
    return labels.contains(PlaceSpellings.marked(words.joined(separator: " ")))
  }

  /// Whether a path names the whole country.
  static func isCountry(_ path: [String]) -> Bool {
    path.count == 1 && isLabel(path[0], countries)
  }

  /// What is told of the rows left out: how many of each label, and the line of the first.
  static func notes(
    _ labels: [Int: String], _ codes: [Int32], lineOf: (Int) -> Int
  ) -> (notes: [Note], rowCount: Int) {
    guard !labels.isEmpty else { return ([], 0) }
    var found: [String: (count: Int, first: Int)] = [:]
    for (row, code) in codes.enumerated() {
      guard code >= 0, let label = labels[Int(code)] else { continue }
      found[label, default: (0, row)].count += 1
    }
    let sorted = found.sorted { $0.value.first < $1.value.first }
    return (
      sorted.map { Note("totalRows", String($1.count), $0, String(lineOf($1.first))) },
      found.values.reduce(0) { $0 + $1.count }
    )
  }
}
