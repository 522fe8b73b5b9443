// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats
import NhipObservations

extension ColumnRoles {
  /// The roles that a descriptor gives to the columns of a table.
  init(_ resource: ResourceDescriptor, _ schema: Schema) {
    self.init()
    for field in resource.fields {
      guard let index = schema.index(of: field.name), let role = field.role else { continue }
      switch role {
      case .place: place = index
      case .period: period = index
      case .indicator: indicator = index
      case .value: value = index
      case .numerator: numerator = index
      case .denominator: denominator = index
      case .lower: lower = index
      case .upper: upper = index
      case .unit: unit = index
      case .qualifier: qualifier = index
      case .kind: kind = index
      case .comparisonPeriod: comparison = index
      case .status: status = index
      case .document: document = index
      case .start: start = index
      case .end: end = index
      case .quote: quote = index
      case .recorded: recorded = index
      case .certainty: certainty = index
      case .note: note = index
      case .id: id = index
      case .breakdown: breakdowns.append(index)
      case .measure: measures.append((index, field.declaredIndicator))
      case .placeName, .placeLevel, .periodType, .attribute: break
      }
    }
  }
}

extension FieldDescriptor {
  /// The indicator whose values a measure column holds.
  var declaredIndicator: Indicator {
    Indicator(
      key: indicator.isEmpty ? name : indicator, nameVietnamese: nameVietnamese,
      nameEnglish: nameEnglish, unit: Unit(unit), kind: kind ?? .undeclared,
      additiveOverPlaces: additivePlaces, additiveOverTime: additiveTime, direction: direction,
      descriptionEnglish: description)
  }
}

extension PackageDescriptor {
  func resources(of role: ResourceDescriptor.Role) -> [ResourceDescriptor] {
    resources.filter { $0.role == role }
  }
}
