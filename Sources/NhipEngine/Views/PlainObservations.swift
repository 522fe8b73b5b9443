// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// The raw observations of groups that hold plain values only: what a group shares is a run of
/// equal keys, and only place, period, value and row are written out.
struct PlainObservations {
  private let store: ObservationStore
  private let groups: [RunGroup]
  private let rowCount: Int

  /// `nil` where some observation carries more than a value, or where there are none.
  init?(_ store: ObservationStore, _ groups: [RunGroup]) {
    let isPlain = groups.allSatisfy {
      $0.detailSlots.isEmpty && $0.alternatives.isEmpty && $0.denominators == nil
    }
    rowCount = groups.reduce(0) { $0 + $1.filledCount }
    guard isPlain, rowCount > 0 else { return nil }
    self.store = store
    self.groups = groups
  }

  func table() -> Table {
    var fields: [Field] = []
    var columns: [Column] = []
    func add(_ field: Field, _ column: Column) {
      fields.append(field)
      columns.append(column)
    }
    func texts(_ name: String, _ column: Column) { add(Field(name, .text), column) }
    let rows = flatRows()
    let ends = groupEnds()
    let none = Column(.textRuns([-1], TextDictionary([]), RunEnds([rowCount])))
    let noNumbers = Column(numbers: [Double](repeating: .nan, count: rowCount))
    let noPeriods = Column(.periods([Period](repeating: .none, count: rowCount)))
    func byGroup(_ text: (RunGroup) -> String?) -> Column { runs(groups.map(text), ends) }

    texts("id", none)
    add(Field("place", .place, role: .place(level: "place")), Column(.places(rows.places)))
    texts("level", levels(rows.placeEnds))
    add(Field("period", .period, role: .period(nil)), Column(.periods(rows.periods)))
    texts("indicator", byGroup { store.indicators[Int($0.key.indicator)].key })
    add(Field("value", .float), Column(numbers: rows.values))
    texts("unit", byGroup { $0.key.unit.name })
    add(Field("numerator", .float), noNumbers)
    add(Field("denominator", .float), noNumbers)
    texts("qualifier", byGroup { _ in Qualifier.exact.word })
    texts("kind", byGroup { $0.key.kind == .level ? "level" : "\($0.key.kind)" })
    add(Field("comparison_period", .period), noPeriods)
    texts("status", byGroup { $0.key.status == .actual ? "observed" : "\($0.key.status)" })
    for (dimension, name) in store.breakdowns.dimensions.enumerated() {
      let values = groups.map { group in
        store.breakdowns.tuples[Int(group.key.tuple)].value(of: Int32(dimension)).map {
          store.breakdowns.values[dimension][Int($0)]
        }
      }
      if values.contains(where: { $0 != nil }) {
        add(Field(name, .text, role: .breakdown), runs(values, ends))
      }
    }
    texts("document", none)
    add(Field("start", .integer), noNumbers)
    add(Field("end", .integer), noNumbers)
    texts("quote", none)
    add(Field("recorded", .date), noPeriods)
    texts("note", none)
    texts("remarks", none)
    texts(
      "source_table",
      byGroup { store.tables[Int(store.indicatorTables[Int($0.key.indicator)])].name })
    add(Field("row", .integer), Column(numbers: rows.lines))
    return Table(schema: Schema(fields), columns: columns, rowCount: rowCount)
  }

  private struct FlatRows {
    var places: [PlaceID] = []
    var periods: [Period] = []
    var values: [Double] = []
    var lines: [Double] = []
    /// Place and one past the last row of each run that has values.
    var placeEnds: [(place: PlaceID, end: Int)] = []
  }

  private func flatRows() -> FlatRows {
    var rows = FlatRows()
    rows.places.reserveCapacity(rowCount)
    rows.periods.reserveCapacity(rowCount)
    rows.values.reserveCapacity(rowCount)
    rows.lines.reserveCapacity(rowCount)
    for group in groups {
      for run in group.runs {
        let before = rows.values.count
        for index in 0..<Int(run.slotCount) {
          let slot = Int(run.offset) + index
          let value = group.values[slot]
          guard !value.isNaN else { continue }
          rows.places.append(run.place)
          rows.periods.append(group.period(run, index))
          rows.values.append(value)
          let line = group.rows?[slot] ?? 0
          rows.lines.append(line == 0 ? .nan : Double(line))
        }
        if rows.values.count > before { rows.placeEnds.append((run.place, rows.values.count)) }
      }
    }
    return rows
  }

  private func groupEnds() -> [Int] {
    var end = 0
    return groups.map { group in
      end += group.filledCount
      return end
    }
  }

  /// A text for each stretch of rows; one run where all are alike. Empty texts are missing.
  private func runs(_ texts: [String?], _ ends: [Int]) -> Column {
    var builder = TextDictionaryBuilder()
    var codes: [Int32] = []
    var own: [Int] = []
    for (text, end) in zip(texts, ends) where end > (own.last ?? 0) {
      let code = text.flatMap { $0.isEmpty ? nil : builder.code($0) } ?? -1
      if code == codes.last {
        own[own.count - 1] = end
      } else {
        codes.append(code)
        own.append(end)
      }
    }
    return Column(.textRuns(codes, builder.finish(), RunEnds(own)))
  }

  private func levels(_ ends: [(place: PlaceID, end: Int)]) -> Column {
    runs(ends.map { store.registry[$0.place].level.name }, ends.map(\.end))
  }
}
