// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A table that observations were loaded into.
package struct ObservationTable: Sendable {
  package var name: String
  /// Whether every figure is made up.
  package var isSimulated: Bool
  /// Rows are incidents to add, not alternatives.
  package var sumsDuplicates: Bool
  /// Rows left out because their place was empty.
  package var emptyPlaceCount: Int

  package init(
    name: String, isSimulated: Bool = false, sumsDuplicates: Bool = false, emptyPlaceCount: Int = 0
  ) {
    self.name = name
    self.isSimulated = isSimulated
    self.sumsDuplicates = sumsDuplicates
    self.emptyPlaceCount = emptyPlaceCount
  }
}

/// All observations of a session: an immutable snapshot. A commit gives a new one and rebuilds
/// only the indicators it touched.
package struct ObservationStore: Sendable {
  package var registry = PlaceRegistry()
  package var breakdowns = BreakdownSpace()
  package private(set) var tables: [ObservationTable] = []
  package private(set) var indicators: [Indicator] = []
  /// The table of each indicator.
  package private(set) var indicatorTables: [Int32] = []
  package private(set) var records: [ObservationRecord] = []
  /// The groups of each indicator, in a fixed order.
  package private(set) var groups: [[RunGroup]] = []

  package init() {}

  package func table(named name: String) -> Int32? {
    tables.firstIndex { $0.name == name }.map { Int32($0) }
  }

  package mutating func addTable(_ table: ObservationTable) -> Int32 {
    if let index = tables.firstIndex(where: { $0.name == table.name }) {
      tables[index].emptyPlaceCount += table.emptyPlaceCount
      tables[index].sumsDuplicates = tables[index].sumsDuplicates || table.sumsDuplicates
      return Int32(index)
    }
    tables.append(table)
    return Int32(tables.count - 1)
  }

  /// The indicator of that key in a table, declared now if it is new there.
  package mutating func addIndicator(_ indicator: Indicator, to table: Int32) -> Int32 {
    if let id = self.indicator(indicator.key, in: table) { return id }
    indicators.append(indicator)
    indicatorTables.append(table)
    groups.append([])
    return Int32(indicators.count - 1)
  }

  package func indicator(_ key: String, in table: Int32) -> Int32? {
    guard table >= 0 else { return nil }
    return indicatorIndex(key, table)
  }

  private func indicatorIndex(_ key: String, _ table: Int32) -> Int32? {
    indicators.indices.first { indicators[$0].key == key && indicatorTables[$0] == table }
      .map { Int32($0) }
  }

  /// Takes the observations of a table out, before it is loaded anew. Its identities stay.
  package mutating func removeTable(named name: String) {
    guard let table = table(named: name) else { return }
    tables[Int(table)].emptyPlaceCount = 0
    for index in indicators.indices where indicatorTables[index] == table {
      groups[index] = []
      // The key may be declared anew, so the old declaration must not answer to it.
      indicatorTables[index] = -1
    }
  }

  package mutating func addRecord(_ record: ObservationRecord) -> Int32 {
    records.append(record)
    return Int32(records.count - 1)
  }

  /// Attaches remarks to the records of those observation ids.
  package mutating func attach(_ remarks: [String: [String]]) {
    guard !remarks.isEmpty else { return }
    for index in records.indices {
      if let own = remarks[records[index].id] { records[index].remarks = own }
    }
  }

  /// Takes a batch in. Complexity: O(rows of the touched indicators).
  package mutating func commit(_ batch: ObservationBatch) {
    var parts: [RunKey: [RunGroupBuilder.Row]] = [:]
    var withDenominators: Set<RunKey> = []
    var details = batch.details
    var fileRows = batch.rows
    var lastKey: RunKey?
    var pending: [RunGroupBuilder.Row] = []

    func flush() {
      if let lastKey, !pending.isEmpty { parts[lastKey, default: []].append(contentsOf: pending) }
      pending.removeAll(keepingCapacity: true)
    }
    var touched: Set<Int32> = []
    for index in 0..<batch.count {
      let detail = details.isEmpty ? nil : details[index]
      let indicator = batch.indicators[index]
      let grain = batch.periods[index].grain
      let key: RunKey
      if detail == nil, let last = lastKey, last.indicator == indicator, last.grain == grain,
        last.tuple == 0, last.status == .actual, last.kind == .level,
        last.unit == indicators[Int(indicator)].unit
      {
        key = last
      } else {
        key = RunKey(
          table: indicatorTables[Int(indicator)], indicator: indicator,
          unit: detail?.unit ?? indicators[Int(indicator)].unit, tuple: detail?.tuple ?? 0,
          status: detail?.status ?? .actual, kind: detail?.kind ?? .level,
          comparator: detail.map { Self.comparator($0) } ?? 0, grain: grain)
      }
      if key != lastKey {
        flush()
        lastKey = key
        touched.insert(indicator)
      }
      if let detail, !detail.denominator.isNaN { withDenominators.insert(key) }
      pending.append(
        RunGroupBuilder.Row(
          place: batch.places[index], period: batch.periods[index], value: batch.values[index],
          index: index))
    }
    flush()

    // Groups that get new rows give up the ones they have.
    for indicator in touched.sorted() {
      var kept: [RunGroup] = []
      for group in groups[Int(indicator)] {
        guard parts[group.key] != nil else {
          kept.append(group)
          continue
        }
        if group.denominators != nil { withDenominators.insert(group.key) }
        group.observations { observation in
          let index = fileRows.count
          fileRows.append(observation.row)
          let decorated = !observation.isPlain || !observation.denominator.isNaN
          if decorated { details[index] = observation }
          parts[group.key, default: []].append(
            RunGroupBuilder.Row(
              place: observation.place, period: observation.period, value: observation.value,
              index: index))
        }
      }
      groups[Int(indicator)] = kept
    }

    let builder = RunGroupBuilder(registry: registry, records: records)
    for (key, rows) in parts {
      let summed = tables[Int(key.table)].sumsDuplicates ? Self.summingDuplicates(rows) : rows
      groups[Int(key.indicator)].append(
        builder.build(
          key, rows: summed, fileRow: { fileRows[$0] }, detailOf: { details[$0] },
          hasDenominators: withDenominators.contains(key)))
    }
    for indicator in touched.sorted() {
      let unordered = groups[Int(indicator)]
      groups[Int(indicator)] = unordered.sorted { groupOrder($0.key, $1.key) }
    }
  }

  /// For tables declared as rows to add (incident logs).
  private static func summingDuplicates(_ rows: [RunGroupBuilder.Row]) -> [RunGroupBuilder.Row] {
    struct Slot: Hashable {
      let place: PlaceID
      let period: Period
    }
    var position: [Slot: Int] = [:]
    var result: [RunGroupBuilder.Row] = []
    for row in rows {
      let slot = Slot(place: row.place, period: row.period)
      if let index = position[slot] {
        result[index].value += row.value
      } else {
        position[slot] = result.count
        result.append(row)
      }
    }
    return result
  }

  /// A fixed order of groups that does not depend on how rows arrived.
  private func groupOrder(_ a: RunKey, _ b: RunKey) -> Bool {
    func text(_ tuple: Int32) -> String {
      breakdowns.tuples[Int(tuple)].parts.map {
        breakdowns.dimensions[Int($0.dimension)] + "=" + breakdowns.value($0)
      }.sorted().joined(separator: ";")
    }
    if a.table != b.table { return a.table < b.table }
    if a.status != b.status { return a.status.rawValue < b.status.rawValue }
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    if a.unit != b.unit { return a.unit.name < b.unit.name }
    if a.tuple != b.tuple { return text(a.tuple) < text(b.tuple) }
    if a.comparator != b.comparator { return a.comparator < b.comparator }
    return a.grain < b.grain
  }

  /// 1 against the same period a year before, 2 against the one just before, 3 other, 0 none.
  private static func comparator(_ observation: Observation) -> UInt8 {
    guard observation.kind == .change, observation.comparison.grain != .none else { return 0 }
    if observation.comparison == observation.period.shifted(years: -1) { return 1 }
    if observation.comparison == observation.period.advanced(by: -1) { return 2 }
    return 3
  }

  /// Bytes of all groups.
  package var byteCount: Int { groups.joined().reduce(0) { $0 + $1.byteCount } }
}
