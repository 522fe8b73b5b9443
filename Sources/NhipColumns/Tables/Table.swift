// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A result between two verbs: columns of one length, and what the reader must be told.
package struct Table: Sendable {
  package var schema: Schema
  package var columns: [Column]
  package var rowCount: Int
  /// Set while the rows are whole blocks of consecutive periods.
  package var layout: SeriesLayout?
  package var notes: [Note]
  /// The stretch that was asked for, where rows before it are carried along for time verbs.
  package var visible: Period?

  package init(
    schema: Schema, columns: [Column], rowCount: Int? = nil, layout: SeriesLayout? = nil,
    notes: [Note] = [], visible: Period? = nil
  ) {
    precondition(schema.fields.count == columns.count, "one column for each field")
    self.schema = schema
    self.columns = columns
    self.rowCount = rowCount ?? columns.first?.count ?? 0
    self.layout = layout
    self.notes = notes
    self.visible = visible
  }

  /// The rows at `indices`, in that order; they no longer stand in blocks.
  package func gathered(
    _ indices: [Int32], areAscending: Bool = false, _ morsels: Morsels = .serial
  ) -> Table {
    Table(
      schema: schema,
      columns: columns.map { $0.gathered(indices, areAscending: areAscending, morsels) },
      rowCount: indices.count, notes: notes, visible: visible)
  }

  package func slice(_ range: Range<Int>) -> Table {
    Table(
      schema: schema, columns: columns.map { $0.slice(range) }, rowCount: range.count, notes: notes,
      visible: visible)
  }

  /// The columns of these names, in the table's own order.
  package func selecting(_ names: [String]) -> Table {
    guard names.count < columns.count else { return self }
    let wanted = Set(names)
    let kept = columns.indices.filter { wanted.contains(schema.fields[$0].name) }
    var copy = self
    copy.schema = Schema(kept.map { schema.fields[$0] })
    copy.columns = kept.map { columns[$0] }
    return copy
  }

  /// The table with one column more, or replaced where the name is there already.
  package func adding(_ field: Field, _ column: Column) -> Table {
    var copy = self
    if let index = copy.schema.index(of: field.name) {
      copy.schema.fields[index] = field
      copy.columns[index] = column
    } else {
      copy.schema.fields.append(field)
      copy.columns.append(column)
    }
    return copy
  }

  package func noting(_ note: Note) -> Table {
    var copy = self
    copy.note(note)
    return copy
  }

  package mutating func note(_ note: Note) {
    if !notes.contains(note) { notes.append(note) }
  }
}
