// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

struct MovementTests {
  let observations: CSVText
  let indicators: CSVText
  let places: CSVText
  let documents: CSVText
  let notes: CSVText

  init() throws {
    let folder = Folder.datasets.appending(path: "movement")
    observations = try CSVText(contentsOf: folder.appending(path: "observations.csv"))
    indicators = try CSVText(contentsOf: folder.appending(path: "indicators.csv"))
    places = try CSVText(contentsOf: folder.appending(path: "places.csv"))
    documents = try CSVText(contentsOf: folder.appending(path: "documents.csv"))
    notes = try CSVText(contentsOf: folder.appending(path: "notes.csv"))
  }

  @Test func holdsEveryFigureOnce() {
    #expect(observations.rows.count == 73)
    #expect(Set(observations.column("id")).count == 73)
    #expect(indicators.rows.count == 64)
    #expect(Set(indicators.column("key")).count == 64)
    #expect(documents.rows.count == 5)
  }

  @Test func refersOnlyToWhatIsListed() {
    #expect(Set(observations.column("place")).isSubset(of: Set(places.column("code"))))
    #expect(Set(observations.column("indicator")).isSubset(of: Set(indicators.column("key"))))
    #expect(Set(observations.column("document")).isSubset(of: Set(documents.column("document"))))
    let noted = notes.column("observation_ids").flatMap {
      $0.split(separator: ";").map(String.init)
    }
    #expect(Set(noted).isSubset(of: Set(observations.column("id"))))
  }

  @Test func listsPlacesAfterTheirParents() {
    var seen: Set<String> = [""]
    for place in places.rows {
      #expect(seen.contains(place["parent"] ?? ""), "\(place)")
      seen.insert(place["code"] ?? "")
    }
  }

  @Test func writesPeriodsInOneSpelling() {
    let period = #/(((\d{4}(-\d\d){0,2})?\.\.)?\d{4}(-\d\d){0,2})|\d{4}-S[12]/#
    for row in observations.rows {
      #expect((row["period"] ?? "").wholeMatch(of: period) != nil, "\(row["id"] ?? "")")
    }
  }

  @Test func readsEachValueAsPrinted() throws {
    for row in observations.rows {
      let id = row["id"] ?? ""
      let parts = (row["quote"] ?? "").split(separator: "/").map(vietnameseNumber)
      let value = try #require(Double(row["value"] ?? ""), "\(id)")
      let printed = try #require(parts.first ?? nil, "\(id)")
      switch row["kind"] {
      case "ratio":
        #expect(parts.count == 2 && value == printed, "\(id)")
        #expect(Double(row["numerator"] ?? "") == printed, "\(id)")
        #expect(Double(row["denominator"] ?? "") == parts[1], "\(id)")
        #expect(value <= parts[1] ?? 0, "\(id)")
      case "change_percent":
        #expect(abs(value) == printed && row["comparison_period"] != "", "\(id)")
      case "share_percent":
        #expect(value == printed && (0...100).contains(value), "\(id)")
      default:
        // S004-04 prints millions.
        #expect(value == (id == "S004-04" ? printed * 1_000_000 : printed), "\(id)")
      }
    }
  }

  @Test(.enabled(if: Folder.hasSeeds)) func findsEachFigureAtItsOffsets() throws {
    var texts: [String: [Unicode.Scalar]] = [:]
    for document in documents.rows {
      let name = document["document"] ?? ""
      let text = try String(contentsOf: Folder.seeds.appending(path: name), encoding: .utf8)
      texts[name] = Array(text.unicodeScalars)
      #expect(document["characters"] == String(text.unicodeScalars.count), "\(name)")
    }
    for row in observations.rows {
      let id = row["id"] ?? ""
      let text = try #require(texts[row["document"] ?? ""], "\(id)")
      let start = try #require(Int(row["start"] ?? ""), "\(id)")
      let end = try #require(Int(row["end"] ?? ""), "\(id)")
      try #require(0 <= start && start < end && end <= text.count, "\(id)")
      var quote = ""
      quote.unicodeScalars.append(contentsOf: text[start..<end])
      #expect(quote == row["quote"], "\(id)")
      // A figure cut out of a longer number would be a wrong offset.
      let isDigit = { (index: Int) in
        text.indices.contains(index) && text[index].properties.numericType == .decimal
      }
      #expect(!isDigit(start - 1) && !isDigit(end), "\(id)")
    }
  }

  @Test(.enabled(if: Folder.hasSeeds)) func agreesWithTheAnnotation() throws {
    let text = try String(
      contentsOf: Folder.seeds.appending(path: "observations.jsonl"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    try #require(lines.count == observations.rows.count)
    for (line, row) in zip(lines, observations.rows) {
      let seed = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let id = row["id"] ?? ""
      for (column, key) in [
        ("id", "id"), ("document", "doc"), ("quote", "num_text"), ("period_type", "period_type"),
        ("indicator", "indicator"), ("unit", "unit"), ("qualifier", "qualifier"), ("kind", "kind"),
        ("comparison_period", "comparison_period"), ("status", "status"),
        ("certainty", "period_certainty"),
      ] {
        #expect(seed[key] as? String == row[column], "\(id) \(column)")
      }
      #expect(
        (seed["period"] as? String)?.replacing("../", with: "..").replacing("/", with: "..")
          == row["period"], "\(id)")
      #expect((seed["value"] as? NSNumber)?.doubleValue == Double(row["value"] ?? ""), "\(id)")
      #expect(seed["place_path"] as? String == path(to: row["place"] ?? ""), "\(id)")
      // The base of a share is a note, not a dimension.
      let breakdown = (seed["breakdown"] as? [String: String] ?? [:]).filter { $0.key != "of" }
      let dimensions = Set(observations.header[15..<33])
      #expect(breakdown == row.filter { dimensions.contains($0.key) && $0.value != "" }, "\(id)")
    }
  }

  /// The place as the annotation writes it: provinces without their type word.
  private func path(to code: String) -> String {
    guard let place = places.rows.first(where: { $0["code"] == code }), place["level"] != "country"
    else { return "" }
    let name = place["name"] ?? ""
    if place["level"] == "province" { return name }
    return path(to: place["parent"] ?? "") + " > \(place["type"] ?? "") \(name)"
  }

  private func vietnameseNumber(_ text: Substring) -> Double? {
    Double(text.replacing(".", with: "").replacing(",", with: "."))
  }
}
