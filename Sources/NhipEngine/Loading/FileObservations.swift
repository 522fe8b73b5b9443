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
  let threads: Int

  func load(
    into workspace: inout Workspace, tableName: String, notes: inout [Note]
  ) throws(Diagnostic) {
    let tableID = workspace.store.addTable(
      ObservationTable(name: tableName, sumsDuplicates: options.addsRows))
    if !workspace.defaultTables.contains(tableID) { workspace.defaultTables.append(tableID) }
    let found = try PlaceKeys(
      table: file.table, shape: shape, tableName: tableName,
      lineOf: { file.lineNumbers.line(of: $0) }
    ).resolve(into: &workspace.store.registry)
    let places = found.places
    notes += found.notes
    let periods = try rowPeriods()
    var chosen = roles
    if chosen.breakdowns.isEmpty { chosen.breakdowns = breakdowns(places, periods) }
    let emptyCount = places.emptyCount - found.totalCount
    if emptyCount > 0 {
      _ = workspace.store.addTable(
        ObservationTable(name: tableName, emptyPlaceCount: emptyCount))
      notes.append(Note("emptyPlacesOnLoad", String(emptyCount)))
    }
    if !chosen.breakdowns.isEmpty {
      let names = chosen.breakdowns.map { "`\(file.table.schema.fields[$0].name)`" }
      notes.append(Note("breakdownsFound", names.joined(separator: ", ")))
    }
    declareLongIndicators(chosen, tableID, &workspace)
    let loader = ObservationLoader(
      file: file, roles: chosen, places: places, periods: periods, threads: threads)
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
      let kind =
        MeasureKind(rawValue: options.kinds[key] ?? options.kinds["*"] ?? "") ?? .undeclared
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
    notes.append(Note("declareKinds", first.contains(" ") ? "'\(first)=flow'" : "\(first)=flow"))
  }
}
