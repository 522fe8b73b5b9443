// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// `from observations`: the raw observations with all their attributes, in store order.
struct ObservationView {
  let store: ObservationStore
  let tables: [Int32]

  private var groups: [RunGroup] {
    store.groups.indices.filter { tables.contains(store.indicatorTables[$0]) }
      .flatMap { store.groups[$0] }
  }

  /// The same view where the observations are values alone.
  var plain: PlainObservations? { PlainObservations(store, groups) }

  func table(threads: Int) -> Table {
    if let plain { return plain.table(plain.schema.names, threads: threads) }
    var observations: [Observation] = []
    for group in groups { group.observations { observations.append($0) } }
    // Figures with a provenance follow their documents; the others stay as they stand.
    if observations.allSatisfy({ $0.record >= 0 }) {
      observations.sort { a, b in
        let x = store.records[Int(a.record)]
        let y = store.records[Int(b.record)]
        return (x.document, x.start, x.id) < (y.document, y.start, y.id)
      }
    }
    var fields: [Field] = []
    var columns: [Column] = []
    func add(_ field: Field, _ column: Column) {
      fields.append(field)
      columns.append(column)
    }
    func record(_ observation: Observation) -> ObservationRecord? {
      observation.record >= 0 ? store.records[Int(observation.record)] : nil
    }
    func texts(_ name: String, _ value: (Observation) -> String?) {
      add(
        Field(name, .text),
        Column(texts: observations.map { value($0).flatMap { $0.isEmpty ? nil : $0 } }))
    }
    texts("id") { record($0)?.id }
    add(
      Field("place", .place, role: .place(level: "place")),
      Column(.places(observations.map(\.place))))
    texts("level") { store.registry[$0.place].level.name }
    add(Field("period", .period, role: .period(nil)), Column(.periods(observations.map(\.period))))
    texts("indicator") { store.indicators[Int($0.indicator)].key }
    add(Field("value", .float), valueColumn(observations))
    texts("unit") { $0.unit.name }
    add(
      Field("numerator", .float),
      Column(numbers: observations.map { $0.denominator.isNaN ? .nan : $0.value }))
    add(Field("denominator", .float), Column(numbers: observations.map(\.denominator)))
    texts("qualifier") { $0.qualifier.word }
    texts("kind") { $0.kind == .level ? ($0.denominator.isNaN ? "level" : "ratio") : "\($0.kind)" }
    add(
      Field("comparison_period", .period), Column(.periods(observations.map(\.comparison))))
    texts("status") { record($0)?.status ?? ($0.status == .actual ? "observed" : "\($0.status)") }
    for (dimension, name) in store.breakdowns.dimensions.enumerated() {
      let values = observations.map { observation -> String? in
        store.breakdowns.tuples[Int(observation.tuple)].value(of: Int32(dimension)).map {
          store.breakdowns.values[dimension][Int($0)]
        }
      }
      if values.contains(where: { $0 != nil }) {
        add(Field(name, .text, role: .breakdown), Column(texts: values))
      }
    }
    texts("document") { record($0)?.document }
    add(
      Field("start", .integer),
      Column(
        numbers: observations.map {
          record($0).map { $0.start < 0 ? .nan : Double($0.start) } ?? .nan
        }))
    add(
      Field("end", .integer),
      Column(
        numbers: observations.map { record($0).map { $0.end < 0 ? .nan : Double($0.end) } ?? .nan })
    )
    texts("quote") { record($0)?.quote }
    add(
      Field("recorded", .date),
      Column(
        .periods(
          observations.map { observation in
            guard let record = record(observation), record.recorded != .min else { return .none }
            return Period(.day, record.recorded)
          })))
    texts("note") { record($0)?.note }
    texts("remarks") { record($0)?.remarks.joined(separator: "; ") }
    texts("source_table") { store.tables[Int(store.indicatorTables[Int($0.indicator)])].name }
    add(
      Field("row", .integer),
      Column(numbers: observations.map { $0.row == 0 ? .nan : Double($0.row) }))
    return Table(schema: Schema(fields), columns: columns, rowCount: observations.count)
  }

  private func valueColumn(_ observations: [Observation]) -> Column {
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
    return Column(.numbers(observations.map(\.value)), detail: detail)
  }
}
