// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct WhyVerb: Verb {
  let name = "why"
  let summary = "lists the observations behind each cell"
  let signature = "why [of COLS]"
  let details = """
    One row for each observation behind a cell: the document, the characters it stands at, its \
    words, its value, and in `used` how it took part: reported, a part over time, over places or \
    of a breakdown, added or subtracted where `fill remainder` filled the cell, an alternative of \
    another source, or the reason why it was not used. \
    `reported_place`, `reported_period` and `breakdown` say what it was reported for. Of plain \
    tables the table and the row are named. Narrow the rows first: at most \(WhyVerb.rowLimit) \
    observations are listed.
    """
  let examples = [
    VerbExample(
      "series tips_received by commune, year in phường Ngọc Hà during 2023 | why",
      "which sentence a figure comes from"),
    VerbExample(
      "series models_built by province, year in tỉnh Hà Giang during 2023 | why",
      "a total and its kinds"),
  ]

  /// Observations listed at most: more is no answer to "where does this come from".
  static let rowLimit = 1_000

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["of"], signature: signature)
    let source = try CellSource(stage, on: input, binder)
    let hasParts = source.terms.contains { term in
      term.leaves.contains { source.spec.leaves[$0].name != term.name }
    }
    var fields = source.keyFields + [Field("term", .text)]
    if hasParts { fields.append(Field("indicator", .text)) }
    fields += [
      Field("document", .text), Field("position", .text), Field("quote", .text),
      ObservationSource.valueField, Field("used", .text), Field("reported_place", .place),
      Field("reported_period", .period), Field("breakdown", .text), Field("remarks", .text),
    ]
    let schema = Schema(fields)
    return .extended(
      NewRows(inputs: [input], schema: schema, title: "why") { table, context throws(Diagnostic) in
        try WhyOperator(source: source, schema: schema, hasParts: hasParts).table(table, context)
      })
  }
}

/// Lists observations.
struct WhyOperator {
  let source: CellSource
  let schema: Schema
  let hasParts: Bool

  private struct Line {
    let row: Int32
    let term: String
    let leaf: String
    let traced: TracedObservation
  }

  func table(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let cells = try SeriesCells(spec: source.spec, context: context)
    var lines: [Line] = []
    var isCut = false
    for row in 0..<table.rowCount where !isCut {
      try context.checkCancelled()
      guard let cell = cells.cell(table, row) else { continue }
      for term in source.terms {
        for leaf in term.leaves {
          let room = WhyVerb.rowLimit - lines.count
          let found = trace(term, leaf, cell, cells, table, row, limit: room + 1)
          if found.count > room { isCut = true }
          lines += found.prefix(room).map {
            Line(
              row: Int32(row), term: term.name, leaf: source.spec.leaves[leaf].name, traced: $0)
          }
        }
      }
    }
    var result = assemble(table, lines, ObservationSource(store: cells.store))
    if isCut { result.note(Note("whyCut", String(WhyVerb.rowLimit))) }
    return result
  }

  private func trace(
    _ term: CellSource.Term, _ leaf: Int, _ cell: SeriesCells.Cell, _ cells: SeriesCells,
    _ table: Table, _ row: Int, limit: Int
  ) -> [TracedObservation] {
    let column = table.columns[term.column]
    guard column.detail?.marks?[row].contains(.derived) == true else {
      return cells.trace(leaf, cell, limit: limit)
    }
    let isLeaf = term.leaves == [leaf] && source.spec.leaves[leaf].name == term.name
    return cells.traceFilled(
      leaf, cell, shown: isLeaf ? column.numbers?[row] : nil, limit: limit)
  }

  private func assemble(
    _ table: Table, _ lines: [Line], _ about: ObservationSource
  ) -> Table {
    let observations = lines.map(\.traced.observation)
    func texts(_ value: (Observation) -> String?) -> Column {
      Column(texts: observations.map(value))
    }
    var columns = source.keyColumns(table, lines.map(\.row))
    columns.append(Column(texts: lines.map(\.term)))
    if hasParts { columns.append(Column(texts: lines.map(\.leaf))) }
    columns += [
      texts { about.document($0) }, texts { about.position($0) }, texts { about.quote($0) },
      about.values(observations), Column(texts: lines.map { Self.word($0.traced.use) }),
      Column(.places(observations.map(\.place))), Column(.periods(observations.map(\.period))),
      texts { about.breakdown($0) }, texts { about.remarks($0) },
    ]
    return Table(schema: schema, columns: columns, rowCount: lines.count)
  }

  /// How an observation was used; the output formats know these words in each language.
  static func word(_ use: ObservationUse) -> String {
    switch use {
    case .used(let path):
      switch path.first {
      case nil: return "reported"
      case .time?: return "part over time"
      case .places?: return "part over places"
      case .breakdown?: return "part of breakdown"
      }
    case .remainder(let isSubtracted):
      return isSubtracted ? "subtracted for the remainder" : "added for the remainder"
    case .alternative: return "alternative, not used"
    case .unused(let reason):
      switch reason {
      case .reportedStands: return "not used: a reported figure stands"
      case .otherAxis: return "not used: another way covers more"
      case .periodOutside: return "not used: its period does not fit"
      case .laterDate: return "not used: a later date stands"
      case .shorterPeriod: return "not used: a shorter period stands"
      case .notAdditive: return "not used: it does not add up"
      case .unnamedPlace: return "not used: its place is not named"
      }
    }
  }
}
