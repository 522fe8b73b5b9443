// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// How a stated value relates to the true one.
package enum Qualifier: UInt8, Sendable {
  case exact = 0
  /// "gần", "khoảng": one unit of the last non-zero digit to either side.
  case approximate
  /// "trên", "hơn", "ít nhất".
  case atLeast
  /// "dưới", "tối đa".
  case atMost

  package init?(word: String) {
    switch word {
    case "", "exact": self = .exact
    case "approx", "approximate": self = .approximate
    case "at_least": self = .atLeast
    case "at_most": self = .atMost
    default: return nil
    }
  }

  package var word: String {
    switch self {
    case .exact: "exact"
    case .approximate: "approx"
    case .atLeast: "at_least"
    case .atMost: "at_most"
    }
  }

  /// The values that the stated one allows (LANGUAGE 3, promise 6).
  package func bounds(of value: Double) -> (lower: Double, upper: Double) {
    switch self {
    case .exact: return (value, value)
    case .approximate:
      let unit = Qualifier.lastNonZeroUnit(of: value)
      return (value - unit, value + unit)
    case .atLeast: return value >= 0 ? (value, .infinity) : (-.infinity, value)
    case .atMost: return value >= 0 ? (0, value) : (value, 0)
    }
  }

  /// The place value of the last non-zero digit: 10 for 50, 1000 for 19 000, 0.1 for 2.5.
  static func lastNonZeroUnit(of value: Double) -> Double {
    var magnitude = value.magnitude
    guard magnitude > 0, magnitude.isFinite else { return 0 }
    var unit = 1.0
    if magnitude == magnitude.rounded() {
      while magnitude.truncatingRemainder(dividingBy: 10) == 0 {
        magnitude /= 10
        unit *= 10
      }
      return unit
    }
    for _ in 0..<12 where (magnitude - magnitude.rounded()).magnitude > 1e-9 * magnitude {
      magnitude *= 10
      unit /= 10
    }
    return unit
  }
}

/// Whether a figure tells what was, what was planned, or what a rule demands.
package enum StatusClass: UInt8, Sendable {
  case actual = 0
  case target
  case norm

  package init(word: String) {
    switch word {
    case "target", "planned": self = .target
    case "norm": self = .norm
    default: self = .actual
    }
  }
}

/// What the number of an observation is.
package enum ValueKind: UInt8, Sendable {
  /// A count or a ratio with its denominator.
  case level = 0
  case share
  case change

  package init?(word: String) {
    switch word {
    case "", "level", "ratio": self = .level
    case "share", "share_percent": self = .share
    case "change", "change_percent": self = .change
    default: return nil
    }
  }
}

extension ValueKind {
  /// What the figures of an indicator are, where nothing says it for each.
  package init(of indicator: Indicator) {
    switch indicator.kind {
    case .change: self = .change
    case .share: self = .share
    default: self = .level
    }
  }
}

/// Where an observation comes from, and what was noted about it.
package struct ObservationRecord: Sendable, Hashable {
  package var id: String = ""
  package var document: String = ""
  /// Character offsets into the document, as Unicode code points; -1 where unknown.
  package var start: Int32 = -1
  package var end: Int32 = -1
  /// The figure as printed.
  package var quote: String = ""
  /// The day it was recorded, from 1970-01-01; `Int32.min` where only the load time is known.
  package var recorded: Int32 = .min
  package var status: String = "observed"
  package var certainty: String = ""
  package var note: String = ""
  /// The notes attached to it by the data package (inconsistencies).
  package var remarks: [String] = []

  package init() {}
}

/// One observation on its way into or out of the store.
package struct Observation: Sendable {
  package var indicator: Int32
  package var unit: Unit
  package var place: PlaceID
  package var period: Period
  package var tuple: Int32
  package var value: Double
  package var denominator: Double
  package var lower: Double
  package var upper: Double
  package var qualifier: Qualifier
  package var status: StatusClass
  package var kind: ValueKind
  package var comparison: Period
  /// Index into the store's records, -1 for none.
  package var record: Int32
  /// Row of the file it came from, from 1; 0 where unknown.
  package var row: Int32

  package init(
    indicator: Int32, unit: Unit, place: PlaceID, period: Period, tuple: Int32 = 0, value: Double,
    denominator: Double = .nan, lower: Double? = nil, upper: Double? = nil,
    qualifier: Qualifier = .exact, status: StatusClass = .actual, kind: ValueKind = .level,
    comparison: Period = .none, record: Int32 = -1, row: Int32 = 0
  ) {
    self.indicator = indicator
    self.unit = unit
    self.place = place
    self.period = period
    self.tuple = tuple
    self.value = value
    self.denominator = denominator
    let bounds = qualifier.bounds(of: value)
    self.lower = lower ?? bounds.lower
    self.upper = upper ?? bounds.upper
    self.qualifier = qualifier
    self.status = status
    self.kind = kind
    self.comparison = comparison
    self.record = record
    self.row = row
  }

  /// Turns a figure in thousands, with its bounds and its denominator, into plain units.
  package mutating func scale(by factor: Double) {
    value = Unit.scaled(value, by: factor)
    denominator = Unit.scaled(denominator, by: factor)
    lower = Unit.scaled(lower, by: factor)
    upper = Unit.scaled(upper, by: factor)
  }

  /// Whether a plain value says all there is to say.
  var isPlain: Bool {
    record < 0 && qualifier == .exact && lower == value && upper == value
      && comparison.grain == .none
  }

  /// Whether there is more to it than a place, a period, a breakdown, a unit, a kind and a value.
  package var carriesMore: Bool { !isPlain || !denominator.isNaN || status != .actual }
}
