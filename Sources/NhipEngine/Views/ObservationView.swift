// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// `from observations`: the raw observations with all their attributes, in store order.
struct ObservationView {
  let store: ObservationStore
  let tables: [Int32]

  var groups: [RunGroup] {
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
    let sources = sources
    return Table(
      schema: Schema(sources.map(\.field)), columns: sources.map { $0.column(observations) },
      rowCount: observations.count)
  }

  var schema: Schema { plain?.schema ?? Schema(sources.map(\.field)) }

  /// Bytes that the view takes while it is made.
  func bytesToMake(_ names: [String], limit: Int?) -> Int {
    if let plain { return plain.bytesToMake(names, limit: limit) }
    let rowCount = groups.reduce(0) { $0 + $1.filledCount }
    // A list of observations, then mostly texts, which have 4 bytes a row.
    return rowCount * (MemoryLayout<Observation>.stride + sources.count * 6)
  }

  /// A column, and how it is made of the observations.
  private typealias Source = (field: Field, column: ([Observation]) -> Column)

  private var sources: [Source] {
    func record(_ observation: Observation) -> ObservationRecord? {
      observation.record >= 0 ? store.records[Int(observation.record)] : nil
    }
    func texts(_ name: String, _ value: @escaping (Observation) -> String?) -> Source {
      (
        Field(name, .text),
        { Column(texts: $0.map { value($0).flatMap { $0.isEmpty ? nil : $0 } }) }
      )
    }
    func numbers(_ name: String, _ type: LogicalType, _ value: @escaping (Observation) -> Double)
      -> Source
    {
      (Field(name, type), { Column(numbers: $0.map(value)) })
    }
    func periods(_ field: Field, _ value: @escaping (Observation) -> Period) -> Source {
      (field, { Column(.periods($0.map(value))) })
    }
    func offset(_ offset: Int?) -> Double {
      offset.map { $0 < 0 ? .nan : Double($0) } ?? .nan
    }
    return [
      texts("id") { record($0)?.id },
      (
        Field("place", .place, role: .place(level: "place")),
        { Column(.places($0.map(\.place))) }
      ),
      texts("level") { store.registry[$0.place].level.name },
      periods(Field("period", .period, role: .period(nil)), \.period),
      texts("indicator") { store.indicators[Int($0.indicator)].key },
      (Field("value", .float), valueColumn),
      texts("unit") { $0.unit.name },
      numbers("numerator", .float) { $0.denominator.isNaN ? .nan : $0.value },
      numbers("denominator", .float, \.denominator),
      texts("qualifier") { $0.qualifier.word },
      texts("kind") {
        $0.kind == .level ? ($0.denominator.isNaN ? "level" : "ratio") : "\($0.kind)"
      },
      periods(Field("comparison_period", .period), \.comparison),
      texts("status") {
        record($0)?.status ?? ($0.status == .actual ? "observed" : "\($0.status)")
      },
    ] + breakdowns + [
      texts("document") { record($0)?.document },
      numbers("start", .integer) { offset(record($0).map { Int($0.start) }) },
      numbers("end", .integer) { offset(record($0).map { Int($0.end) }) },
      texts("quote") { record($0)?.quote },
      periods(Field("recorded", .date)) {
        guard let record = record($0), record.recorded != .min else { return .none }
        return Period(.day, record.recorded)
      },
      texts("note") { record($0)?.note },
      texts("remarks") { record($0)?.remarks.joined(separator: "; ") },
      texts("source_table") {
        store.tables[Int(store.indicatorTables[Int($0.indicator)])].name
      },
      numbers("row", .integer) { $0.row == 0 ? .nan : Double($0.row) },
    ]
  }

  /// The dimensions that some observation has a value of.
  private var breakdowns: [Source] {
    store.breakdowns.dimensions.enumerated().compactMap { dimension, name in
      func value(_ tuple: Int32) -> String? {
        store.breakdowns.tuples[Int(tuple)].value(of: Int32(dimension)).map {
          store.breakdowns.values[dimension][Int($0)]
        }
      }
      guard groups.contains(where: { value($0.key.tuple) != nil }) else { return nil }
      return (
        Field(name, .text, role: .breakdown), { Column(texts: $0.map { value($0.tuple) }) }
      )
    }
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
