// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

extension LoadedFile {
  /// The rows of several files with the same columns, one file after the other. Takes them out of
  /// `files`, so that a single one is not copied.
  package static func joined(_ files: inout [LoadedFile]) throws(Diagnostic) -> LoadedFile {
    guard var result = files.first else { preconditionFailure("a load has at least one file") }
    let parts = files
    files = []
    guard parts.count > 1 else { return result }
    let names = result.table.schema.names
    var fields = result.table.schema.fields
    var isEmpty = fields.indices.map { result.isEmpty($0) }
    for part in parts.dropFirst() {
      guard part.table.schema.names == names else {
        throw otherColumns(part.report.file, part.table.schema.names, result.report.file, names)
      }
      for (index, field) in part.table.schema.fields.enumerated() {
        // A column without a value takes the type of the others.
        if part.isEmpty(index) { continue }
        guard let joined = isEmpty[index] ? field : join(fields[index], field) else {
          throw otherType(part.report.file, field, result.report.file, fields[index])
        }
        fields[index] = joined
        isEmpty[index] = false
      }
    }
    let columns = fields.indices.map { index in
      Column.concatenated(
        parts.map { $0.column(index, as: fields[index].type) }, type: fields[index].type)
    }
    var row = parts[0].table.rowCount
    for part in parts.dropFirst() {
      for index in fields.indices {
        result.qualified[index] += part.qualified[index].map {
          $0.moved(to: $0.row + Int32(clamping: row))
        }
      }
      result.lineNumbers.append(part.lineNumbers, firstLine: 1, firstRow: row)
      row += part.table.rowCount
    }
    result.table = Table(schema: Schema(fields), columns: columns, rowCount: row)
    return result
  }

  /// The column, where every cell is missing as one of `type`.
  private func column(_ index: Int, as type: LogicalType) -> Column {
    isEmpty(index) ? .missing(type, count: table.rowCount) : table.columns[index]
  }

  /// Whether no cell of a column has a value.
  private func isEmpty(_ index: Int) -> Bool {
    guard case .text(let codes, _) = table.columns[index].storage else { return false }
    return codes.allSatisfy { $0 < 0 }
  }

  /// One field for a column of two files; `nil` where their cells do not go together.
  private static func join(_ a: Field, _ b: Field) -> Field? {
    guard a.unit == b.unit else { return nil }
    if a.type == b.type { return a }
    var field = a
    if a.type.isNumeric, b.type.isNumeric {
      field.type = .float
      return field
    }
    let dates: Set<LogicalType> = [.period, .date]
    guard dates.isSuperset(of: [a.type, b.type]) else { return nil }
    field.type = .period
    return field
  }

  private static func otherColumns(
    _ file: String, _ found: [String], _ first: String, _ wanted: [String]
  ) -> Diagnostic {
    Diagnostic(
      "E0512", "`\(file)` has other columns than `\(first)`",
      notes: [
        "columns of `\(first)`: \(NearestName.list(wanted))",
        "columns of `\(file)`: \(NearestName.list(found))",
      ], helps: ["files that become one table have the same columns in the same order"])
  }

  private static func otherType(
    _ file: String, _ found: Field, _ first: String, _ wanted: Field
  ) -> Diagnostic {
    func words(_ field: Field) -> String {
      field.unit == .none ? field.type.noun : "\(field.type.noun) in \(field.unit.name)"
    }
    return Diagnostic(
      "E0512",
      "`\(found.name)` holds \(words(found)) in `\(file)` and \(words(wanted)) in `\(first)`",
      helps: ["load them as two tables, or bring the column to one form"])
  }
}
