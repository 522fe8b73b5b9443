// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// The places and periods of a data package's rows: places by code, periods as they are written.
struct PackageKeys {
  let file: LoadedFile
  let roles: ColumnRoles
  /// The place of each code.
  let places: [String: PlaceID]

  func placeColumn() -> KeyColumn {
    let table = file.table
    // Without a column of places all rows speak of the first one.
    guard let index = roles.place else {
      return KeyColumn(places.values.min() ?? -1, rowCount: table.rowCount)
    }
    let column = table.columns[index]
    if case .text(let codes, let dictionary) = column.storage {
      return KeyColumn(codes: codes, identities: dictionary.values.map { places[$0] ?? -1 })
    }
    // Codes that read as numbers.
    return KeyColumn(
      (0..<table.rowCount).map { row in
        guard let numbers = column.numbers, !numbers[row].isNaN else { return -1 }
        return places[numbers[row].writtenPlainly] ?? -1
      })
  }

  /// Rows whose place is not written at all.
  var emptyPlaceCount: Int {
    guard let index = roles.place else { return 0 }
    let column = file.table.columns[index]
    if case .text(let codes, _) = column.storage { return codes.count { $0 < 0 } }
    return (0..<file.table.rowCount).count { column.isMissing($0) }
  }

  func periodColumn() throws(Diagnostic) -> PeriodColumn {
    guard let index = roles.period else {
      return PeriodColumn(.none, rowCount: file.table.rowCount)
    }
    let column = file.table.columns[index]
    switch column.storage {
    case .periods(let periods): return PeriodColumn(periods)
    case .periodCodes(let codes, let periods):
      return PeriodColumn(codes: codes, periods: periods)
    case .numbers(let years):
      var result: [Period] = []
      result.reserveCapacity(years.count)
      for (row, year) in years.enumerated() {
        guard !year.isNaN else {
          result.append(.none)
          continue
        }
        guard year == year.rounded(), year >= 1, year <= 9999 else {
          throw refused(row, index, "\(year)", "expected a year or another period")
        }
        result.append(.year(Int(year)))
      }
      return PeriodColumn(result)
    case .text(let codes, let dictionary):
      var known: [Period?] = []
      for text in dictionary.values { known.append(Period(text)) }
      if known.contains(nil),
        let row = codes.firstIndex(where: { $0 >= 0 && known[Int($0)] == nil })
      {
        throw refused(
          row, index, dictionary.values[Int(codes[row])],
          "expected a period such as 2023, 2021-S1 or 2016-01..2018-05")
      }
      return PeriodColumn(codes: codes, periods: known.map { $0 ?? .none })
    default: return PeriodColumn(.none, rowCount: file.table.rowCount)
    }
  }

  private func refused(_ row: Int, _ column: Int, _ text: String, _ why: String) -> Diagnostic {
    ObservationLoader.refused(file, row, column, text, why)
  }
}
