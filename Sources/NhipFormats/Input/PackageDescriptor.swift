// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A Frictionless data package: its tables, and what Nhip needs to know beyond their columns.
package struct PackageDescriptor: Hashable, Sendable {
  /// When observations count as known.
  package enum LoadMode: String, Sendable, CaseIterable {
    case start
    case firstMention = "first_mention"
  }

  /// What several rows with one key say.
  package enum RowMeaning: String, Sendable, CaseIterable {
    case alternatives
    case add
  }

  /// A word of the data for a level of place: `state` for `province`.
  package struct LevelName: Hashable, Sendable {
    package var name: String
    package var level: String
  }

  package var name = ""
  package var title = ""
  package var country = ""
  package var isSimulated = false
  /// Whether the places resource lists every unit, so that their number is the expected one.
  package var hasAllPlaces = false
  package var load = LoadMode.start
  /// What rows with one key are: alternatives of one figure, or incidents to add.
  package var rows = RowMeaning.alternatives
  package var levels: [LevelName] = []
  /// What `from` calls the observations; the package's name where nothing is said.
  package var table = ""
  package var resources: [ResourceDescriptor] = []

  package init() {}
}

/// One table of a package, or the descriptor beside a single CSV.
package struct ResourceDescriptor: Hashable, Sendable {
  package enum Role: String, Sendable, CaseIterable {
    case observations
    case indicators
    case places
    case documents
    case notes
    case table
  }

  package enum Layout: String, Sendable, CaseIterable {
    case long
    case wide
  }

  package var name = ""
  package var title = ""
  /// Files that hold the rows, one after the other; paths that can be opened.
  package var paths: [String] = []
  package var role = Role.table
  /// `nil` where the file's own header tells.
  package var layout: Layout?
  package var fields: [FieldDescriptor] = []
  package var options = LoadOptions()

  package init() {}

  package static func == (a: ResourceDescriptor, b: ResourceDescriptor) -> Bool {
    a.name == b.name && a.paths == b.paths && a.role == b.role && a.layout == b.layout
      && a.fields == b.fields
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(paths)
  }

  /// The field called `name`.
  package func field(_ name: String) -> FieldDescriptor? { fields.first { $0.name == name } }

  /// The first field of a role.
  package func field(_ role: FieldDescriptor.Role) -> FieldDescriptor? {
    fields.first { $0.role == role }
  }
}

/// One column of a resource.
package struct FieldDescriptor: Hashable, Sendable {
  package enum Role: String, Sendable, CaseIterable {
    case place
    case placeName = "place_name"
    case placeLevel = "place_level"
    case period
    case periodType = "period_type"
    case indicator
    case value
    case numerator
    case denominator
    case lower
    case upper
    case unit
    case qualifier
    case kind
    case comparisonPeriod = "comparison_period"
    case status
    case breakdown
    case document
    case start
    case end
    case quote
    case recorded
    case certainty
    case note
    case id
    case measure
    case attribute
  }

  package var name: String
  package var title = ""
  package var description = ""
  /// The type that the descriptor states; `nil` for any.
  package var type: LogicalType?
  package var role: Role?
  /// Of a measure: the indicator whose values the column holds, and how they roll up.
  package var indicator = ""
  package var unit = ""
  package var kind: MeasureKind?
  package var additivePlaces: Bool?
  package var additiveTime: Bool?
  package var nameEnglish = ""
  package var nameVietnamese = ""
  /// 1 where more is better, -1 where less is, 0 where it depends.
  package var direction = 0

  package init(_ name: String) { self.name = name }
}
