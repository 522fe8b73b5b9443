// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// An indicator as its data package or file declares it.
package struct Indicator: Sendable, Hashable {
  package var key: String
  package var nameVietnamese: String
  package var nameEnglish: String
  package var unit: Unit
  package var kind: MeasureKind
  package var additiveOverPlaces: Bool
  package var additiveOverTime: Bool
  /// Whether values add up over a breakdown; dimensions that are not listed follow `*`, else yes
  /// for flows and stocks.
  package var additiveOverBreakdown: [String: Bool]
  /// Breakdowns whose values are the whole: a total made of them is no lower bound.
  package var completeBreakdowns: Set<String>
  /// 1 where more is better, -1 where less is, 0 where it depends.
  package var direction: Int
  package var descriptionVietnamese: String
  package var descriptionEnglish: String

  package init(
    key: String, nameVietnamese: String = "", nameEnglish: String = "", unit: Unit = .count,
    kind: MeasureKind = .undeclared, additiveOverPlaces: Bool? = nil,
    additiveOverTime: Bool? = nil, additiveOverBreakdown: [String: Bool] = [:],
    completeBreakdowns: Set<String> = [], direction: Int = 0, descriptionVietnamese: String = "",
    descriptionEnglish: String = ""
  ) {
    self.key = key
    self.nameVietnamese = nameVietnamese
    self.nameEnglish = nameEnglish
    self.unit = unit
    self.kind = kind
    let sums = kind == .flow || kind == .stock || kind == .average || kind == .ratio
    self.additiveOverPlaces = additiveOverPlaces ?? sums
    self.additiveOverTime = additiveOverTime ?? (kind == .flow)
    self.additiveOverBreakdown = additiveOverBreakdown
    self.completeBreakdowns = completeBreakdowns
    self.direction = direction
    self.descriptionVietnamese = descriptionVietnamese
    self.descriptionEnglish = descriptionEnglish
  }

  package func isAdditive(over dimension: String) -> Bool {
    switch kind {
    case .share, .rate, .change, .undeclared: false
    default: additiveOverBreakdown[dimension] ?? additiveOverBreakdown["*"] ?? true
    }
  }

  /// Whether values are whole counts that count tests may use.
  package var isCount: Bool {
    (kind == .flow || kind == .stock)
      && !["VND", "USD", "km", "kg", "percent", ""].contains(unit.name)
  }
}
