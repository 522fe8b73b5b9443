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
  package internal(set) var groups: [[RunGroup]] = []

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
    tables[Int(table)].sumsDuplicates = false
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

  /// What the figures of an indicator take.
  package func bytes(of indicator: Int) -> GroupBytes {
    var sum = GroupBytes()
    for group in groups[indicator] { sum += group.bytes }
    return sum
  }
}
