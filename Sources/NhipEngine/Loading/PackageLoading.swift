// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipFormats
import NhipObservations

extension Session {
  /// The folder of the data package that a path names by itself or by its descriptor; `nil` where it
  /// names a file of figures.
  ///
  /// - Throws: `E0506` for a folder that holds no package.
  func packageFolder(_ path: String) throws(Diagnostic) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    let url = URL(fileURLWithPath: path)
    guard isFolder.boolValue else {
      guard url.lastPathComponent == DataPackage.descriptorName else { return nil }
      return url.deletingLastPathComponent().path
    }
    let descriptor = url.appendingPathComponent(DataPackage.descriptorName).path
    guard FileManager.default.fileExists(atPath: descriptor) else {
      throw Diagnostic(
        "E0506",
        "cannot read `\(path)`: this is a folder without a `\(DataPackage.descriptorName)`",
        helps: ["name a CSV or TSV file in it"])
    }
    return url.path
  }

  /// Loads a data package as if its folder stood among the datasets.
  ///
  /// A failed or interrupted load leaves the session as it was.
  /// - Parameter hasOptions: whether options came with it, which only files obey.
  func load(
    packageIn folder: String, hasOptions: Bool, locale: String
  ) throws(Diagnostic) -> LoadSummary {
    guard let package = try packages.package(in: folder) else {
      throw Diagnostic("E0505", "cannot read `\(folder)/\(DataPackage.descriptorName)`")
    }
    cancelFlag.clear()
    var copy = workspace
    let wasThere =
      copy.store.table(named: package.table) != nil
      || copy.tables.contains { $0.name == package.table }
    copy.store.removeTable(named: package.table)
    copy.tables.removeAll { $0.name == package.table }
    try PackageLoader(package: package, control: loadControl).load(into: &copy)
    if cancelFlag.isCancelled { throw Diagnostic("E0601", "the load was interrupted") }
    workspace = copy
    let observations = copy.rowCount(ofTable: package.table)
    var notes = [
      Note("loadedPackage", String(observations), package.table)
    ]
    if wasThere { notes.append(Note("replacedTable", package.table)) }
    if hasOptions { notes.append(Note("packageOptions", package.table)) }
    let words = NumberLocale(locale) ?? .en
    return LoadSummary(
      tableName: package.table, rowCount: observations,
      lines: notes.map { NoteWords.text($0, words) })
  }
}

extension Workspace {
  /// The rows that `from` gives for a table: those of its file, else its observations, alternatives
  /// included.
  func rowCount(ofTable name: String) -> Int {
    if let own = tables.first(where: { $0.name == name }) { return own.table.loaded.rowCount }
    guard let table = store.table(named: name) else { return 0 }
    return store.indicators.indices.lazy
      .filter { store.indicatorTables[$0] == table }
      .flatMap { store.groups[$0] }
      .reduce(0) { count, group in
        count + group.filledCount + group.alternatives.values.reduce(0) { $0 + $1.count }
      }
  }
}
