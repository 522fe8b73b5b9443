// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipStatistics

/// Compares one place with another or with the rest, period by period or over the periods.
struct CompareOperator: Sendable {
  let first: CompareSide
  /// `nil` for all other places.
  let second: CompareSide?
  let measures: [Int]
  let exposure: Int?
  let place: Int
  let period: Int?
  let includesPartial: Bool
  let verb: NameSyntax

  private func keys(_ schema: Schema) -> [Int] {
    schema.dimensionIndices.filter { $0 != place }
  }

  private func hasRates(_ schema: Schema) -> Bool {
    measures.contains { RateParts.hasExposure(schema.fields[$0], per: exposure) }
  }

  func schema(_ input: Schema) -> Schema {
    var fields = keys(input).map { input.fields[$0] }
    fields += [
      Field("term", .text), Field("place", .place), Field("other", .text), Field("n", .integer),
      Field("value", .float), Field("other_value", .float),
    ]
    if hasRates(input) {
      let unit = exposure == nil ? Unit.none : RateParts.perColumnUnit
      let digits = exposure == nil ? nil : 1
      fields += [
        Field("rate", .float, unit: unit, digits: digits),
        Field("other_rate", .float, unit: unit, digits: digits),
      ]
    }
    fields += [
      Field("estimate", .float), Field("low", .float), Field("high", .float),
      Field("p", .float, digits: 3), Field("q", .float, digits: 3), Field("verdict", .text),
      Field("method", .text), Field("status", .text),
    ]
    return Schema(fields)
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let sides = try rows(table, context)
    if second == nil {
      try LevelGuard(place: place, verb: verb).check(table, context) { _ in true }
    }
    var rows = CompareRows()
    var notes: [Note] = []
    let byPeriod = RowGroups(table, by: keys(table.schema), inOrderOf: period)
    let overTime = RowGroups(table, by: keys(table.schema).filter { $0 != period })
    for measure in measures {
      let field = table.schema.fields[measure]
      let usable = UsableValues(table.columns[measure], includingPartial: includesPartial)
      if let note = usable.note(field.name) { notes.append(note) }
      if let parts = RateParts(
        table, measure, usable, per: exposure, includingPartial: includesPartial)
      {
        if parts.exposures == nil { notes.append(Note("comparedCounts", field.name)) }
        for group in 0..<byPeriod.count {
          try context.checkCancelled()
          let found = sides.split(byPeriod[group])
          rows.add(
            measure, keyRow: byPeriod.firstRows[group], CountSides(parts, found).compared())
        }
      } else {
        for group in 0..<overTime.count {
          try context.checkCancelled()
          let found = sides.split(overTime[group])
          let paired = PairedPeriods(
            found, usable.values, period.map { table.columns[$0].flattened() })
          rows.add(measure, keyRow: overTime.firstRows[group], paired.compared())
        }
      }
    }
    return assemble(table, rows, notes, sides, context.store.registry)
  }

  private func assemble(
    _ table: Table, _ rows: CompareRows, _ notes: [Note], _ sides: Sides,
    _ registry: PlaceRegistry
  ) -> Table {
    let other = sides.other.map { registry[$0].name } ?? "rest"
    var columns = keys(table.schema).map { key in
      table.columns[key].gathered(key == period ? rows.periodRows : rows.keyRows)
    }
    let (q, family) = rows.result.q(rows.compared.map(\.isJudged))
    var terms = TextCodes()
    var others = TextCodes()
    var verdicts = TextCodes()
    for row in rows.compared.indices {
      terms.append(table.schema.fields[rows.measures[row]].name)
      others.append(other)
      verdicts.append(rows.compared[row].verdict(q[row]))
    }
    func numbers(_ value: (Comparison) -> Double) -> Column {
      Column(numbers: rows.compared.map(value))
    }
    columns += [
      terms.column, Column(.places(rows.compared.map { _ in sides.place })), others.column,
      Column(numbers: rows.result.n), numbers(\.value), numbers(\.otherValue),
    ]
    if hasRates(table.schema) { columns += [numbers(\.rate), numbers(\.otherRate)] }
    columns += [
      Column(numbers: rows.result.estimate), Column(numbers: rows.result.low),
      Column(numbers: rows.result.high), Column(numbers: rows.result.p), Column(numbers: q),
      verdicts.column, rows.result.method, rows.result.status,
    ]
    var notes = notes
    if family > 1 { notes.append(Note("fdrFamily", String(family))) }
    return Table(
      schema: schema(table.schema), columns: columns, rowCount: rows.compared.count, notes: notes)
  }

  // MARK: Rows of the two sides

  /// The two sides as places of the table.
  struct Sides {
    let place: PlaceID
    /// `nil` for all others.
    let other: PlaceID?
    private let places: Column

    init(place: PlaceID, other: PlaceID?, places: Column) {
      self.place = place
      self.other = other
      self.places = places
    }

    /// The rows of the first side and of the second.
    func split(_ rows: ArraySlice<Int32>) -> (first: [Int], second: [Int]) {
      var found: (first: [Int], second: [Int]) = ([], [])
      for index in rows {
        let row = Int(index)
        guard let id = places.place(row) else { continue }
        if id == place {
          found.first.append(row)
        } else if other == nil || id == other {
          found.second.append(row)
        }
      }
      return found
    }
  }

  private func rows(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Sides {
    let places = table.columns[place].flattened()
    var present: Set<PlaceID> = []
    for row in 0..<table.rowCount { if let id = places.place(row) { present.insert(id) } }
    func only(_ side: CompareSide) throws(Diagnostic) -> PlaceID {
      let found = side.candidates.intersection(present).sorted()
      if found.count == 1 { return found[0] }
      let registry = context.store.registry
      if found.isEmpty {
        throw Diagnostic(
          "E0203", "the table has no row of `\(side.name)`", at: side.span,
          notes: ["a place has none where no term has a figure, such as a quotient over 0"],
          helps: ["leave out `in`, or name both places there"])
      }
      throw Diagnostic(
        "E0204", "several places are named `\(side.name)`", at: side.span,
        notes: [NearestName.list(found.map { registry.path($0) })],
        helps: ["write the path: `\"\(registry.path(found[0]))\"`"])
    }
    let first = try only(self.first)
    let second = try self.second.map { side throws(Diagnostic) in try only(side) }
    if let side = self.second, first == second {
      throw Diagnostic("E0311", "both sides are the same place", at: side.span)
    }
    return Sides(place: first, other: second, places: places)
  }
}

/// The rows of the result as they are made.
struct CompareRows {
  private(set) var measures: [Int] = []
  private(set) var keyRows: [Int32] = []
  /// -1 where a row is about all periods.
  private(set) var periodRows: [Int32] = []
  private(set) var compared: [Comparison] = []
  private(set) var result = ResultColumns()

  mutating func add(_ measure: Int, keyRow: Int32, _ comparison: Comparison) {
    measures.append(measure)
    keyRows.append(keyRow)
    periodRows.append(comparison.isOverTime ? -1 : keyRow)
    compared.append(comparison)
    result.append(comparison.figures)
  }
}
