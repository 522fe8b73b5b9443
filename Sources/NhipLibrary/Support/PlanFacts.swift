// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// What the plan below a stage says about its rows, without data.
struct PlanFacts {
  /// A dimension of the source, and the column that still holds it, if one does.
  struct Dimension {
    var field: Field
    var column: Int?
    /// Whether every row has the same value.
    var isSingle: Bool
  }

  private(set) var dimensions: [Dimension]
  /// The series that the rows came from, where only rows or columns were taken from it.
  private(set) var series: SeriesSpec?
  /// The columns of that series.
  private(set) var seriesSchema = Schema([])

  init(_ plan: LogicalPlan) {
    switch plan {
    case .series(let spec, let schema):
      self = PlanFacts(source: schema)
      series = spec
      seriesSchema = schema
      if Self.hasOnePeriod(spec) { settle(\.isPeriod) }
    case .filter(let input, let predicate):
      self = PlanFacts(input)
      narrow(predicate)
    case .sort(let input, _, _), .limit(let input, _): self = PlanFacts(input)
    case .project(let input, let items):
      self = PlanFacts(input)
      for index in dimensions.indices {
        let old = dimensions[index].column
        dimensions[index].column = old.flatMap { column in
          items.firstIndex { $0.passedColumn == column }
        }
        if let column = dimensions[index].column { dimensions[index].field = items[column].field }
      }
    case .extended(let node) where node.keepsRows && node.inputs.count == 1:
      self = PlanFacts(node.inputs[0])
      for index in dimensions.indices {
        let name = dimensions[index].field.name
        dimensions[index].column = dimensions[index].column.flatMap { _ in
          node.schema.index(of: name)
        }
      }
    default: self = PlanFacts(source: plan.schema)
    }
  }

  /// Whether the series has one bucket: no grain, or a `during` of just one period of it.
  private static func hasOnePeriod(_ spec: SeriesSpec) -> Bool {
    switch spec.periodGrid {
    case .none: true
    case .grain(let grain): spec.during?.grain == grain
    case .asReported: false
    }
  }

  private init(source schema: Schema) {
    dimensions = schema.dimensionIndices.map {
      Dimension(field: schema.fields[$0], column: $0, isSingle: false)
    }
  }

  private mutating func settle(_ isMeant: (Field) -> Bool) {
    for index in dimensions.indices where isMeant(dimensions[index].field) {
      dimensions[index].isSingle = true
    }
  }

  /// Conditions that leave one value of a dimension.
  private mutating func narrow(_ predicate: Expression) {
    switch predicate {
    case .logical(.and, let a, let b):
      narrow(a)
      narrow(b)
    case .comparePeriod(.equal, .column(let column, let field), let period):
      if case .period(let grain) = field.role, grain == period.grain { settle(column) }
    case .inPlaces(.column(let column, _), let places, isNegated: false) where places.count == 1:
      settle(column)
    case .compare(.equal, .column(let column, _), .text),
      .compare(.equal, .text, .column(let column, _)):
      settle(column)
    default: break
    }
  }

  private mutating func settle(_ column: Int) {
    for index in dimensions.indices where dimensions[index].column == column {
      dimensions[index].isSingle = true
    }
  }

  /// The dimensions that rows grouped by `columns` pool.
  func pooled(by columns: Set<Int>) -> [Field] {
    dimensions.filter { dimension in
      !dimension.isSingle && !(dimension.column.map { columns.contains($0) } ?? false)
    }.map(\.field)
  }
}
