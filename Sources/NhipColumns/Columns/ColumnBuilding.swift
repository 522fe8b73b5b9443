// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Column {
  /// The same values without companions.
  package func withoutDetail() -> Column { Column(storage) }

  /// A column of missing values.
  package static func missing(_ type: LogicalType, count: Int) -> Column {
    switch type {
    case .integer, .float: Column(numbers: [Double](repeating: .nan, count: count))
    case .boolean: Column(.booleans([UInt8](repeating: 2, count: count)))
    case .text: Column(.text([Int32](repeating: -1, count: count), TextDictionary([])))
    case .place: Column(.places([Int32](repeating: -1, count: count)))
    case .period, .date: Column(.periods([Period](repeating: .none, count: count)))
    }
  }

  /// One column after the other, flat; companions are dropped unless `keepingDetail`.
  package static func concatenated(
    _ parts: [Column], type: LogicalType, keepingDetail: Bool = false
  ) -> Column {
    if parts.count == 1, keepingDetail || parts[0].detail == nil { return parts[0] }
    var result: Column
    switch type {
    case .integer, .float:
      var values: [Double] = []
      values.reserveCapacity(parts.reduce(0) { $0 + $1.count })
      for part in parts {
        values.append(
          contentsOf: part.numbers ?? [Double](repeating: .nan, count: part.count))
      }
      result = Column(numbers: values)
    case .boolean:
      var values: [UInt8] = []
      for part in parts {
        if case .booleans(let own) = part.storage { values.append(contentsOf: own) }
      }
      result = Column(.booleans(values))
    case .text: result = concatenatedTexts(parts)
    case .place:
      var values: [Int32] = []
      for part in parts {
        if case .places(let own) = part.flattened().storage { values.append(contentsOf: own) }
      }
      result = Column(.places(values))
    case .period, .date:
      var values: [Period] = []
      for part in parts {
        if case .periods(let own) = part.flattened().storage { values.append(contentsOf: own) }
      }
      result = Column(.periods(values))
    }
    if keepingDetail { result.detail = concatenatedDetail(parts) }
    return result
  }

  private static func concatenatedTexts(_ parts: [Column]) -> Column {
    var builder = TextDictionaryBuilder()
    var codes: [Int32] = []
    for part in parts {
      guard case .text(let own, let dictionary) = part.flattened().storage else { continue }
      var map = [Int32](repeating: -2, count: dictionary.count)
      for code in own {
        guard code >= 0 else {
          codes.append(-1)
          continue
        }
        if map[Int(code)] == -2 { map[Int(code)] = builder.code(dictionary.values[Int(code)]) }
        codes.append(map[Int(code)])
      }
    }
    return Column(.text(codes, builder.finish()))
  }

  /// Coverage of all parts, its units counted in one list.
  private static func concatenatedCoverage(_ parts: [Column]) -> ([Coverage]?, [String]) {
    guard parts.contains(where: { $0.detail?.coverage != nil }) else { return (nil, []) }
    var units: [String] = []
    var result: [Coverage] = []
    for part in parts {
      guard let detail = part.detail, let own = detail.coverage else {
        result.append(contentsOf: repeatElement(Coverage.full, count: part.count))
        continue
      }
      let map = detail.coverageUnits.map { unit -> UInt8 in
        if let index = units.firstIndex(of: unit) { return UInt8(index) }
        units.append(unit)
        return UInt8(units.count - 1)
      }
      result.append(
        contentsOf: own.map { coverage in
          let unit = Int(coverage.unit)
          return Coverage(
            have: coverage.have, of: coverage.of, unit: unit < map.count ? map[unit] : 0)
        })
    }
    return (result, units)
  }

  private static func concatenatedDetail(_ parts: [Column]) -> MeasureDetail? {
    guard parts.contains(where: { $0.detail != nil }) else { return nil }
    var result = MeasureDetail()
    func join<T>(_ path: KeyPath<MeasureDetail, [T]?>, _ plain: (Column) -> [T]) -> [T]? {
      guard parts.contains(where: { $0.detail?[keyPath: path] != nil }) else { return nil }
      return parts.flatMap { $0.detail?[keyPath: path] ?? plain($0) }
    }
    func values(_ column: Column) -> [Double] { column.numbers ?? [] }
    func empty(_ column: Column) -> [Double] { [Double](repeating: .nan, count: column.count) }
    result.lower = join(\.lower, values)
    result.upper = join(\.upper, values)
    result.marks = join(\.marks) { [Marks](repeating: [], count: $0.count) }
    (result.coverage, result.coverageUnits) = concatenatedCoverage(parts)
    result.numerator = join(\.numerator, empty)
    result.denominator = join(\.denominator, empty)
    result.asOf = join(\.asOf) { [Int32](repeating: .min, count: $0.count) }
    result.comparison = join(\.comparison) { [Period](repeating: .none, count: $0.count) }
    return result
  }
}
