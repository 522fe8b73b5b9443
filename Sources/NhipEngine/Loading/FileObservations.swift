// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// A plain file's rows on their way into the store: its places, its periods, its breakdowns.
struct FileObservations {
  /// Breakdown columns tried before rows with equal keys count as contradictions.
  static let breakdownLimit = 6

  let file: LoadedFile
  let shape: FileShape
  var roles: ColumnRoles
  let options: FileLoadOptions

  func load(
    into workspace: inout Workspace, tableName: String, notes: inout [Note]
  ) throws(Diagnostic) {
    workspace.store.removeTable(named: tableName)
    let tableID = workspace.store.addTable(
      ObservationTable(name: tableName, sumsDuplicates: options.addsRows))
    if !workspace.defaultTables.contains(tableID) { workspace.defaultTables.append(tableID) }
    let places = try PlaceKeys(
      table: file.table, shape: shape, tableName: tableName, lineOf: { file.lineNumbers.line(of: $0) }
    ).resolve(into: &workspace.store.registry)
    let periods = try rowPeriods()
    var chosen = roles
    if chosen.breakdowns.isEmpty { chosen.breakdowns = breakdowns(places.ids, periods) }
    if places.emptyCount > 0 {
      _ = workspace.store.addTable(
        ObservationTable(name: tableName, emptyPlaceCount: places.emptyCount))
      notes.append(Note("emptyPlacesOnLoad", String(places.emptyCount)))
    }
    if !chosen.breakdowns.isEmpty {
      let names = chosen.breakdowns.map { "`\(file.table.schema.fields[$0].name)`" }
      notes.append(Note("breakdownsFound", names.joined(separator: ", ")))
    }
    // Keys are resolved already: the loader gets them as columns.
    var table = file.table
    table = table.adding(Field("\u{1}place", .place), Column(.places(places.ids)))
    table = table.adding(Field("\u{1}period", .period), Column(.periods(periods)))
    chosen.place = table.schema.fields.count - 2
    chosen.period = table.schema.fields.count - 1
    declareLongIndicators(chosen, tableID, &workspace)
    let loader = ObservationLoader(
      table: table, roles: chosen, qualified: file.qualified, placeOf: { _ in nil },
      wholePlace: nil, lineOf: { file.lineNumbers.line(of: $0) })
    try loader.load(into: &workspace.store, table: tableID)
    tellRepeated(tableID, workspace, &notes)
    tellUndeclared(tableID, workspace, &notes)
  }

  /// Indicators of a long file get the kinds that the options declare.
  private func declareLongIndicators(
    _ roles: ColumnRoles, _ tableID: Int32, _ workspace: inout Workspace
  ) {
    guard let indicator = roles.indicator,
      case .text(_, let dictionary) = file.table.columns[indicator].storage
    else { return }
    for key in dictionary.values.sorted() {
      let kind = MeasureKind(rawValue: options.kinds[key] ?? options.kinds["*"] ?? "") ?? .undeclared
      _ = workspace.store.addIndicator(
        Indicator(key: key, unit: Unit(options.units[key] ?? ""), kind: kind), to: tableID)
    }
  }

  /// Rows that claim a cell which another row fills with another figure.
  private func tellRepeated(_ tableID: Int32, _ workspace: Workspace, _ notes: inout [Note]) {
    var count = 0
    for (index, groups) in workspace.store.groups.enumerated()
    where workspace.store.indicatorTables[index] == tableID {
      for group in groups {
        for (slot, others) in group.alternatives {
          count += others.count { $0.value != group.values[Int(slot)] }
        }
      }
    }
    if count > 0 { notes.append(Note("repeatedKeys", String(count))) }
  }

  private func tellUndeclared(
    _ tableID: Int32, _ workspace: Workspace, _ notes: inout [Note]
  ) {
    let undeclared = workspace.store.indicators.indices.filter {
      workspace.store.indicatorTables[$0] == tableID
        && workspace.store.indicators[$0].kind == .undeclared
    }.map { workspace.store.indicators[$0].key }
    guard let first = undeclared.first else { return }
    notes.append(Note("undeclaredKinds", NearestName.list(undeclared)))
    notes.append(Note("declareKinds", first))
  }

  /// The period of each row; a month or quarter column joins the year's.
  private func rowPeriods() throws(Diagnostic) -> [Period] {
    let table = file.table
    guard let index = shape.period else {
      return [Period](repeating: .none, count: table.rowCount)
    }
    var periods: [Period] = []
    periods.reserveCapacity(table.rowCount)
    let sub = shape.subPeriod.flatMap { table.columns[$0.column].numbers }
    for row in 0..<table.rowCount {
      var period: Period = .none
      if let own = table.columns[index].period(row) {
        period = own
      } else if let years = table.columns[index].numbers, !years[row].isNaN {
        guard years[row] == years[row].rounded(), (1...9999).contains(years[row]) else {
          throw Diagnostic(
            "E0502",
            "`\(table.schema.fields[index].name)` on line \(file.lineNumbers.line(of: row)) is no year: \(years[row])"
          )
        }
        period = .year(Int(years[row]))
      }
      if let sub, let grain = shape.subPeriod?.grain, period.grain == .year, !sub[row].isNaN,
        let per = grain.perYear
      {
        guard sub[row] >= 1, sub[row] <= Double(per), sub[row] == sub[row].rounded() else {
          throw Diagnostic(
            "E0502",
            "line \(file.lineNumbers.line(of: row)) names the \(grain.word) \(sub[row])")
        }
        period = Period(grain, period.first * Int32(per) + Int32(sub[row]) - 1)
      }
      periods.append(period)
    }
    return periods
  }

  /// Text columns without which several rows would claim one cell.
  private func breakdowns(_ places: [PlaceID], _ periods: [Period]) -> [Int] {
    var taken = Set(shape.places.map(\.column))
    for index in [shape.placeCode, shape.period, shape.indicator] { if let index { taken.insert(index) } }
    let candidates = file.table.schema.fields.indices.filter {
      file.table.schema.fields[$0].type == .text && !taken.contains($0)
    }
    guard !candidates.isEmpty else { return [] }
    var keys = (0..<file.table.rowCount).map { row -> Int in
      var hasher = Hasher()
      hasher.combine(places[row])
      hasher.combine(periods[row])
      if let indicator = shape.indicator { hasher.combine(file.table.columns[indicator].text(row)) }
      return hasher.finalize()
    }
    let rows = keys.indices.filter { places[$0] >= 0 }
    func distinct() -> Int { Set(rows.map { keys[$0] }).count }
    var known = distinct()
    var chosen: [Int] = []
    for column in candidates where known < rows.count && chosen.count < Self.breakdownLimit {
      let before = keys
      for row in rows {
        var hasher = Hasher()
        hasher.combine(keys[row])
        hasher.combine(file.table.columns[column].text(row))
        keys[row] = hasher.finalize()
      }
      let now = distinct()
      if now > known {
        known = now
        chosen.append(column)
      } else {
        keys = before
      }
    }
    return chosen
  }
}
