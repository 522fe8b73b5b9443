// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan
import NhipStatistics

extension SeriesCheckOperator {
  /// One cell of the series with where it stands.
  struct Cell {
    let row: Int
    let column: Int
    let value: Double
    /// `nil` where several places are pooled.
    let place: PlaceID?
    let period: Period
    /// The value of each breakdown of the grid.
    let breakdown: [String]

    /// `nil` where the cell has no number or no period.
    init?(_ table: Table, _ spec: SeriesSpec, row: Int, column: Int) {
      guard let value = table.columns[column].numbers?[row] else { return nil }
      let periodIndex = table.schema.periodIndex
      guard let period = periodIndex.flatMap({ table.columns[$0].period(row) }) ?? spec.during
      else { return nil }
      self.row = row
      self.column = column
      self.value = value
      self.period = period
      if let index = table.schema.placeIndex {
        place = table.columns[index].place(row)
      } else {
        place = spec.places.count == 1 ? spec.places[0] : nil
      }
      breakdown = table.schema.fields.indices.filter { table.schema.fields[$0].role == .breakdown }
        .map { table.columns[$0].text(row) ?? "" }
    }
  }
}

/// What a finding is about.
enum CheckSubject: String {
  case percent = "reported percent"
  case percentAndCounts = "percent and counts"
  case parts = "parts and total"
  case share = "share and its parts"
  case remark = "remark"
}

/// The rows of a check, a finding each.
struct CheckRows {
  /// Row of the table whose keys are shown; the second array is for breakdowns, -1 where the
  /// finding is about their whole.
  private(set) var keyRows: [Int32] = []
  private(set) var breakdownRows: [Int32] = []
  private(set) var columns: [Int] = []
  private(set) var whats = TextCodes()
  private(set) var findings = TextCodes()
  private(set) var verdicts = TextCodes()

  mutating func add(
    _ cell: SeriesCheckOperator.Cell, _ subject: CheckSubject, _ result: CheckResult,
    ofWhole: Bool = false
  ) {
    add(cell, subject, result.text, result.verdict.rawValue, ofWhole)
  }

  /// What the data package says about an observation, in its own words. It stands once beside a
  /// place and period, whichever breakdown values it speaks of.
  mutating func add(_ cell: SeriesCheckOperator.Cell, remark: String) {
    add(cell, .remark, remark, "", true)
  }

  private mutating func add(
    _ cell: SeriesCheckOperator.Cell, _ subject: CheckSubject, _ text: String, _ verdict: String,
    _ ofWhole: Bool
  ) {
    keyRows.append(Int32(cell.row))
    breakdownRows.append(ofWhole ? -1 : Int32(cell.row))
    columns.append(cell.column)
    whats.append(subject.rawValue)
    findings.append(text)
    verdicts.append(verdict)
  }
}

/// Finds the row of the same place and breakdown at another period.
struct PeriodIndex {
  private struct Key: Hashable {
    let place: PlaceID
    let breakdown: [String]
    let period: Period
  }

  private let table: Table
  private var rows: [Key: Int] = [:]

  init(_ table: Table) {
    self.table = table
    guard let period = table.schema.periodIndex else { return }
    let periods = table.columns[period].flattened()
    for row in 0..<table.rowCount {
      guard let own = periods.period(row) else { continue }
      rows[Self.key(table, row, own)] = row
    }
  }

  /// The whole count in the column of that name, beside the row of `other` but at `period`.
  func count(_ name: String, like other: Table, _ row: Int, at period: Period) -> Int? {
    guard let column = table.schema.index(of: name),
      let found = rows[Self.key(other, row, period)]
    else { return nil }
    return Self.count(table, column, found)
  }

  /// A complete whole count; `nil` for anything less.
  static func count(_ table: Table, _ column: Int, _ row: Int) -> Int? {
    guard let value = table.columns[column].numbers?[row],
      table.columns[column].detail?.marks?[row].contains(.partial) != true
    else { return nil }
    return count(value)
  }

  /// The number as a count that percents can be tested with.
  static func count(_ value: Double) -> Int? {
    guard value >= 0, value == value.rounded(), value < Double(PercentConsistency.maximumCount)
    else { return nil }
    return Int(value)
  }

  private static func key(_ table: Table, _ row: Int, _ period: Period) -> Key {
    let place = table.schema.placeIndex.flatMap { table.columns[$0].place(row) } ?? -1
    let breakdown = table.schema.fields.indices
      .filter { table.schema.fields[$0].role == .breakdown }
      .map { table.columns[$0].text(row) ?? "" }
    return Key(place: place, breakdown: breakdown, period: period)
  }
}
