// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// Periods and breakdowns of a plain file, found by looking at whole columns.
extension FileObservations {
  /// The period of each row; a month or quarter column joins the year's.
  func rowPeriods() throws(Diagnostic) -> PeriodColumn {
    guard let index = shape.period else {
      return PeriodColumn(.none, rowCount: file.table.rowCount)
    }
    if shape.subPeriod == nil,
      case .periodCodes(let codes, let periods) = file.table.columns[index].storage
    {
      return PeriodColumn(codes: codes, periods: periods)
    }
    var periods: [Period]
    switch file.table.columns[index].flattened().storage {
    case .periods(let own): periods = own
    case .numbers(let years):
      periods = []
      periods.reserveCapacity(years.count)
      for (row, number) in years.enumerated() { periods.append(try year(row, number)) }
    default:
      periods = (0..<file.table.rowCount).map { file.table.columns[index].period($0) ?? .none }
    }
    guard let sub = shape.subPeriod, let per = sub.grain.perYear,
      let numbers = partNumbers(sub.column)
    else { return PeriodColumn(periods) }
    for (row, number) in numbers.enumerated() {
      guard periods[row].grain == .year, !number.isNaN else { continue }
      guard number >= 1, number <= Double(per), number == number.rounded() else {
        throw Diagnostic(
          "E0502",
          "line \(file.lineNumbers.line(of: row)) names the \(sub.grain.word) \(number)")
      }
      periods[row] = Period(sub.grain, periods[row].first * Int32(per) + Int32(number) - 1)
    }
    return PeriodColumn(periods)
  }

  /// The months or quarters of the rows; quarters may be named (`IV`).
  private func partNumbers(_ column: Int) -> [Double]? {
    guard case .text(let codes, let dictionary) = file.table.columns[column].storage else {
      return file.table.columns[column].numbers
    }
    let quarters = dictionary.values.map { QuarterName.read($0).map(Double.init) ?? .nan }
    return codes.map { $0 < 0 ? .nan : quarters[Int($0)] }
  }

  private func year(_ row: Int, _ year: Double) throws(Diagnostic) -> Period {
    if year.isNaN { return .none }
    guard year == year.rounded(), (1...9999).contains(year) else {
      let name = shape.period.map { file.table.schema.fields[$0].name } ?? ""
      throw Diagnostic(
        "E0502", "`\(name)` on line \(file.lineNumbers.line(of: row)) is no year: \(year)")
    }
    return .year(Int(year))
  }

  /// Text columns without which several rows would claim one cell.
  func breakdowns(_ places: KeyColumn, _ periods: PeriodColumn) -> [Int] {
    let table = file.table
    var taken = Set(shape.places.map(\.column))
    for index in [shape.placeCode, shape.period, shape.subPeriod?.column, shape.indicator] {
      if let index { taken.insert(index) }
    }
    let candidates = table.schema.fields.indices.filter {
      table.schema.fields[$0].type == .text && !taken.contains($0)
    }
    guard !candidates.isEmpty else { return [] }
    func codes(_ column: Int) -> [Int32]? {
      if case .text(let codes, _) = table.columns[column].storage { return codes }
      return nil
    }
    // Rows without a place are no observations: they all count as one.
    let places = (0..<table.rowCount).map { places[$0] }
    let isPlaced = places.map { $0 >= 0 }
    func placed(_ codes: [Int32]) -> [Int32] {
      zip(codes, isPlaced).map { $1 ? $0 : -2 }
    }
    var keys = RowNumbering(periods: isPlaced.indices.map { isPlaced[$0] ? periods[$0] : .none })
    keys.refine(by: placed(places))
    if let codes = shape.indicator.flatMap(codes) { keys.refine(by: placed(codes)) }
    let rowCount = isPlaced.count { $0 } + (isPlaced.contains(false) ? 1 : 0)
    var chosen: [Int] = []
    for column in candidates where keys.count < rowCount && chosen.count < Self.breakdownLimit {
      guard let codes = codes(column) else { continue }
      var finer = keys
      finer.refine(by: placed(codes))
      guard finer.count > keys.count else { continue }
      keys = finer
      chosen.append(column)
    }
    return chosen
  }
}
