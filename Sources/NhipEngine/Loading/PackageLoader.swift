// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations
import NhipSimulation

/// Loads a data package into a workspace: places, indicators, observations, notes.
struct PackageLoader {
  let package: DataPackage
  var control = LoadControl()

  func load(into workspace: inout Workspace) throws(Diagnostic) {
    try makeDataIfNeeded()
    let descriptor = package.descriptor
    let tableID = workspace.store.addTable(
      ObservationTable(
        name: package.table, isSimulated: descriptor.isSimulated,
        sumsDuplicates: descriptor.rows == .add))
    var placeNames: [String: PlaceID] = [:]
    for resource in descriptor.resources(of: .places) {
      placeNames.merge(try loadPlaces(resource, &workspace)) { _, new in new }
    }
    for resource in descriptor.resources(of: .indicators) {
      try loadIndicators(resource, tableID, &workspace)
    }
    let remarks = try loadRemarks()
    for resource in descriptor.resources(of: .observations) {
      try checkCancelled()
      try loadObservations(resource, tableID, placeNames, remarks, &workspace)
    }
    for resource in descriptor.resources(of: .table) {
      workspace.setTable(try read(resource).table, named: resource.name)
    }
    if package.loadsAtStart, !workspace.defaultTables.contains(tableID) {
      workspace.defaultTables.append(tableID)
    }
    control.progress("", 1)
  }

  /// Simulated data are written on first use.
  private func makeDataIfNeeded() throws(Diagnostic) {
    let missing = package.descriptor.resources.contains {
      !FileManager.default.fileExists(atPath: package.file($0))
    }
    guard missing else { return }
    guard package.descriptor.isSimulated else {
      throw Diagnostic(
        "E0503", "the data package `\(package.table)` lacks files",
        notes: ["folder: \(package.folder)"])
    }
    var reason = ""
    do throws(SimulationError) {
      _ = try Simulation().write(to: package.dataFolder) { share in
        control.progress("writing the simulated data", share)
        return !control.isCancelled()
      }
    } catch {
      reason = "\(error)"
    }
    try checkCancelled()
    let stillMissing = package.descriptor.resources.first {
      !FileManager.default.fileExists(atPath: package.file($0))
    }
    if let stillMissing {
      throw Diagnostic(
        "E0503", "could not write `\(stillMissing.name)` of the simulated data",
        notes: ["folder: \(package.dataFolder)"] + (reason.isEmpty ? [] : [reason]),
        helps: ["make that folder writable, or set `NHIP_CACHE` to one that is"])
    }
  }

  private func checkCancelled() throws(Diagnostic) {
    if control.isCancelled() { throw Diagnostic("E0601", "the query was interrupted") }
  }

  private func read(_ resource: ResourceDescriptor) throws(Diagnostic) -> LoadedFile {
    var options = resource.options
    options.separator = options.separator ?? ","
    options.decimalMark = options.decimalMark ?? .point
    options.hasHeader = options.hasHeader ?? true
    options.encoding = options.encoding ?? .utf8
    // Places and indicators are told by their columns' names; all of them are texts.
    if resource.role != .observations {
      for field in resource.fields { options.types[field.name] = .text }
    }
    return try control.read(package.file(resource), options)
  }

  private func loadPlaces(
    _ resource: ResourceDescriptor, _ workspace: inout Workspace
  ) throws(Diagnostic) -> [String: PlaceID] {
    let table = try read(resource).table
    let scheme = package.descriptor.country
    func text(_ name: String, _ row: Int) -> String {
      guard let index = table.schema.index(of: name) else { return "" }
      let column = table.columns[index]
      if let text = column.text(row) { return text }
      if let period = column.period(row) { return "\(period)" }
      return ""
    }
    var rowOf: [String: Int] = [:]
    for row in 0..<table.rowCount { rowOf[text("code", row)] = row }
    var ids: [String: PlaceID] = [:]
    // Parents stand before their children in the file; one registry pass a level of depth.
    var waiting = Array(0..<table.rowCount)
    while !waiting.isEmpty {
      var ready: [Place] = []
      var codes: [String] = []
      var later: [Int] = []
      for row in waiting {
        let parent = text("parent", row)
        if !parent.isEmpty && ids[parent] == nil && rowOf[parent] != nil {
          later.append(row)
          continue
        }
        codes.append(text("code", row))
        ready.append(place(row, text, ids[parent], scheme))
      }
      guard !ready.isEmpty else {
        throw Diagnostic("E0503", "`\(resource.name)` has places that lie inside each other")
      }
      for (code, id) in zip(codes, workspace.store.registry.add(ready)) { ids[code] = id }
      waiting = later
    }
    return ids
  }

