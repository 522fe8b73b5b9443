// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What a column's values are.
package enum LogicalType: String, Sendable {
  case text
  /// Whole numbers. Stored as Double; loading keeps longer digit strings as text.
  case integer
  case float
  case boolean
  case date
  case period
  case place

  package var isNumeric: Bool { self == .integer || self == .float }

  /// How errors name it: `this is text`.
  package var noun: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .float: "a number"
    case .boolean: "true or false"
    case .date: "a date"
    case .period: "a period"
    case .place: "a place"
    }
  }
}

/// What a measure is, which decides how it may be rolled up (LANGUAGE 3, promise 3).
package enum MeasureKind: String, Sendable, CaseIterable {
  /// Counted during a period: sums over time and places.
  case flow
  /// Counted at a date: last in time, then sums over places.
  case stock
  /// Holds over its period (yearly population): the same in every bucket inside.
  case average
  /// Count out of a denominator: both roll up, the quotient follows.
  case ratio
  /// Percent of a base that is not given.
  case share
  /// Quotient without its parts (clearance rate).
  case rate
  /// Reported change against another period.
  case change
  /// Declared nowhere: never rolled up.
  case undeclared
}

/// A unit of measure. Equal names are equal units; scales are converted on loading.
package struct Unit: Hashable, Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }

  package static let none = Unit("")
  package static let count = Unit("count")
  package static let percent = Unit("percent")
  package static let points = Unit("points")

  /// The sign set in headers: `%`, the name, or nothing for plain counts.
  package var symbol: String {
    switch name {
    case "percent": "%"
    case "points": "points"
    case "count", "": ""
    case "person_times": "person-times"
    default: name
    }
  }
}

/// What a measure column carries besides its numbers.
package struct MeasureInfo: Hashable, Sendable {
  package var kind: MeasureKind
  package var unit: Unit
  package var additiveOverPlaces: Bool
  package var additiveOverTime: Bool
  /// Whether no value can lie below zero, so that a part bounds its whole from below.
  package var isNonNegative: Bool
  /// The series term the column came from; derived columns name the term they were made of.
  package var term: String
  /// Whether the column is a term itself (`of` defaults to these), not derived from one.
  package var isTerm: Bool
  /// Factor of a quotient term: `10000 * crime_cases / population` has 10000.
  package var scale: Double
  /// Whether values are whole counts, which count tests may use.
  package var isCount: Bool
  /// The indicator that a quotient of a count divides by; empty for other measures.
  package var exposure: String

  package init(
    kind: MeasureKind, unit: Unit, additiveOverPlaces: Bool = false, additiveOverTime: Bool = false,
    isNonNegative: Bool = false, term: String = "", isTerm: Bool = false, scale: Double = 1,
    isCount: Bool = false, exposure: String = ""
  ) {
    self.kind = kind
    self.unit = unit
    self.additiveOverPlaces = additiveOverPlaces
    self.additiveOverTime = additiveOverTime
    self.isNonNegative = isNonNegative
    self.term = term
    self.isTerm = isTerm
    self.scale = scale
    self.isCount = isCount
    self.exposure = exposure
  }
}

/// The part a column plays in its table.
package enum FieldRole: Hashable, Sendable {
  /// Places at a level (`province`), or mixed levels (`place`).
  case place(level: String)
  /// Periods of one grain, or as reported (`nil`).
  case period(Grain?)
  /// A breakdown such as `offence`.
  case breakdown
  case measure(MeasureInfo)
  /// Anything else: a note, a document name, a p-value.
  case attribute

  package var isDimension: Bool {
    switch self {
    case .place, .period, .breakdown: true
    case .measure, .attribute: false
    }
  }
}

/// A column's name, type and role.
package struct Field: Hashable, Sendable {
  package var name: String
  package var type: LogicalType
  package var role: FieldRole
  /// Unit shown in the header of a column that is no measure (`percent`, `points`).
  package var unit: Unit
  /// Digits after the mark on display; `nil` for as many as needed.
  package var digits: Int?

  package init(
    _ name: String, _ type: LogicalType, role: FieldRole = .attribute, unit: Unit = .none,
    digits: Int? = nil
  ) {
    self.name = name
    self.type = type
    self.role = role
    if case .measure(let info) = role, unit == .none {
      self.unit = info.unit
    } else {
      self.unit = unit
    }
    self.digits = digits
  }

  package var measure: MeasureInfo? {
    if case .measure(let info) = role { return info }
    return nil
  }
}

/// The columns of a table, in order. Names are unique.
package struct Schema: Hashable, Sendable {
  package var fields: [Field]

  package init(_ fields: [Field]) { self.fields = fields }

  package var names: [String] { fields.map(\.name) }

  package func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  /// The dimension that holds places, where there is exactly one kind of it.
  package var placeIndex: Int? {
    fields.lastIndex { if case .place = $0.role { return true } else { return false } }
  }

  package var periodIndex: Int? {
    fields.lastIndex { if case .period = $0.role { return true } else { return false } }
  }

  /// Columns that verbs take when none is named: the terms of the series, never derived ones.
  package var termIndices: [Int] {
    fields.indices.filter { fields[$0].measure?.isTerm == true }
  }

  package var dimensionIndices: [Int] { fields.indices.filter { fields[$0].role.isDimension } }
}
