// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// What the works need to know of the generated data.
struct Panel {
  /// The folder that holds the data package `simulated`.
  let folder: String
  /// `commune` or `district`: the level that reports.
  let finestLevel: String
  /// `2005-01..2024-12`: all months.
  let months: String
  /// A place in the middle of those that report.
  let somePlace: String

  static let flows = [
    "crime_cases", "cases_solved", "tips_received", "tips_valuable", "models_built",
    "patrol_sessions", "fires_handled", "mediations", "outreach_sessions",
  ]

  var observations: String { "\(folder)/simulated/observations.csv" }

  init(folder: String) throws {
    self.folder = folder
    let text = try String(contentsOfFile: "\(folder)/simulated/places.csv", encoding: .utf8)
    // code,name,type,level,parent,…; generated names hold no commas.
    let places = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let communes = places.filter { $0.count > 3 && $0[3] == "commune" }
    let finest = communes.isEmpty ? places.filter { $0.count > 3 && $0[3] == "district" } : communes
    guard !finest.isEmpty else { throw BenchError("no places in \(folder)/simulated/places.csv") }
    finestLevel = communes.isEmpty ? "district" : "commune"
    somePlace = String(finest[finest.count / 2][1])

    let truth = try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: URL(filePath: "\(folder)/simulated/truth.json")))
    // Panels end with December 2024.
    let first = 2025 * 12 - truth.months
    let month = first % 12 + 1
    months = "\(first / 12)-\(month < 10 ? "0" : "")\(month)..2024-12"
  }

  private struct Truth: Decodable {
    let months: Int
  }
}

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