  private func place(
    _ row: Int, _ text: (String, Int) -> String, _ parent: PlaceID?, _ scheme: String
  ) -> Place {
    var counts: [String: Int] = [:]
    for part in text("unit_counts", row).split(separator: ";") {
      let sides = part.split(separator: "=")
      if sides.count == 2, let count = Int(sides[1]) { counts[String(sides[0])] = count }
    }
    let name = text("name", row)
    return Place(
      code: text("code", row), name: name, type: text("type", row),
      level: .named(text("level", row)), parent: parent, scheme: scheme, isUnnamed: name == "?",
      validFrom: Period(text("valid_from", row)) ?? .none,
      validTo: Period(text("valid_to", row)) ?? .none, unitCounts: counts,
      hasAllChildren: package.descriptor.hasAllPlaces || package.descriptor.isSimulated)
  }

  private func loadIndicators(
    _ resource: ResourceDescriptor, _ tableID: Int32, _ workspace: inout Workspace
  ) throws(Diagnostic) {
    let table = try read(resource).table
    func text(_ name: String, _ row: Int) -> String {
      guard let index = table.schema.index(of: name) else { return "" }
      if let text = table.columns[index].text(row) { return text }
      guard let numbers = table.columns[index].numbers, !numbers[row].isNaN else { return "" }
      return numbers[row].writtenPlainly
    }
    for row in 0..<table.rowCount {
      var additive: [String: Bool] = [:]
      for part in text("additive_breakdowns", row).split(separator: ";") {
        let sides = part.split(separator: ":")
        if sides.count == 2 { additive[String(sides[0])] = sides[1] == "yes" }
      }
      let direction = Int(text("direction", row).replacingOccurrences(of: "+", with: "")) ?? 0
      _ = workspace.store.addIndicator(
        Indicator(
          key: text("key", row), nameVietnamese: text("name_vi", row),
          nameEnglish: text("name_en", row), unit: Unit(text("unit", row)),
          kind: MeasureKind(rawValue: text("kind", row)) ?? .undeclared,
          additiveOverPlaces: text("additive_places", row) == "yes",
          additiveOverTime: text("additive_time", row) == "yes", additiveOverBreakdown: additive,
          completeBreakdowns: Set(
            text("complete_breakdowns", row).split(separator: ";").map(String.init)),
          direction: direction, descriptionVietnamese: text("description_vi", row),
          descriptionEnglish: text("description_en", row)),
        to: tableID)
    }
  }

  /// The package's notes by observation id.
  private func loadRemarks() throws(Diagnostic) -> [String: [String]] {
    var remarks: [String: [String]] = [:]
    for resource in package.descriptor.resources(of: .notes) {
      let table = try read(resource).table
      guard let ids = table.schema.index(of: "observation_ids"),
        let texts = table.schema.index(of: "text_en")
      else { continue }
      for row in 0..<table.rowCount {
        for id in (table.columns[ids].text(row) ?? "").split(separator: ";") {
          remarks[String(id), default: []].append(table.columns[texts].text(row) ?? "")
        }
      }
    }
    return remarks
  }

  private func loadObservations(
    _ resource: ResourceDescriptor, _ tableID: Int32, _ places: [String: PlaceID],
    _ remarks: [String: [String]], _ workspace: inout Workspace
  ) throws(Diagnostic) {
    let file = try read(resource)
    let roles = ColumnRoles(resource, file.table.schema)
    let keys = PackageKeys(file: file, roles: roles, places: places)
    let emptyPlaces = keys.emptyPlaceCount
    let loader = ObservationLoader(
      file: file, roles: roles, places: keys.placeColumn(), periods: try keys.periodColumn(),
      threads: control.threadCount)
    try loader.load(into: &workspace.store, table: tableID)
    workspace.store.attach(remarks)
    if emptyPlaces > 0 {
      _ = workspace.store.addTable(
        ObservationTable(name: package.table, emptyPlaceCount: emptyPlaces))
    }
  }
}
