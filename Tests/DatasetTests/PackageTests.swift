// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// The parts of a descriptor that the checks read.
struct Descriptor: Decodable {
  struct Field: Decodable {
    struct Meaning: Decodable {
      var role: String
      var kind: String?
    }
    var name: String
    var type: String
    var description: String
    var nhip: Meaning?
  }
  struct Schema: Decodable {
    var fields: [Field]
    var missingValues: [String]
  }
  struct Meaning: Decodable {
    var role: String
    var layout: String?
  }
  struct Resource: Decodable {
    var name: String
    var path: String
    var format: String
    var encoding: String
    var schema: Schema
    var nhip: Meaning
  }
  struct PackageMeaning: Decodable {
    var country: String
    var simulated: Bool
    var load: String
    var levels: [String]
  }
  var name: String
  var title: String
  var description: String
  var resources: [Resource]
  var nhip: PackageMeaning
}

struct PackageTests {
  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: Folder.datasets.path)
    return (found ?? []).filter {
      FileManager.default.fileExists(
        atPath: Folder.datasets.appending(path: "\($0)/datapackage.json").path)
    }.sorted()
  }()

  static let fieldRoles: Set<String> = [
    "place", "place_name", "place_level", "period", "period_type", "indicator", "value",
    "numerator", "denominator", "lower", "upper", "unit", "qualifier", "kind",
    "comparison_period", "status", "breakdown", "document", "start", "end", "quote", "recorded",
    "certainty", "note", "id", "measure", "attribute",
  ]
  static let resourceRoles: Set<String> = [
    "observations", "indicators", "places", "documents", "notes", "table",
  ]
  static let kinds: Set<String> = ["flow", "stock", "average", "ratio", "share", "rate", "change"]

  @Test(arguments: names) func keepsTheConventions(_ name: String) throws {
    let folder = Folder.datasets.appending(path: name)
    let package = try JSONDecoder().decode(
      Descriptor.self, from: Data(contentsOf: folder.appending(path: "datapackage.json")))
    #expect(package.name == name)
    #expect(["start", "first_mention"].contains(package.nhip.load))
    for resource in package.resources {
      let place = "\(name)/\(resource.path)"
      #expect(Self.resourceRoles.contains(resource.nhip.role), "\(place)")
      #expect(resource.format == "csv" && resource.encoding == "utf-8", "\(place)")
      #expect((resource.nhip.role == "observations") == (resource.nhip.layout != nil), "\(place)")
      for field in resource.schema.fields {
        #expect(!field.description.isEmpty, "\(place) \(field.name)")
        if let role = field.nhip?.role {
          #expect(Self.fieldRoles.contains(role), "\(place) \(field.name)")
        }
        if let kind = field.nhip?.kind {
          #expect(Self.kinds.contains(kind), "\(place) \(field.name)")
        }
      }
      let file = folder.appending(path: resource.path)
      guard FileManager.default.fileExists(atPath: file.path) else {
        #expect(package.nhip.simulated, "\(place) is missing")
        continue
      }
      let text = try CSVText(contentsOf: file)
      #expect(text.header == resource.schema.fields.map(\.name), "\(place)")
      if resource.nhip.role == "indicators" {
        #expect(Set(text.column("kind")).isSubset(of: Self.kinds), "\(place)")
        #expect(Set(text.column("direction")).isSubset(of: ["+1", "-1", "0"]), "\(place)")
      }
    }
  }
}
