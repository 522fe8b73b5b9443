// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// A column whose change is asked, and what may be said about it.
struct ChangeMeasure: Sendable {
  enum Test: Sendable {
    case none
    /// The values are counts of events.
    case counts
    /// A count per exposure: its two parts are tested.
    case rate
  }

  let column: Int
  let field: Field
  let test: Test
  /// Whether the change is told in points: a percentage has no percent of its own.
  let isPercentage: Bool
  /// Whether a longer period counts more, so that unequal lengths are set off.
  let growsWithTime: Bool
  /// Whether values add up over the rows of a period, so that each has a share in the whole.
  let contributes: Bool

  init(column: Int, schema: Schema, origin: SeriesSpec?, catalog: Catalog) {
    self.column = column
    field = schema.fields[column]
    isPercentage = field.unit == .percent
    guard let info = field.measure else {
      test = .none
      growsWithTime = false
      contributes = false
      return
    }
    let term = origin.flatMap { SeriesReach.term(schema.fields[column], in: $0) }
    if info.isCount && info.kind != .ratio {
      test = .counts
    } else if let parts = term?.parts, let spec = origin,
      Self.counts(spec.leaves[parts.count], catalog)
    {
      test = .rate
    } else {
      test = .none
    }
    growsWithTime = info.kind == .flow && info.additiveOverTime
    contributes = Self.addsUp(info, schema, term, origin, catalog)
  }

  private static func counts(_ leaf: LeafSpec, _ catalog: Catalog) -> Bool {
    guard leaf.rollUp == nil, leaf.kind == .level else { return false }
    return leaf.indicators.allSatisfy { catalog.store.indicators[Int($0)].isCount }
  }

  private static func addsUp(
    _ info: MeasureInfo, _ schema: Schema, _ term: TermSpec?, _ origin: SeriesSpec?,
    _ catalog: Catalog
  ) -> Bool {
    guard info.additiveOverPlaces else { return false }
    for dimension in schema.dimensionIndices {
      switch schema.fields[dimension].role {
      case .place(let level) where level == "place": return false
      case .breakdown:
        guard let term, let origin, case .column(let leaf, _) = term.expression else { continue }
        let name = schema.fields[dimension].name
        let indicators = origin.leaves[leaf].indicators
        if !indicators.allSatisfy({ catalog.store.indicators[Int($0)].isAdditive(over: name) }) {
          return false
        }
      default: continue
      }
    }
    return true
  }

  /// The columns that a comparison adds, in the order in which they are shown.
  enum Part: String, CaseIterable, Sendable {
    /// The value over what both sides report; only where that is asked.
    case value
    case base
    case difference
    case percent
    case adjustedPercent = "adjusted_percent"
    case low
    case high
    case p
    case q
    case verdict
    case contribution

    /// Whether it takes the tests of all rows.
    var isTest: Bool {
      switch self {
      case .low, .high, .p, .q, .verdict: true
      case .value, .base, .difference, .percent, .adjustedPercent, .contribution: false
      }
    }
  }

  func parts(_ comparator: ChangeComparator, adjustsLength: Bool, isLikeForLike: Bool) -> [Part] {
    let isTested = test != .none && comparator.kind != .target
    return Part.allCases.filter { part in
      switch part {
      case .value: isLikeForLike
      case .base, .difference: true
      case .percent: !isPercentage
      case .adjustedPercent: adjustsLength && growsWithTime && !isPercentage
      case .low, .high: isTested && !isPercentage
      case .p, .q, .verdict: isTested
      case .contribution: contributes
      }
    }
  }

  func column(_ part: Part, prefix: String) -> Field {
    let name = "\(prefix)_\(part.rawValue)"
    func measure(_ unit: Unit, kind: MeasureKind? = nil) -> FieldRole {
      guard var info = field.measure else { return .attribute }
      info.isTerm = false
      info.isCount = part == .base || part == .value ? info.isCount : false
      info.isNonNegative = part == .base || part == .value ? info.isNonNegative : false
      info.unit = unit
      if let kind {
        info.kind = kind
        info.additiveOverPlaces = false
        info.additiveOverTime = false
      }
      return .measure(info)
    }
    switch part {
    case .value, .base: return Field(name, .float, role: measure(field.unit), unit: field.unit)
    case .difference:
      let unit = isPercentage ? Unit.points : field.unit
      return Field(
        name, .float, role: measure(unit, kind: isPercentage ? .rate : nil), unit: unit,
        digits: field.digits)
    case .percent, .adjustedPercent:
      return Field(name, .float, role: measure(.percent, kind: .rate), unit: .percent)
    case .low, .high: return Field(name, .float, unit: .percent)
    case .p, .q: return Field(name, .float, digits: 3)
    case .verdict: return Field(name, .text)
    case .contribution: return Field(name, .float, role: measure(.points), unit: .points)
    }
  }
}
