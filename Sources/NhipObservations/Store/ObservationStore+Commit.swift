// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension ObservationStore {
  /// Takes a batch in. Complexity: O(rows of the touched indicators).
  package mutating func commit(_ batch: ObservationBatch) {
    var batch = batch
    var keys = BatchKeys(batch, indicators: indicators, tables: indicatorTables)
    let touched = Set(keys.keys.map(\.indicator)).sorted()
    var hasDenominators = [Bool](repeating: false, count: keys.keys.count)
    for (row, detail) in batch.details where !detail.denominator.isNaN {
      let key = keys.rowKeys[row]
      if key >= 0 { hasDenominators[Int(key)] = true }
    }

    // Groups that get new rows give up the ones they have.
    for indicator in touched {
      groups[Int(indicator)] = groups[Int(indicator)].filter { group in
        guard let key = keys.number(of: group.key) else { return true }
        if group.denominators != nil { hasDenominators[Int(key)] = true }
        group.observations { observation in
          batch.appendKnown(observation)
          keys.rowKeys.append(key)
        }
        return false
      }
    }

    let builder = RunGroupBuilder(registry: registry, records: records)
    let (order, starts) = keys.rowsByKey()
    for (number, key) in keys.keys.enumerated() {
      var rows = order[starts[number]..<starts[number + 1]]
      if tables[Int(key.table)].sumsDuplicates { rows = Self.sumDuplicates(rows, &batch) }
      groups[Int(key.indicator)].append(
        builder.build(key, rows: rows, of: batch, hasDenominators: hasDenominators[number]))
    }
    for indicator in touched {
      let unordered = groups[Int(indicator)]
      groups[Int(indicator)] = unordered.sorted { groupOrder($0.key, $1.key) }
    }
  }

  /// For tables declared as rows to add (incident logs): the first row of each place and period,
  /// with the sum of all.
  private static func sumDuplicates(
    _ rows: ArraySlice<Int32>, _ batch: inout ObservationBatch
  ) -> ArraySlice<Int32> {
    var slots = RowNumbering(periods: rows.map { batch.periods[Int($0)] })
    slots.refine(by: rows.map { batch.places[Int($0)] })
    var first: [Int32] = []
    first.reserveCapacity(slots.count)
    for (row, slot) in zip(rows, slots.numbers) {
      if Int(slot) == first.count {
        first.append(row)
      } else {
        batch.values[Int(first[Int(slot)])] += batch.values[Int(row)]
      }
    }
    return first[...]
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
}

/// The keys of a batch, numbered by first appearance, and the key of each row.
struct BatchKeys {
  private(set) var keys: [RunKey] = []
  private var numbers: [RunKey: Int32] = [:]
  /// Key number of each row, -1 for rows that are left out.
  var rowKeys: [Int32] = []

  init(_ batch: ObservationBatch, indicators: [Indicator], tables: [Int32]) {
    // Plain rows differ in indicator, breakdown and grain only: three small numbers.
    var plain = KeyNumbering()
    var plainKeys: [Int32] = []
    rowKeys = [Int32](repeating: -1, count: batch.count)
    for row in 0..<batch.count {
      let indicator = batch.indicators[row]
      guard indicator >= 0, batch.places[row] >= 0, !batch.values[row].isNaN else { continue }
      if !batch.details.isEmpty, let detail = batch.details[row] {
        rowKeys[row] = add(
          RunKey(
            table: tables[Int(indicator)], indicator: indicator, unit: detail.unit,
            tuple: detail.tuple, status: detail.status, kind: detail.kind,
            comparator: Self.comparator(detail), grain: batch.periods[row].grain))
        continue
      }
      let tuple = batch.tuples?[row] ?? 0
      let grain = batch.periods[row].grain
      // 24 bits of indicators, 32 of tuples, 8 of grains.
      let packed =
        UInt64(UInt32(indicator)) << 40 | UInt64(UInt32(tuple)) << 8 | UInt64(grain.rawValue)
      let number = Int(plain.number(of: packed))
      if number == plainKeys.count {
        plainKeys.append(
          add(
            RunKey(
              table: tables[Int(indicator)], indicator: indicator,
              unit: indicators[Int(indicator)].unit, tuple: tuple, status: .actual,
              kind: ValueKind(of: indicators[Int(indicator)]), comparator: 0, grain: grain)))
      }
      rowKeys[row] = plainKeys[number]
    }
  }

  func number(of key: RunKey) -> Int32? { numbers[key] }

  private mutating func add(_ key: RunKey) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(keys.count)
    numbers[key] = number
    keys.append(key)
    return number
  }

  /// The rows of each key one after the other, in their order, and where each key begins.
  func rowsByKey() -> (order: [Int32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: keys.count + 1)
    for key in rowKeys where key >= 0 { starts[Int(key) + 1] += 1 }
    for key in keys.indices { starts[key + 1] += starts[key] }
    var next = starts
    var order = [Int32](repeating: 0, count: starts[keys.count])
    for (row, key) in rowKeys.enumerated() where key >= 0 {
      order[next[Int(key)]] = Int32(row)
      next[Int(key)] += 1
    }
    return (order, starts)
  }

  /// 1 against the same period a year before, 2 against the one just before, 3 other, 0 none.
  private static func comparator(_ observation: Observation) -> UInt8 {
    guard observation.kind == .change, observation.comparison.grain != .none else { return 0 }
    if observation.comparison == observation.period.shifted(years: -1) { return 1 }
    if observation.comparison == observation.period.advanced(by: -1) { return 2 }
    return 3
  }
}
