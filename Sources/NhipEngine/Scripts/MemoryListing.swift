// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// What `.memory` shows: bytes of each table, and of each of its indicators or columns.
extension Session {
  /// Bytes that loaded figures and tables take, and what they are made of. Queries
  /// keep sums by year, which the index counts, and nothing else: a view of the store lives as long
  /// as the query that reads it.
  public func memoryList() -> QueryResult {
    var lines: [MemoryLine] = []
    let store = workspace.store
    for (index, table) in store.tables.enumerated() {
      let own = store.indicators.indices.filter { store.indicatorTables[$0] == Int32(index) }
      lines += MemoryLine.withSum(
        table.name, "all figures",
        own.filter { !store.groups[$0].isEmpty }.map {
          MemoryLine(table.name, store.indicators[$0].key, store, $0)
        })
    }
    for (name, held) in workspace.tables {
      let table = held.loaded
      let columns = zip(table.schema.names, table.columns).map { MemoryLine(name, $0, $1) }
      lines += MemoryLine.withSum(name, "all columns", columns, rows: table.rowCount)
    }
    if !store.records.isEmpty { lines.append(MemoryLine(sourcesOf: store)) }
    return listing(MemoryLine.columns, lines.map(\.cells))
  }
}

/// A line of `.memory`.
private struct MemoryLine {
  static let columns: [(name: String, type: LogicalType)] = [
    ("table", .text), ("part", .text), ("rows", .integer), ("bytes", .integer),
    ("bytes_a_row", .float), ("values", .integer), ("periods", .integer),
    ("denominators", .integer), ("details", .integer), ("index", .integer), ("texts", .integer),
  ]

  let table: String
  let part: String
  var rows: Int
  var bytes = GroupBytes()
  /// Distinct texts of a column.
  var texts = 0

  private init(_ table: String, _ part: String, rows: Int) {
    self.table = table
    self.part = part
    self.rows = rows
  }

  /// An indicator of a store.
  init(_ table: String, _ part: String, _ store: ObservationStore, _ indicator: Int) {
    self.init(table, part, rows: store.groups[indicator].reduce(0) { $0 + $1.filledCount })
    bytes = store.bytes(of: indicator)
  }

  /// A column of a table.
  init(_ table: String, _ part: String, _ column: Column) {
    self.init(table, part, rows: column.count)
    switch column.storage {
    case .periods, .periodCodes, .periodRuns: bytes.periods = column.byteCount
    case .text(_, let dictionary), .textRuns(_, let dictionary, _):
      bytes.values = column.byteCount
      texts = dictionary.byteCount
    case .numbers, .booleans, .places, .placeRuns: bytes.values = column.byteCount
    }
  }

  /// Documents, quotes and notes behind figures.
  init(sourcesOf store: ObservationStore) {
    self.init("sources", "documents, quotes, notes", rows: store.records.count)
    bytes.values = store.records.count * MemoryLayout<ObservationRecord>.stride
    texts = store.records.reduce(0) { sum, record in
      let long = [record.id, record.document, record.quote, record.note, record.status]
      return (long + record.remarks).reduce(sum) { $0 + ($1.utf8.count > 15 ? $1.utf8.count : 0) }
    }
  }

  /// The lines of a table behind their sum.
  ///
  /// - Parameter rows: how many the table has; without, as many as its parts together.
  static func withSum(
    _ table: String, _ part: String, _ lines: [MemoryLine], rows: Int? = nil
  ) -> [MemoryLine] {
    var sum = MemoryLine(table, part, rows: rows ?? lines.reduce(0) { $0 + $1.rows })
    for line in lines {
      sum.bytes += line.bytes
      sum.texts += line.texts
    }
    return [sum] + lines
  }

  var cells: [String?] {
    let total = bytes.total + texts
    let perRow = rows == 0 ? nil : "\((Double(total) / Double(rows) * 100).rounded() / 100)"
    let parts = [
      bytes.values, bytes.periods, bytes.denominators, bytes.details, bytes.index, texts,
    ]
    return [table, part, "\(rows)", "\(total)", perRow] + parts.map { $0 == 0 ? nil : "\($0)" }
  }
}
