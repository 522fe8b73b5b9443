// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipFormats
import NhipLanguage
import NhipObservations

/// Writes exported tables to files, with the metadata that stands beside them.
struct FileSink: OutputSink {
  let store: ObservationStore
  /// The query, which the metadata repeat.
  let statement: StatementSyntax
  let locale: String

  func export(
    _ table: Table, to path: String, variant: String, withMetadata: Bool
  ) throws(Diagnostic) {
    let result = QueryResult(table: table, registry: store.registry, seconds: 0)
    var options = DisplayOptions()
    options.locale = locale
    let rendered = result.rendered(options)
    switch variant {
    case "": try OutputFormats.write(rendered, OutputFormats.forFile(path), toFile: path)
    default:
      let isEnglish = variant == "excel en" || (variant == "excel" && locale != "vi")
      try OutputFormats.write(
        rendered, isEnglish ? ExcelFormat.english : ExcelFormat.vietnamese, toFile: path)
    }
    if withMetadata { try metadata(table, result, options).write(beside: path) }
  }

  private func metadata(
    _ table: Table, _ result: QueryResult, _ options: DisplayOptions
  ) -> MetadataSidecar {
    let entries = table.schema.fields.map { field -> MetadataSidecar.ColumnEntry in
      let key = field.measure?.term ?? field.name
      let declared = store.indicators.indices.first {
        store.indicators[$0].key == key && store.indicatorTables[$0] >= 0
      }
      let indicator = declared.map { store.indicators[$0] }
      let definition =
        options.locale == "vi"
        ? indicator?.descriptionVietnamese : indicator?.descriptionEnglish
      return MetadataSidecar.ColumnEntry(
        name: field.name, unit: field.unit.name, kind: field.measure?.kind.rawValue ?? "",
        definition: definition ?? "", sources: declared.map { sources(of: $0) } ?? [])
    }
    let dates = store.records.map(\.recorded).filter { $0 != .min }
    return MetadataSidecar(
      query: Formatter.format([statement]), columns: entries, notes: result.noteLines(options),
      dataDate: dates.max().map { "\(Period(.day, $0))" } ?? "",
      isSimulated: table.notes.contains { $0.key == "simulated" }, nhipVersion: Session.version)
  }

  /// The documents, else the table, that an indicator's observations come from.
  private func sources(of indicator: Int) -> [String] {
    var documents: Set<String> = []
    for group in store.groups[indicator] {
      for detail in group.details where detail.record >= 0 {
        documents.insert(store.records[Int(detail.record)].document)
      }
    }
    documents.remove("")
    let table = Int(store.indicatorTables[indicator])
    return documents.isEmpty ? [store.tables[table].name] : documents.sorted()
  }
}
