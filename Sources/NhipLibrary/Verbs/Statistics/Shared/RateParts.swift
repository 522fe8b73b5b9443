// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

/// A count out of an exposure, for statistics of rates.
struct RateParts {
  /// Rates per column are counted on this many, as they are printed.
  static let perColumnScale = 100_000.0

  let counts: [Double]
  /// `nil` for plain counts.
  let exposures: [Double]?
  /// Rates are `scale * count / exposure`.
  let scale: Double

  /// The counts of a measure: its own parts, or itself over the column after `per`; `nil` where it
  /// is no count.
  init?(
    _ table: Table, _ measure: Int, _ usable: UsableValues, per exposure: Int?,
    includingPartial: Bool
  ) {
    let field = table.schema.fields[measure]
    guard let parts = CountParts(field, table.columns[measure], usable),
      CountParts.areWhole(parts.counts)
    else { return nil }
    if let own = parts.exposures {
      counts = parts.counts
      exposures = own
      scale = field.measure?.scale ?? 1
      return
    }
    counts = parts.counts
    exposures = exposure.map {
      UsableValues(table.columns[$0], includingPartial: includingPartial).values
    }
    scale = exposure == nil ? 1 : RateParts.perColumnScale
  }

  /// The unit of a rate over the column after `per`.
  static let perColumnUnit = Unit("per 100,000")

  /// Whether a measure will have an exposure, as far as the schema tells.
  static func hasExposure(_ field: Field, per exposure: Int?) -> Bool {
    guard let info = field.measure else { return false }
    return !info.exposure.isEmpty || (info.isCount && exposure != nil)
  }

  /// The rate of a row; NaN where a part is missing or the exposure is not positive.
  func rate(_ row: Int) -> Double {
    guard let exposures else { return counts[row] }
    return exposures[row] > 0 ? scale * counts[row] / exposures[row] : .nan
  }
}

/// Which rows are set against each other by `rank` and `funnel`.
struct PeerGroups: Sendable {
  let keys: [Int]
  /// Levels above the places of the rows, asked by `within district`.
  let levels: [String]
  let place: Int?
  let verb: NameSyntax

  /// Rows of one period, and of one breakdown value where there are places; with `within`, of one
  /// value of what stands there.
  init(_ stage: StageSyntax, _ schema: Schema, _ binder: StageBinder) throws(Diagnostic) {
    verb = stage.verb
    let place = schema.placeIndex
    self.place = place
    let period = schema.periodIndex
    guard let clause = binder.clause("within", stage) else {
      keys = schema.dimensionIndices.filter {
        $0 != place && (place != nil || $0 == period)
      }
      levels = []
      return
    }
    var keys = period.map { [$0] } ?? []
    var levels: [String] = []
    for operand in clause.operands {
      let name = try binder.name(try binder.single(operand), "a dimension")
      if let index = NameLookup.find(name.text, in: schema.names),
        schema.fields[index].role.isDimension
      {
        if !keys.contains(index) { keys.append(index) }
        continue
      }
      let known = Set(binder.catalog.store.registry.places.map(\.level.name))
      guard place != nil, known.contains(name.text) else {
        throw NameLookup.unknown(
          "E0207", "dimension", name,
          among: schema.dimensionIndices.map { schema.fields[$0].name } + known.sorted())
      }
      levels.append(name.text)
    }
    self.keys = keys
    self.levels = levels
  }

  func groups(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> RowGroups {
    var columns = keys.map { table.columns[$0] }
    if let place {
      if levels.isEmpty {
        try LevelGuard(place: place, verb: verb).check(table, context) { _ in true }
      }
      let registry = context.store.registry
      let places = table.columns[place].flattened()
      for level in levels {
        let ancestors = (0..<table.rowCount).map { row -> Int32 in
          var current = places.place(row)
          while let id = current, registry[id].level.name != level { current = registry[id].parent }
          return current ?? -1
        }
        columns.append(Column(.places(ancestors)))
      }
    }
    return RowGroups(columns, rowCount: table.rowCount)
  }
}
