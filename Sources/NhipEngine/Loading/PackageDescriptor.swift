// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipObservations

/// A Frictionless `datapackage.json` with the roles that this program adds under `nhip`.
package struct PackageDescriptor: Sendable, Decodable {
  struct Extras: Sendable, Decodable {
    var country: String?
    var simulated: Bool?
    var load: String?
    var table: String?
    var complete_places: Bool?
  }

  var name: String
  package var title: String?
  package var description: String?
  var nhip: Extras?
  package var resources: [ResourceDescriptor]

  package var table: String { nhip?.table ?? name.replacingOccurrences(of: "-", with: "_") }
  package var country: String { nhip?.country ?? name }
  package var isSimulated: Bool { nhip?.simulated ?? false }
  package var loadsAtStart: Bool { nhip?.load == "start" }
  /// Whether the places resource lists every unit.
  package var hasAllPlaces: Bool { nhip?.complete_places ?? isSimulated }

  package func resources(_ role: ResourceRole) -> [ResourceDescriptor] {
    resources.filter { $0.role == role }
  }

  package static func load(path: String) throws -> PackageDescriptor {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONDecoder().decode(PackageDescriptor.self, from: data)
  }
}

package enum ResourceRole: String, Sendable {
  case observations, indicators, places, documents, notes, table
}

package struct ResourceDescriptor: Sendable, Decodable {
  struct Extras: Sendable, Decodable {
    var role: String?
    var layout: String?
  }
  struct SchemaPart: Sendable, Decodable {
    var fields: [FieldDescriptor]
  }

  package var name: String
  package var path: String
  var nhip: Extras?
  var schema: SchemaPart?

  package var role: ResourceRole { ResourceRole(rawValue: nhip?.role ?? "table") ?? .table }
  package var fields: [FieldDescriptor] { schema?.fields ?? [] }

  /// The types that reading must give each column.
  var columnTypes: [String: LogicalType] {
    var types: [String: LogicalType] = [:]
    for field in fields {
      switch field.nhip?.role {
      case "period", "comparison_period": types[field.name] = .period
      case "recorded": types[field.name] = .date
      case "value", "numerator", "denominator", "lower", "upper", "start", "end", "measure":
        types[field.name] = .float
      default: types[field.name] = .text
      }
    }
    return types
  }

  func columnRoles(_ schema: Schema) -> ColumnRoles {
    var roles = ColumnRoles()
    for field in fields {
      guard let index = schema.index(of: field.name), let role = field.nhip?.role else { continue }
      switch role {
      case "place": roles.place = index
      case "period": roles.period = index
      case "indicator": roles.indicator = index
      case "value": roles.value = index
      case "numerator": roles.numerator = index
      case "denominator": roles.denominator = index
      case "lower": roles.lower = index
      case "upper": roles.upper = index
      case "unit": roles.unit = index
      case "qualifier": roles.qualifier = index
      case "kind": roles.kind = index
      case "comparison_period": roles.comparison = index
      case "status": roles.status = index
      case "document": roles.document = index
      case "start": roles.start = index
      case "end": roles.end = index
      case "quote": roles.quote = index
      case "recorded": roles.recorded = index
      case "certainty": roles.certainty = index
      case "note": roles.note = index
      case "id": roles.id = index
      case "breakdown": roles.breakdowns.append(index)
      case "measure": if let measure = field.measure { roles.measures.append((index, measure.declared)) }
      default: break
      }
    }
    return roles
  }
}

package struct FieldDescriptor: Sendable, Decodable {
  struct Extras: Sendable, Decodable {
    var role: String?
    var indicator: String?
    var unit: String?
    var kind: String?
    var additive_places: String?
    var additive_time: String?
    var direction: String?
    var name_en: String?
    var name_vi: String?
  }

  package var name: String
  var description: String?
  var nhip: Extras?

  struct Measure: Sendable {
    var indicator: String
    var declared: Indicator
  }

  /// The indicator that a column of a wide file is.
  var measure: Measure? {
    guard let extras = nhip, extras.role == "measure" else { return nil }
    let key = extras.indicator ?? name
    return Measure(
      indicator: key,
      declared: Indicator(
        key: key, nameVietnamese: extras.name_vi ?? "", nameEnglish: extras.name_en ?? "",
        unit: Unit(extras.unit ?? "count"),
        kind: MeasureKind(rawValue: extras.kind ?? "") ?? .undeclared,
        additiveOverPlaces: extras.additive_places.map { $0 == "yes" },
        additiveOverTime: extras.additive_time.map { $0 == "yes" },
        direction: Int((extras.direction ?? "0").replacingOccurrences(of: "+", with: "")) ?? 0,
        descriptionEnglish: description ?? ""))
  }
}
