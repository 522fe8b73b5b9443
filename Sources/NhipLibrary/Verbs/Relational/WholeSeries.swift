// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// The series asked again for the whole that rows are parts of: without the dimensions they pool.
struct WholeSeries: Sendable {
  private(set) var spec: SeriesSpec
  let schema: Schema
  /// For each column of `within`, its column in the whole.
  let keys: [Int]
  /// For each measure, its column in the whole; `nil` where it is no term of the series.
  let terms: [Int?]
  private let keepsPeriod: Bool

  /// `nil` where the rows are no rows of a series, or where nothing but sums is known.
  init?(_ facts: PlanFacts, _ schema: Schema, measures: [Int], within: [Int]) {
    guard var spec = facts.series else { return nil }
    let kept = facts.dimensions.map { dimension in
      dimension.column.map { within.contains($0) } ?? false
    }
    let source = facts.seriesSchema
    var fields: [Field] = []
    var names: [String] = []
    var breakdowns: [Int32] = []
    var breakdown = 0
    for (position, dimension) in facts.dimensions.enumerated() {
      let index = source.dimensionIndices[position]
      let field = source.fields[index]
      if field.isBreakdown {
        if kept[position] { breakdowns.append(spec.breakdowns[breakdown]) }
        breakdown += 1
      } else if field.isPlace, !kept[position] {
        spec.placeGrid = .none
      } else if field.isPeriod, !kept[position] {
        // Only a stretch that was asked for is a whole in time.
        guard spec.during != nil else { return nil }
        spec.periodGrid = .none
      }
      let isShown = kept[position] || field.isPeriod
      guard isShown else { continue }
      fields.append(field)
      names.append(kept[position] ? schema.fields[dimension.column ?? 0].name : "")
      if field.isPlace, spec.placeGrid == .each { fields.append(Field("level", .text)) }
      if field.isPlace, spec.placeGrid == .each { names.append("level") }
    }
    keepsPeriod = spec.periodGrid != .none
    spec.breakdowns = breakdowns
    let terms = measures.map { measure -> Int? in
      guard let info = schema.fields[measure].measure, info.isTerm else { return nil }
      return spec.terms.firstIndex { $0.field.name == info.term }.map { $0 + fields.count }
    }
    let keys = within.compactMap { names.firstIndex(of: schema.fields[$0].name) }
    guard keys.count == within.count, terms.contains(where: { $0 != nil }) else { return nil }
    self.spec = spec
    self.keys = keys
    self.terms = terms
    self.schema = Schema(fields + spec.terms.map(\.field))
  }

  /// The plan of the whole, with the earlier periods that the rows are asked with.
  func plan(besides input: LogicalPlan) -> LogicalPlan {
    var copy = spec
    if keepsPeriod, let asked = PlanFacts(input).series {
      copy.historyBuckets = asked.historyBuckets
      copy.historyYears = asked.historyYears
      copy.laterBuckets = asked.laterBuckets
    }
    return .series(copy, schema: schema)
  }
}
