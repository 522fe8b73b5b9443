// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipLanguage
package import NhipObservations
import NhipPlan
import Synchronization

/// What a session holds: observations, tables, named queries. A value, so that a failed load or
/// an interrupted one leaves the session as it was.
package struct Workspace: Sendable {
  package var store = ObservationStore()
  /// Tables that `series` reads without `from`.
  package var defaultTables: [Int32] = []
  /// Loaded tables as they are, by name, in the order of loading.
  package var tables: [(name: String, table: Table)] = []
  package var namedQueries: [String: PipelineSyntax] = [:]

  package init() {}

  package mutating func setTable(_ table: Table, named name: String) {
    if let index = tables.firstIndex(where: { $0.name == name }) {
      tables[index].table = table
    } else {
      tables.append((name, table))
    }
  }
}

/// Resolves the names after `from`: loaded tables, views of the store.
struct WorkspaceTables: TableProvider {
  let workspace: Workspace
  /// Threads that make the columns of a view.
  var threads = 1
  private let views = MadeViews()

  /// Views that every session has.
  static let views = ["observations", "places", "indicators"]

  var tableNames: [String] {
    var names = workspace.tables.map(\.name)
    for table in workspace.store.tables where !names.contains(table.name) {
      names.append(table.name)
    }
    return names + Self.views.filter { !names.contains($0) }
  }

  func table(named name: String) -> Table? {
    if let found = workspace.tables.first(where: { $0.name == name }) { return found.table }
    return views.table(name) { view(named: name) }
  }

  func schema(named name: String) -> Schema? {
    guard !workspace.tables.contains(where: { $0.name == name }) else {
      return table(named: name)?.schema
    }
    return observations(named: name)?.schema ?? table(named: name)?.schema
  }

  func bytesToMake(_ name: String, columns: [String], limit: Int?) -> Int {
    guard !workspace.tables.contains(where: { $0.name == name }) else { return 0 }
    return observations(named: name)?.bytesToMake(columns, limit: limit) ?? 0
  }

  func table(named name: String, columns: [String], limit: Int?) -> Table? {
    plainView(named: name)?.table(columns, limit: limit, threads: threads)
      ?? table(named: name)?.selecting(columns)
  }

  func runs(named name: String, columns: [String], numbers: String?) -> RunTable? {
    plainView(named: name)?.runs(columns, numbers: numbers)
  }

  func observationGroups(of name: String) -> [RunGroup]? {
    guard !workspace.tables.contains(where: { $0.name == name }) else { return nil }
    return observations(named: name)?.groups
  }

  /// The view of observations that carry nothing but values, whose columns are made one by one.
  private func plainView(named name: String) -> PlainObservations? {
    guard !workspace.tables.contains(where: { $0.name == name }) else { return nil }
    return observations(named: name)?.plain
  }

  private func observations(named name: String) -> ObservationView? {
    if let index = workspace.store.table(named: name) {
      return ObservationView(store: workspace.store, tables: [index])
    }
    guard name == "observations" else { return nil }
    return ObservationView(store: workspace.store, tables: workspace.defaultTables)
  }

  private func view(named name: String) -> Table? {
    if let view = observations(named: name) { return view.table(threads: threads) }
    switch name {
    case "places": return PlaceView(registry: workspace.store.registry).table()
    case "indicators": return IndicatorView(store: workspace.store).table()
    default: return nil
    }
  }
}

/// Views of the store that a query has had made: binding and running it ask for the same one.
///
/// A final class, because copies of a provider share it; the mutex protects it.
private final class MadeViews: Sendable {
  private let tables = Mutex<[String: Table]>([:])

  func table(_ name: String, _ make: () -> Table?) -> Table? {
    if let known = tables.withLock({ $0[name] }) { return known }
    let made = make()
    tables.withLock { $0[name] = made }
    return made
  }
}
