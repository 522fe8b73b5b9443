// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
import NhipLanguage
import NhipObservations
import NhipPlan

/// What `.tables`, `.indicators`, `.places`, `.schema` and `.memory` show, as results like any
/// other, so that they follow the mode, fold and page.
extension Session {
  /// Everything that may stand after `from`.
  public func tableList() -> QueryResult {
    var rows: [[String?]] = []
    let store = workspace.store
    for (index, table) in store.tables.enumerated() {
      let own = store.indicators.indices.filter { store.indicatorTables[$0] == Int32(index) }
      let count = workspace.rowCount(ofTable: table.name)
      rows.append([
        table.name, table.isSimulated ? "observations, simulated" : "observations", "\(count)",
        "\(own.count)", workspace.defaultTables.contains(Int32(index)) ? "yes" : nil,
      ])
    }
    for (name, table) in workspace.tables where store.table(named: name) == nil {
      rows.append([name, "rows", "\(table.loaded.rowCount)", nil, nil])
    }
    for package in packages.packages where store.table(named: package.table) == nil {
      rows.append([
        package.table, "loads on first use", nil, "\(package.indicatorKeys.count)", nil,
      ])
    }
    for name in WorkspaceTables.views { rows.append([name, "view", nil, nil, nil]) }
    for name in workspace.namedQueries.keys.sorted() {
      rows.append([name, "named query", nil, nil, nil])
    }
    return listing(
      [
        ("table", .text), ("what", .text), ("rows", .integer), ("indicators", .integer),
        ("default", .text),
      ], rows)
  }

  /// The indicators whose key or name holds `text`, in any case and without marks.
  public func indicatorList(matching text: String) -> QueryResult {
    let store = workspace.store
    let wanted = TextFolding.fold(text)
    func matches(_ texts: String...) -> Bool {
      wanted.isEmpty || texts.contains { TextFolding.fold($0).contains(wanted) }
    }
    var rows: [[String?]] = []
    for (index, indicator) in store.indicators.enumerated() {
      guard matches(indicator.key, indicator.nameVietnamese, indicator.nameEnglish)
      else { continue }
      let count = store.groups[index].reduce(0) { $0 + $1.filledCount }
      rows.append([
        indicator.key, locale == "vi" ? indicator.nameVietnamese : indicator.nameEnglish,
        indicator.unit.name, indicator.kind.rawValue, "\(count)",
        store.tables[Int(store.indicatorTables[index])].name,
      ])
    }
    for package in packages.packages where store.table(named: package.table) == nil {
      for key in package.indicatorKeys where matches(key) {
        rows.append([key, nil, nil, nil, nil, package.table])
      }
    }
    return listing(
      [
        ("indicator", .text), ("name", .text), ("unit", .text), ("kind", .text),
        ("figures", .integer), ("table", .text),
      ], rows)
  }

  /// The places whose name, path or code holds `text`.
  public func placeList(matching text: String) -> QueryResult {
    let registry = workspace.store.registry
    let wanted = TextFolding.fold(text)
    var rows: [[String?]] = []
    for id in registry.byOrder where !registry[id].isUnnamed {
      let path = registry.path(id)
      let typed = registry.typedName(id)
      guard
        wanted.isEmpty || TextFolding.fold(typed).contains(wanted)
          || TextFolding.fold(path).contains(wanted) || registry[id].code == text
      else { continue }
      rows.append([typed, registry[id].level.name, registry[id].code, path])
    }
    return listing([("place", .text), ("level", .text), ("code", .text), ("path", .text)], rows)
  }

  /// The columns of a table, a view or a named query.
  ///
  /// A data package that waits for its first mention is loaded.
  public func schemaList(of name: String) throws(Diagnostic) -> QueryResult {
    let waiting = packages.packages.map(\.table).filter { workspace.store.table(named: $0) == nil }
    if let index = NameLookup.find(name, in: waiting) {
      let outcomes = run(SourceText(name: "schema", text: "from \(waiting[index]) | take 0"))
      if case .failure(let failure) = outcomes.first?.result, let first = failure.diagnostics.first
      {
        throw first
      }
    }
    let views = WorkspaceTables(workspace: workspace)
    let queries = workspace.namedQueries.keys.sorted()
    let schema: Schema
    if let index = NameLookup.find(name, in: views.tableNames),
      let table = views.table(named: views.tableNames[index])
    {
      schema = table.schema
    } else if let index = NameLookup.find(name, in: queries),
      let pipeline = workspace.namedQueries[queries[index]]
    {
      do throws(QueryFailure) {
        schema = try Binder(catalog()).bind(pipeline).schema
      } catch {
        throw error.diagnostics.first ?? Diagnostic("E0206", "`\(name)` cannot be read")
      }
    } else {
      let known = views.tableNames + queries
      throw Diagnostic(
        "E0206", "no table named `\(name)`", notes: ["tables here: \(NearestName.list(known))"],
        helps: NearestName.helps(name, in: known))
    }
    let rows: [[String?]] = schema.fields.map { field in
      let unit = field.unit.name
      return [field.name, field.type.rawValue, Self.role(field), unit.isEmpty ? nil : unit]
    }
    return listing([("column", .text), ("type", .text), ("role", .text), ("unit", .text)], rows)
  }

  private static func role(_ field: Field) -> String {
    switch field.role {
    case .place(let level): "place (\(level))"
    case .period(let grain): "period (\(grain?.word ?? "as reported"))"
    case .breakdown: "breakdown"
    case .measure(let info): info.kind.rawValue
    case .attribute: ""
    }
  }

  /// A table of text and numbers, with nothing to say about its time.
  func listing(
    _ columns: [(name: String, type: LogicalType)], _ rows: [[String?]]
  ) -> QueryResult {
    let values = columns.indices.map { index -> Column in
      let texts = rows.map { $0[index] }
      guard columns[index].type.isNumeric else { return Column(texts: texts) }
      return Column(numbers: texts.map { $0.flatMap(Double.init) ?? .nan })
    }
    let schema = Schema(columns.map { Field($0.name, $0.type) })
    return QueryResult(
      table: Table(schema: schema, columns: values), registry: workspace.store.registry, seconds: 0)
  }
}
