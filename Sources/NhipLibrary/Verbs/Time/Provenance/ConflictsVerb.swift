// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct ConflictsVerb: Verb {
  let name = "conflicts"
  let summary = "lists the cells whose sources disagree, with what each says"
  let signature = "conflicts [of COLS]"
  let details = """
    One row for each source of a cell marked as a conflict, also where the conflict lies in one of \
    the parts that the cell is made of. `used` says which one shows: the first of `prefer`, else \
    the one recorded last.
    """
  let examples = [
    VerbExample("series models_total by province, year | conflicts", "where sources disagree")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["of"], signature: signature)
    let source = try CellSource(stage, on: input, binder)
    let schema = Schema(
      source.keyFields + [
        Field("term", .text), Field("document", .text), ObservationSource.valueField,
        Field("recorded", .date), Field("used", .text), Field("position", .text),
        Field("quote", .text), Field("reported_place", .place), Field("reported_period", .period),
        Field("breakdown", .text),
      ])
    return .extended(
      NewRows(inputs: [input], schema: schema, title: "conflicts") {
        table, context throws(Diagnostic) in
        try ConflictsOperator(source: source, schema: schema).table(table, context)
      })
  }
}

/// Lists the sources of cells in conflict.
struct ConflictsOperator {
  /// Observations looked at for one cell: more than any cell has sources.
  static let cellLimit = 100_000

  let source: CellSource
  let schema: Schema

  private struct Key: Hashable {
    let place: PlaceID
    let period: Period
    let tuple: Int32
  }

  func table(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let cells = try SeriesCells(spec: source.spec, context: context)
    var lines: [(row: Int32, term: String, traced: TracedObservation)] = []
    for term in source.terms {
      guard let marks = table.columns[term.column].detail?.marks else { continue }
      for row in 0..<table.rowCount where marks[row].contains(.conflict) {
        try context.checkCancelled()
        guard let cell = cells.cell(table, row) else { continue }
        for leaf in term.leaves {
          for traced in disagreeing(cells.trace(leaf, cell, limit: Self.cellLimit)) {
            lines.append((Int32(row), term.name, traced))
          }
        }
      }
    }
    // Cell after cell, as they stand in the table.
    let order = lines.indices.sorted { (lines[$0].row, $0) < (lines[$1].row, $1) }
    let about = ObservationSource(store: cells.store)
    let observations = order.map { lines[$0].traced.observation }
    func texts(_ value: (Observation) -> String?) -> Column {
      Column(texts: observations.map(value))
    }
    let columns =
      source.keyColumns(table, order.map { lines[$0].row }) + [
        Column(texts: order.map { lines[$0].term }), texts { about.document($0) },
        about.values(observations), Column(.periods(observations.map { about.recorded($0) })),
        Column(texts: order.map { WhyOperator.word(lines[$0].traced.use) }),
        texts { about.position($0) }, texts { about.quote($0) },
        Column(.places(observations.map(\.place))), Column(.periods(observations.map(\.period))),
        texts { about.breakdown($0) },
      ]
    return Table(schema: schema, columns: columns, rowCount: order.count)
  }

  /// Those that stand for one place, period and breakdown and say different things.
  private func disagreeing(_ all: [TracedObservation]) -> [TracedObservation] {
    let sources = all.filter { traced in
      if case .unused = traced.use { return false }
      return true
    }
    var said: [Key: Set<[Double]>] = [:]
    for traced in sources {
      said[key(traced), default: []].insert([
        traced.observation.value,
        traced.observation.denominator.isNaN ? -1 : traced.observation.denominator,
      ])
    }
    return sources.filter { (said[key($0)]?.count ?? 0) > 1 }
  }

  private func key(_ traced: TracedObservation) -> Key {
    Key(
      place: traced.observation.place, period: traced.observation.period,
      tuple: traced.observation.tuple)
  }
}
