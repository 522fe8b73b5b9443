// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A table on its way out: what every output format takes.
package struct RenderedTable: Sendable {
  package let table: Table
  package let context: RenderContext

  package init(_ table: Table, _ context: RenderContext) {
    self.table = table
    self.context = context
  }

  /// The columns of a machine format: each column of the table, its companions after it
  /// (`x.low`, `x.high`, `x.base`, `x.percent`, `x.date`, `x.comparison`), one `marks` at the end.
  package var machineColumns: [MachineColumn] {
    var result: [MachineColumn] = []
    for (index, field) in table.schema.fields.enumerated() {
      let column = table.columns[index].flattened()
      result.append(MachineColumn(field.name, .values(column, places(column, field))))
      result += companions(field, column)
    }
    if let marks = MarksColumn(table) { result.append(MachineColumn("marks", .marks(marks))) }
    return MachineColumn.unique(result)
  }

  private func companions(_ field: Field, _ column: Column) -> [MachineColumn] {
    guard let detail = column.detail else { return [] }
    var result: [MachineColumn] = []
    if let lower = detail.lower, let upper = detail.upper {
      result.append(MachineColumn("\(field.name).low", .numbers(lower)))
      result.append(MachineColumn("\(field.name).high", .numbers(upper)))
    }
    if let ratio = RatioParts(field, column) {
      result.append(MachineColumn("\(field.name).base", .numbers(ratio.denominator)))
      result.append(MachineColumn("\(field.name).percent", .numbers(ratio.percents)))
    }
    if let days = detail.asOf, days.contains(where: { $0 != .min }) {
      let dates = days.map { $0 == .min ? Period.none : Period(.day, $0) }
      result.append(MachineColumn("\(field.name).date", .periods(dates)))
    }
    if let periods = detail.comparison, periods.contains(where: { $0.grain != .none }) {
      result.append(MachineColumn("\(field.name).comparison", .periods(periods)))
    }
    return result
  }

  private func places(_ column: Column, _ field: Field) -> PlaceTexts? {
    guard case .places(let values) = column.storage else { return nil }
    return PlaceTexts(values, field, context)
  }
}

/// What the places of one column are called: by name, or all by path where two would look alike.
package struct PlaceTexts: Sendable {
  private let texts: [Int32: String]

  init(_ values: [Int32], _ field: Field, _ context: RenderContext) {
    let distinct = Set(values.filter { $0 >= 0 }).sorted()
    let names = distinct.map(context.placeName)
    let needsPaths = Set(names).count < names.count
    texts = Dictionary(
      uniqueKeysWithValues: zip(distinct, needsPaths ? distinct.map(context.placePath) : names))
  }

  package func text(_ place: Int32) -> String { texts[place] ?? "" }
}

/// The parts of a count out of a denominator.
struct RatioParts {
  let denominator: [Double]

  let numerator: [Double]

  /// The parts, where the column is a ratio whose values are its numerators (`168/195`); quotients
  /// and rates show their own value.
  init?(_ field: Field, _ column: Column) {
    guard let info = field.measure, info.kind == .ratio, let values = column.numbers,
      let numerator = column.detail?.numerator, let denominator = column.detail?.denominator
    else { return nil }
    for row in values.indices where !values[row].isNaN && !numerator[row].isNaN {
      if values[row] != numerator[row] { return nil }
    }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// From 0 to 100; NaN without a denominator.
  var percents: [Double] {
    zip(numerator, denominator).map { $1 > 0 ? 100 * $0 / $1 : .nan }
  }
}
