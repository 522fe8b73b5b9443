// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
internal import NhipDiagnostics

/// A table whose header holds data: periods, or one column for each of several measures.
package struct WideShape: Hashable, Sendable {
  /// A column that holds the values of one period.
  package struct PeriodColumn: Hashable, Sendable {
    package var column: Int
    package var period: Period
  }

  /// Columns that say what a row is about.
  package var keyColumns: [Int]
  /// Columns to melt, in the order of the file; empty where the header holds measures.
  package var periodColumns: [PeriodColumn]
  /// Key columns of figures beside the periods (a code, an area), which are of no period.
  package var besideColumns: [Int] = []
  /// Columns of figures, one a measure, where there are several; these stay columns.
  package var measureColumns: [Int]

  /// The shape of `table`; `nil` where it is long already.
  ///
  /// Periods in two headers or more, over figures, make it wide; a table with a column of periods
  /// has its periods there, and its columns of figures are measures.
  package static func detect(_ table: Table) -> WideShape? {
    var keys: [Int] = []
    var periods: [PeriodColumn] = []
    var figures: [Int] = []
    for (index, field) in table.schema.fields.enumerated() {
      let isFigures = field.type.isNumeric || isEmpty(table.columns[index])
      if isFigures, let period = period(ofHeader: field.name) {
        periods.append(PeriodColumn(column: index, period: period))
      } else if field.type.isNumeric {
        figures.append(index)
      } else {
        keys.append(index)
      }
    }
    let hasPeriodKey = keys.contains { table.schema.fields[$0].type == .period }
    if periods.count > 1, !hasPeriodKey, Set(periods.map(\.period)).count == periods.count {
      // Figures beside the periods (a code, an area) say something about the row.
      return WideShape(
        keyColumns: (keys + figures).sorted(), periodColumns: periods, besideColumns: figures,
        measureColumns: [])
    }
    let measures = (figures + periods.map(\.column)).sorted()
    guard measures.count > 1 else { return nil }
    return WideShape(keyColumns: keys, periodColumns: [], measureColumns: measures)
  }

  private static func isEmpty(_ column: Column) -> Bool {
    guard case .text(let codes, _) = column.storage else { return false }
    return codes.allSatisfy { $0 < 0 }
  }

  /// The period that a header names: `2019`, `2019-Q1`, `8/2024`, `Năm 2019`, `year_2019`.
  static func period(ofHeader name: String) -> Period? {
    func read(_ text: some StringProtocol) -> Period? {
      Array(text.utf8).withUnsafeBufferPointer { bytes -> Period? in
        guard let period = PeriodCell.read(bytes) else { return nil }
        // Four digits are a year only where they may be one.
        return bytes.count == 4 && !PeriodCell.isYear(bytes) ? nil : period
      }
    }
    if let period = read(name) { return period }
    guard let digit = name.firstIndex(where: \.isNumber) else { return nil }
    let word = TextFolding.fold(String(name[..<digit])).filter(\.isLetter)
    return ["nam", "year", "y"].contains(word) ? read(name[digit...]) : nil
  }

  /// The table in long form: the key columns, `period`, `value`; one row for each cell, row after
  /// row of the file. Only for shapes with period columns.
  ///
  /// - Complexity: O(cells).
  package func melt(_ file: LoadedFile) -> LoadedFile {
    let count = periodColumns.count
    let rows = file.table.rowCount
    guard count > 0 else { return file }
    var indices: [Int32] = []
    indices.reserveCapacity(rows * count)
    for row in 0..<rows { indices.append(contentsOf: repeatElement(Int32(row), count: count)) }
    var fields = keyColumns.map { file.table.schema.fields[$0] }
    var columns = keyColumns.map { file.table.columns[$0].gathered(indices) }
    var qualified = keyColumns.map { column in
      file.qualified[column].flatMap { cell in
        (0..<count).map { cell.moved(to: cell.row * Int32(count) + Int32($0)) }
      }
    }
    let names = Set(fields.map(\.name))
    fields.append(Field(WideShape.free("period", names), .period))
    columns.append(Column(.periods((0..<rows).flatMap { _ in periodColumns.map(\.period) })))
    qualified.append([])
    let (field, values, cells) = meltedValues(file, WideShape.free("value", names))
    fields.append(field)
    columns.append(Column(numbers: values))
    qualified.append(cells)
    var result = file
    result.table = Table(
      schema: Schema(fields), columns: columns, rowCount: rows * count, notes: file.table.notes)
    result.qualified = qualified
    result.lineNumbers = file.lineNumbers.repeated(count)
    return result
  }

  private func meltedValues(
    _ file: LoadedFile, _ name: String
  ) -> (Field, [Double], [QualifiedCell]) {
    let count = periodColumns.count
    var values = [Double](repeating: .nan, count: file.table.rowCount * count)
    var cells: [QualifiedCell] = []
    var isInteger = true
    var units: Set<Unit> = []
    for (step, column) in periodColumns.enumerated() {
      let field = file.table.schema.fields[column.column]
      guard let numbers = file.table.columns[column.column].numbers else { continue }
      for row in numbers.indices { values[row * count + step] = numbers[row] }
      if field.type == .float { isInteger = false }
      units.insert(field.unit)
      cells += file.qualified[column.column].map {
        $0.moved(to: $0.row * Int32(count) + Int32(step))
      }
    }
    cells.sort { $0.row < $1.row }
    let unit = units.count == 1 ? units.first ?? .none : .none
    return (Field(name, isInteger ? .integer : .float, unit: unit), values, cells)
  }

  private static func free(_ name: String, _ used: Set<String>) -> String {
    var result = name
    var number = 2
    while used.contains(result) {
      result = "\(name)_\(number)"
      number += 1
    }
    return result
  }
}

extension QualifiedCell {
  func moved(to row: Int32) -> QualifiedCell {
    var copy = self
    copy.row = row
    return copy
  }
}
