// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension ObservationStore {
  /// Takes a batch in. Complexity: O(rows of the touched indicators).
  package mutating func commit(_ batch: ObservationBatch, threads: Int = 1) {
    let (panels, isComplete) = panels(of: batch, threads)
    if isComplete {
      insert(panels, touched: Set(panels.map(\.key.indicator)))
      return
    }
    var batch = batch
    var keys = BatchKeys(
      batch, indicators: indicators, tables: indicatorTables,
      without: Set(panels.map { PlainKey($0.key) }))
    let touched = Set(keys.keys.map(\.indicator)).union(panels.map(\.key.indicator))
    var hasDenominators = [Bool](repeating: false, count: keys.keys.count)
    for (row, detail) in batch.details where !detail.denominator.isNaN {
      let key = keys.rowKeys[row]
      if key >= 0 { hasDenominators[Int(key)] = true }
    }

    // Groups that get new rows give up the ones they have.
    for indicator in touched.sorted() {
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
    insert(panels, touched: touched)
  }

  /// Adds groups, and brings those of the touched indicators into their order.
  private mutating func insert(_ panels: [RunGroup], touched: Set<Int32>) {
    for panel in panels { groups[Int(panel.key.indicator)].append(panel) }
    for indicator in touched.sorted() {
      let unordered = groups[Int(indicator)]
      groups[Int(indicator)] = unordered.sorted { groupOrder($0.key, $1.key) }
    }
  }

  /// The groups of plain rows that several cores can build, and whether those are all rows.
  private func panels(
    of batch: ObservationBatch, _ threads: Int
  ) -> (groups: [RunGroup], isComplete: Bool) {
    guard batch.details.count <= PanelBuilder.detailLimit else { return ([], false) }
    // What rows with details or earlier rows belong to is built from all of them.
    var taken = Set(batch.details.values.map { runKey($0) })
    for indicator in batch.indicators.distinct {
      for group in groups[Int(indicator)] { taken.insert(group.key) }
    }
    let builder = RunGroupBuilder(registry: registry, records: records)
    let built = PanelRows.with(
      batch, registry, indicatorCount: indicators.count, tupleCount: breakdowns.tuples.count
    ) { rows in
      PanelBuilder(builder: builder, threads: threads).build(rows, batch.rows) { kind in
        let (indicator, tuple, grain) = rows.parts(of: kind)
        let plain = PlainKey(indicator: indicator, tuple: tuple, grain: grain)
        let key = plain.runKey(indicators, indicatorTables)
        let sums = tables[Int(key.table)].sumsDuplicates
        return sums || taken.contains(key) ? nil : key
      }
    }
    guard let built else { return ([], false) }
    return (built.groups, built.isComplete && batch.details.isEmpty)
  }

  private func runKey(_ detail: Observation) -> RunKey {
    RunKey(
      table: indicatorTables[Int(detail.indicator)], indicator: detail.indicator,
      unit: detail.unit, tuple: detail.tuple, status: detail.status, kind: detail.kind,
      comparator: BatchKeys.comparator(detail), grain: detail.period.grain)
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
        batch.add(Int(row), to: Int(first[Int(slot)]))
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

  /// - Parameter built: plain keys whose rows are in the store already.
  init(
    _ batch: ObservationBatch, indicators: [Indicator], tables: [Int32],
    without built: Set<PlainKey> = []
  ) {
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
      let key = PlainKey(
        indicator: indicator, tuple: batch.tuples?[row] ?? 0, grain: batch.periods[row].grain)
      let number = Int(plain.number(of: key.packed))
      if number == plainKeys.count {
        plainKeys.append(built.contains(key) ? -1 : add(key.runKey(indicators, tables)))
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
  static func comparator(_ observation: Observation) -> UInt8 {
    guard observation.kind == .change, observation.comparison.grain != .none else { return 0 }
    if observation.comparison == observation.period.shifted(years: -1) { return 1 }
    if observation.comparison == observation.period.advanced(by: -1) { return 2 }
    return 3
  }
}

/// What tells plain rows apart: the rest of their key is their indicator's.
struct PlainKey: Hashable {
  let indicator: Int32
  let tuple: Int32
  let grain: Grain

  init(indicator: Int32, tuple: Int32, grain: Grain) {
    self.indicator = indicator
    self.tuple = tuple
    self.grain = grain
  }

  init(_ key: RunKey) { self.init(indicator: key.indicator, tuple: key.tuple, grain: key.grain) }

  /// In one number: 24 bits of indicators, 32 of tuples, 8 of grains.
  var packed: UInt64 {
    UInt64(UInt32(indicator)) << 40 | UInt64(UInt32(tuple)) << 8 | UInt64(grain.rawValue)
  }

  /// The key of a plain row.
  func runKey(_ indicators: [Indicator], _ tables: [Int32]) -> RunKey {
    let declared = indicators[Int(indicator)]
    return RunKey(
      table: tables[Int(indicator)], indicator: indicator, unit: declared.unit, tuple: tuple,
      status: .actual, kind: ValueKind(of: declared), comparator: 0, grain: grain)
  }
}
