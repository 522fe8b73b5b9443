// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// Which columns of a plain file are places, periods, indicators and figures, by their names and
/// types.
struct FileShape {
  /// Place columns with their levels, outermost first.
  var places: [(column: Int, level: PlaceLevel)] = []
  var placeCode: Int?
  var period: Int?
  /// A month or quarter beside a year.
  var subPeriod: (column: Int, grain: Grain)?
  var indicator: Int?
  var value: Int?
  /// Columns of figures that are no observations.
  var leftOut: Set<Int> = []

  private static let levelWords: [(word: String, level: PlaceLevel)] = [
    ("country", .country), ("quoc gia", .country), ("region", .region), ("vung", .region),
    ("province", .province), ("tinh", .province), ("tinh thanh", .province),
    ("tinh/thanh pho", .province), ("ten tinh", .province), ("state", .named("state")),
    ("department", .named("department")), ("district", .district), ("huyen", .district),
    ("quan", .district), ("quan huyen", .district), ("quan/huyen", .district),
    ("ten huyen", .district), ("county", .named("county")), ("commune", .commune),
    ("xa", .commune), ("phuong", .commune), ("xa phuong", .commune), ("xa/phuong", .commune),
    ("ten xa", .commune), ("municipality", .named("municipality")), ("village", .village),
    ("thon", .village), ("to dan pho", .village), ("place", .place), ("noi", .place),
    ("dia ban", .place), ("dia phuong", .place), ("don vi", .place), ("location", .place),
    ("city", .place), ("ten", .place),
  ]
  private static let codeWords = [
    "code", "ma", "place_code", "ma tinh", "ma huyen", "ma xa", "gso code", "fips", "geoid",
  ]
  private static let periodWords = [
    "period", "ky", "ky bao cao", "time", "thoi gian", "date", "ngay", "year", "nam",
    "year_month", "thang/nam", "yearmonth",
  ]

  static func find(_ table: Table, _ descriptor: ResourceDescriptor?) -> FileShape {
    var shape = FileShape()
    for (index, field) in table.schema.fields.enumerated() {
      if let role = descriptor?.field(field.name)?.role {
        shape.take(index, field, role)
        continue
      }
      let name = TextFolding.fold(field.name).replacing("_", with: " ")
      let isText = field.type == .text
      if isText, let found = levelWords.first(where: { $0.word == name }) {
        shape.places.append((index, found.level))
      } else if codeWords.contains(where: { $0.replacing("_", with: " ") == name }) {
        shape.placeCode = shape.placeCode ?? index
      } else if shape.period == nil,
        field.type == .period || field.type == .date
          || (field.type == .integer && periodWords.contains(name))
      {
        shape.period = index
      } else if shape.subPeriod == nil, field.type == .integer, ["month", "thang"].contains(name) {
        shape.subPeriod = (index, .month)
      } else if shape.subPeriod == nil, field.type == .integer, ["quarter", "quy"].contains(name) {
        shape.subPeriod = (index, .quarter)
      } else if isText, shape.subPeriod == nil, ["quarter", "quy"].contains(name),
        Self.areQuarters(table.columns[index])
      {
        shape.subPeriod = (index, .quarter)
      } else if isText, ["indicator", "chi tieu", "measure", "variable"].contains(name) {
        shape.indicator = index
      } else if field.type.isNumeric, ["value", "gia tri", "so lieu", "count"].contains(name) {
        shape.value = index
      }
    }
    shape.places.sort { $0.level < $1.level }
    return shape
  }

  /// Whether all texts of a column are quarters: `IV`, `Quý IV`.
  private static func areQuarters(_ column: Column) -> Bool {
    guard case .text(_, let dictionary) = column.storage else { return false }
    let texts = dictionary.values.filter { !$0.isEmpty }
    return !texts.isEmpty && texts.allSatisfy { QuarterName.read($0) != nil }
  }

  /// A column whose role the descriptor beside the file gives.
  private mutating func take(_ index: Int, _ field: Field, _ role: FieldDescriptor.Role) {
    let name = TextFolding.fold(field.name).replacing("_", with: " ")
    switch role {
    case .place:
      // A code column beside names, or the names themselves.
      let level = Self.levelWords.first { $0.word == name }?.level
      if let level { places.append((index, level)) } else { placeCode = index }
    case .placeName:
      places.append((index, Self.levelWords.first { $0.word == name }?.level ?? .place))
    case .period: period = index
    case .indicator: indicator = index
    case .value: value = index
    default: break
    }
  }

  /// Leaves out figures that stand beside columns of periods, which say not when they were; what
  /// the caller or a descriptor declares stays. The names of those left out.
  mutating func leaveOut(
    _ beside: [String], _ options: FileLoadOptions, _ descriptor: ResourceDescriptor?,
    _ table: Table
  ) -> [String] {
    beside.filter { name in
      guard let index = table.schema.index(of: name), index != placeCode,
        options.kinds[name] == nil, descriptor?.field(name) == nil
      else { return false }
      return leftOut.insert(index).inserted
    }
  }

  /// The table as `from NAME` shows it: periods and places keep their written form.
  func titled(_ table: Table) -> Table {
    var copy = table
    if let period, copy.schema.fields[period].type == .period {
      copy.schema.fields[period].role = .period(nil)
    }
    return copy
  }

  /// What kinds and units can be declared of: columns, and the indicators of a long file.
  func measureNames(_ table: Table) -> [String] {
    guard let indicator, case .text(_, let dictionary) = table.columns[indicator].storage else {
      return table.schema.names
    }
    return table.schema.names + dictionary.values
  }

  /// Whether there are places or periods.
  var hasKeys: Bool { period != nil || !places.isEmpty }

  /// How the rows become observations; `nil` where no place and no period was found, or no figure.
  func observations(
    _ file: LoadedFile, _ options: FileLoadOptions, _ descriptor: ResourceDescriptor?,
    threads: Int
  ) -> FileObservations? {
    guard hasKeys else { return nil }
    let schema = file.table.schema
    var taken = leftOut.union(places.map(\.column))
    for index in [placeCode, period, subPeriod?.column, indicator, value] {
      if let index { taken.insert(index) }
    }
    var roles = descriptor.map { ColumnRoles($0, schema) } ?? ColumnRoles()
    roles.period = period
    roles.measures = []
    if let indicator, let value {
      roles.indicator = indicator
      roles.value = value
    } else {
      for (index, field) in schema.fields.enumerated()
      where field.type.isNumeric && (!taken.contains(index) || index == value) {
        if let declared = descriptor?.field(field.name), let role = declared.role {
          if role == .measure { roles.measures.append((index, declared.declaredIndicator)) }
          continue
        }
        let kind = MeasureKind(rawValue: options.kinds[field.name] ?? "") ?? .undeclared
        let unit = options.units[field.name].map { Unit($0) } ?? field.unit
        roles.measures.append((index, Indicator(key: field.name, unit: unit, kind: kind)))
      }
      if roles.measures.isEmpty { return nil }
      if descriptor == nil { roles.takeBounds(schema) }
    }
    return FileObservations(
      file: file, shape: self, roles: roles, options: options, threads: threads)
  }
}
