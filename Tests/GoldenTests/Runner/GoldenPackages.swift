// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Writes the data of a golden file as data packages, the way it is told, into a folder.
struct GoldenPackages {
  /// Commits that `inTen` makes.
  static let commitCount = 10

  let setup: GoldenSetup
  let loading: GoldenSetting.Loading
  let seed: UInt64

  func write(to folder: URL) throws {
    for (index, table) in setup.tables.enumerated() {
      try write(table, to: folder.appending(path: "a\(index)-\(table.name)"))
    }
    for name in setup.datasets {
      try copy(
        GoldenFolders.datasets.appending(path: name), to: folder.appending(path: "b-\(name)"))
    }
  }

  // MARK: Written blocks

  private func write(_ table: GoldenTable, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var resources: [[String: Any]] = []
    let parts = parts(table.rows.rows)
    for (index, rows) in parts.enumerated() {
      let path = "observations-\(index).csv"
      try text(table.rows.header, rows).write(
        to: folder.appending(path: path), atomically: false, encoding: .utf8)
      resources.append(resource(path, "observations", table.rows.header))
    }
    if !setup.places.isEmpty {
      try text(setup.places.header, setup.places.rows).write(
        to: folder.appending(path: "places.csv"), atomically: false, encoding: .utf8)
      resources.append(resource("places.csv", "places", setup.places.header))
    }
    let indicators = GoldenIndicators.completed(setup.indicators)
    try text(indicators.header, indicators.rows).write(
      to: folder.appending(path: "indicators.csv"), atomically: false, encoding: .utf8)
    resources.append(resource("indicators.csv", "indicators", indicators.header))
    var extras: [String: Any] = [
      "country": "golden", "table": table.name, "complete_places": setup.hasAllPlaces,
      "load": table.flags.contains("late") ? "first_mention" : "start",
      "simulated": table.flags.contains("simulated"),
    ]
    if table.flags.contains("incidents") { extras["rows"] = "add" }
    let descriptor: [String: Any] = [
      "name": table.name, "nhip": extras, "resources": resources,
    ]
    try JSONSerialization.data(withJSONObject: descriptor).write(
      to: folder.appending(path: "datapackage.json"))
  }

  private func text(_ header: String, _ rows: [String]) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  private func resource(_ path: String, _ role: String, _ header: String) -> [String: Any] {
    let fields = header.split(separator: ",").map { name -> [String: Any] in
      guard role == "observations" else { return ["name": String(name), "type": "string"] }
      let type = name == "recorded" ? "date" : "any"
      return [
        "name": String(name), "type": type, "nhip": ["role": Self.role(of: String(name))],
      ]
    }
    return [
      "name": path, "path": path, "nhip": ["role": role], "schema": ["fields": fields],
    ]
  }

  /// Columns with a name of their own play that part; all others are breakdowns.
  private static func role(of column: String) -> String {
    let known = [
      "id", "place", "period", "indicator", "value", "numerator", "denominator", "lower", "upper",
      "unit", "qualifier", "kind", "status", "document", "start", "end", "quote", "recorded",
      "certainty", "note",
    ]
    if column == "comparison" { return "comparison_period" }
    return known.contains(column) ? column : "breakdown"
  }

  // MARK: Bundled packages

  private func copy(_ source: URL, to folder: URL) throws {
    guard loading != .asWritten else {
      try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: source)
      return
    }
    try FileManager.default.copyItem(at: source, to: folder)
    let file = folder.appending(path: "datapackage.json")
    let read = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    guard var descriptor = read as? [String: Any],
      let resources = descriptor["resources"] as? [[String: Any]]
    else { return }
    var replaced: [[String: Any]] = []
    for resource in resources {
      guard (resource["nhip"] as? [String: Any])?["role"] as? String == "observations",
        let path = resource["path"] as? String
      else {
        replaced.append(resource)
        continue
      }
      let lines = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        .split(whereSeparator: \.isNewline).map(String.init)
      for (index, rows) in parts(Array(lines.dropFirst())).enumerated() {
        var part = resource
        part["path"] = "\(index)-\(path)"
        part["name"] = "part-\(index)"
        try text(lines[0], rows).write(
          to: folder.appending(path: "\(index)-\(path)"), atomically: false, encoding: .utf8)
        replaced.append(part)
      }
    }
    descriptor["resources"] = replaced
    try JSONSerialization.data(withJSONObject: descriptor).write(to: file)
  }

  /// The rows of each commit.
  private func parts(_ rows: [String]) -> [[String]] {
    switch loading {
    case .asWritten: return [rows]
    case .shuffled:
      var generator = SplitMix(seed: seed)
      return [rows.shuffled(using: &generator)]
    case .inTen:
      let size = max(1, (rows.count + Self.commitCount - 1) / Self.commitCount)
      return stride(from: 0, to: rows.count, by: size).map {
        Array(rows[$0..<min($0 + size, rows.count)])
      }
    }
  }
}
