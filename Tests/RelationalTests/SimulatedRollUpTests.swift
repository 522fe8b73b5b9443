// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipSimulation
import Testing

/// Roll-ups of a simulated panel with gaps and late starts, against SQLite on the same rows: equal
/// to the last digit.
struct SimulatedRollUpTests {
  /// How a query's cells are made in SQL: of the rows `obs o` of one indicator, their districts
  /// `d` and provinces `p`.
  struct RollUp: Sendable, CustomTestStringConvertible {
    var query: String
    var indicator: String
    var place: String
    var bucket: String
    var isStock = false

    var testDescription: String { query }
  }

  static let year = "substr(o.period, 1, 4)"
  static let quarter =
    "substr(o.period, 1, 4) || '-Q' || ((cast(substr(o.period, 6, 2) as integer) + 2) / 3)"

  static let rollUps = [
    RollUp(
      query: "series crime_cases from simulated by province, year", indicator: "crime_cases",
      place: "p.name", bucket: year),
    RollUp(
      query: "series crime_cases from simulated by district, quarter", indicator: "crime_cases",
      place: "d.name", bucket: quarter),
    RollUp(
      query: "series tips_received from simulated by country, quarter",
      indicator: "tips_received", place: "c.name", bucket: quarter),
    RollUp(
      query: "series tips_valuable from simulated by province, month",
      indicator: "tips_valuable", place: "p.name", bucket: "o.period"),
    RollUp(
      query: "series models_total from simulated by province, year", indicator: "models_total",
      place: "p.name", bucket: year, isStock: true),
    RollUp(
      query: "series population from simulated by province, year", indicator: "population",
      place: "p.name", bucket: year),
  ]

  @Test func agreesWithSQLite() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "nhip-rollup-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let package = folder.appending(path: "simulated")
    try FileManager.default.createDirectory(at: package, withIntermediateDirectories: true)
    let simulation = Simulation(places: 80, months: 40, missingShare: 0.05, lateStartShare: 0.1)
    try simulation.write(to: package.path)
    let database = try Self.database(package)
    let session = try Session(datasets: folder.path, cache: folder.path)
    for rollUp in Self.rollUps {
      let expected = try Self.expected(rollUp, database)
      #expect(!expected.isEmpty, "\(rollUp.query)")
      for usesFastPaths in [true, false] {
        session.settings.usesFastPaths = usesFastPaths
        #expect(try Self.cells(rollUp, session) == expected, "\(rollUp.query)")
      }
    }
  }

  /// The cells that the engine gives, by place and bucket; missing ones left out.
  private static func cells(_ rollUp: RollUp, _ session: Session) throws -> [String: Double] {
    let outcomes = session.run(SourceText(name: "rollup", text: rollUp.query))
    guard let result = try outcomes.first?.result.get() else { return [:] }
    let names = result.columnNames
    var cells: [String: Double] = [:]
    for row in 0..<result.rowCount {
      guard let value = result.number(row: row, column: rollUp.indicator) else { continue }
      let place = result.text(row: row, column: names[0]) ?? ""
      cells["\(place) \(result.text(row: row, column: names[1]) ?? "")"] = value
    }
    return cells
  }

  private static func expected(
    _ rollUp: RollUp, _ database: SQLiteDatabase
  ) throws -> [String: Double] {
    // Of a stock each district's last month in the bucket counts.
    let last = """
      and o.period = (select max(x.period) from obs x where x.place = o.place
      and x.indicator = o.indicator and substr(x.period, 1, 4) = substr(o.period, 1, 4))
      """
    let rows = try database.rows(
      """
      select \(rollUp.place), \(rollUp.bucket), sum(o.value) from obs o
      join places d on d.code = o.place join places p on p.code = d.parent
      join places c on c.code = p.parent
      where o.indicator = ? \(rollUp.isStock ? last : "") group by 1, 2
      """, [.text(rollUp.indicator)])
    var cells: [String: Double] = [:]
    for row in rows {
      guard case .text(let place) = row[0], case .text(let bucket) = row[1],
        case .number(let sum) = row[2]
      else { continue }
      cells["\(place) \(bucket)"] = sum
    }
    return cells
  }

  private static func database(_ package: URL) throws -> SQLiteDatabase {
    let database = try SQLiteDatabase()
    try database.rows("create table obs (place text, period text, indicator text, value real)")
    try database.rows("create table places (code text primary key, name text, parent text)")
    try database.rows("begin")
    try fill(
      database, "places", package.appending(path: "places.csv"), ["code", "name", "parent"])
    try fill(
      database, "obs", package.appending(path: "observations.csv"),
      ["place", "period", "indicator", "value"])
    try database.rows("commit")
    try database.rows("create index by_key on obs (indicator, place, period)")
    return database
  }

  /// Copies columns of a file without quotes.
  private static func fill(
    _ database: SQLiteDatabase, _ table: String, _ file: URL, _ columns: [String]
  ) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",").map(String.init)
    let indices = columns.compactMap { header.firstIndex(of: $0) }
    #expect(indices.count == columns.count && !lines.contains { $0.contains("\"") })
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      try database.rows(
        "insert into \(table) values (\(marks))", indices.map { .text(String(cells[$0])) })
    }
  }
}
