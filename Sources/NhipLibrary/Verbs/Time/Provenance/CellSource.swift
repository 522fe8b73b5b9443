// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

/// What a verb about the origin of cells was bound to: the series below, and the columns asked.
struct CellSource: Sendable {
  struct Term: Sendable {
    /// The column of the input that is asked about.
    let column: Int
    let name: String
    /// The leaves of the series that it is made of.
    let leaves: [Int]
  }

  let spec: SeriesSpec
  let terms: [Term]
  /// The columns that say where a row stands, with `level` where places stand at their own.
  let keys: [Int]
  let keyFields: [Field]
  let span: Span

  init(
    _ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder
  ) throws(Diagnostic) {
    let verb = stage.verb.text
    span = stage.verb.span
    guard let spec = SeriesReach.cells(of: input) else {
      throw Diagnostic(
        "E0409", "`\(verb)` goes back to the observations of a series, and none is in reach",
        at: stage.verb.span,
        notes: ["the rows are those of a table, or were pooled, joined or pivoted"],
        helps: ["put it on the series itself: `series … | \(verb)`"])
    }
    self.spec = spec
    let schema = input.schema
    var keys: [Int] = []
    for name in SeriesCells.keyNames(of: spec, in: binder.catalog.store) {
      guard let index = schema.index(of: name), schema.fields[index].role.isDimension else {
        throw Diagnostic(
          "E0405", "`\(verb)` needs the column `\(name)`, which is gone", at: stage.verb.span,
          notes: ["columns here: \(NearestName.list(schema.names))"],
          helps: ["keep it until then"])
      }
      keys.append(index)
      if name == "place", let level = schema.index(of: "level") { keys.append(level) }
    }
    self.keys = keys
    keyFields = keys.map { schema.fields[$0] }
    var terms: [Term] = []
    for column in try binder.measures(stage, schema) {
      let field = schema.fields[column]
      let name = field.measure.map { $0.term.isEmpty ? field.name : $0.term } ?? field.name
      guard let term = spec.terms.first(where: { $0.field.name == name }) else {
        throw Diagnostic(
          "E0409", "`\(field.name)` is no term of the series", at: stage.verb.span,
          notes: ["terms: \(NearestName.list(spec.terms.map(\.field.name)))"])
      }
      guard !terms.contains(where: { $0.name == name }) else { continue }
      terms.append(Term(column: column, name: name, leaves: term.expression.columns.sorted()))
    }
    self.terms = terms
  }

  /// The key columns at chosen rows.
  func keyColumns(_ table: Table, _ rows: [Int32]) -> [Column] {
    keys.map { table.columns[$0].gathered(rows) }
  }
}

/// What is known of where an observation was found.
struct ObservationSource {
  let store: ObservationStore

  func record(_ observation: Observation) -> ObservationRecord? {
    observation.record >= 0 ? store.records[Int(observation.record)] : nil
  }

  /// The document; for a plain table its name.
  func document(_ observation: Observation) -> String {
    if let name = record(observation)?.document, !name.isEmpty { return name }
    return store.tables[Int(store.indicatorTables[Int(observation.indicator)])].name
  }

  /// `4904-4906` in a document, `row 17` of a table.
  func position(_ observation: Observation) -> String? {
    if let record = record(observation), record.start >= 0 {
      return "\(record.start)-\(record.end)"
    }
    return observation.row > 0 ? "row \(observation.row)" : nil
  }

  func quote(_ observation: Observation) -> String? {
    record(observation).flatMap { $0.quote.isEmpty ? nil : $0.quote }
  }

  func recorded(_ observation: Observation) -> Period {
    guard let record = record(observation), record.recorded != .min else { return .none }
    return Period(.day, record.recorded)
  }

  /// `model_type = tổ liên gia`, the dimensions in their order.
  func breakdown(_ observation: Observation) -> String? {
    let parts = store.breakdowns.tuples[Int(observation.tuple)].parts
    guard !parts.isEmpty else { return nil }
    return parts.map {
      "\(store.breakdowns.dimensions[Int($0.dimension)]) = \(store.breakdowns.value($0))"
    }.joined(separator: "; ")
  }

  /// What was noted, by the document's reader and by the data package.
  func remarks(_ observation: Observation) -> String? {
    guard let record = record(observation) else { return nil }
    let all = ([record.note] + record.remarks).filter { !$0.isEmpty }
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  /// The stated values with their bounds and denominators.
  func values(_ observations: [Observation]) -> Column {
    var detail = MeasureDetail()
    if observations.contains(where: { $0.lower != $0.value || $0.upper != $0.value }) {
      detail.lower = observations.map(\.lower)
      detail.upper = observations.map(\.upper)
      detail.marks = observations.map { observation in
        switch observation.qualifier {
        case .exact: []
        case .approximate: .approximate
        case .atLeast: .atLeast
        case .atMost: .atMost
        }
      }
    }
    if observations.contains(where: { !$0.denominator.isNaN }) {
      detail.numerator = observations.map { $0.denominator.isNaN ? .nan : $0.value }
      detail.denominator = observations.map(\.denominator)
    }
    return Column(.numbers(observations.map(\.value)), detail: detail)
  }

  /// The column of stated values, which are figures of all kinds.
  static let valueField = Field(
    "value", .float, role: .measure(MeasureInfo(kind: .ratio, unit: .none)))
}
