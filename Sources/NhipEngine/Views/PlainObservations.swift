// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// The raw observations of groups that hold plain values only: what a group or a place shares is
/// a run of equal keys, and only period, value and row are written out, where they are asked for.
struct PlainObservations {
  let store: ObservationStore
  let groups: [RunGroup]
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

  var schema: Schema { Schema(sources.map(\.field)) }

  /// Bytes of the columns of these names: those that have a value of their own in each row.
  func bytesToMake(_ names: [String], limit: Int?) -> Int {
    let rowCount = min(rowCount, limit ?? rowCount)
    return sources.filter { names.contains($0.field.name) }.reduce(0) { sum, column in
      switch column.source {
      case .value, .line, .noNumber: sum + rowCount * MemoryLayout<Double>.stride
      case .period, .noPeriod: sum + rowCount * MemoryLayout<Period>.stride
      case .noText, .text, .place, .level: sum
      }
    }
  }

  /// The columns of these names, in the order of the view.
  ///
  /// - Parameter limit: how many rows are wanted; those of whole runs come.
  func table(_ names: [String], limit: Int? = nil, threads: Int) -> Table {
    let wanted = Set(names)
    let kept = sources.filter { wanted.contains($0.field.name) }
    let rows = PlainRows(groups, limit: limit, threads: threads)
    return Table(
      schema: Schema(kept.map(\.field)), columns: kept.map { column($0.source, rows) },
      rowCount: rows.rowCount)
  }

  /// What a column is made of.
  enum Source {
    case noText, noNumber, noPeriod
    case text((RunGroup) -> String?)
    case place, level, period, value, line
  }

  var sources: [(field: Field, source: Source)] {
    func text(_ name: String, _ value: @escaping (RunGroup) -> String?) -> (Field, Source) {
      (Field(name, .text), .text(value))
    }
    func none(_ name: String) -> (Field, Source) { (Field(name, .text), .noText) }
    let breakdowns = store.breakdowns.dimensions.indices.compactMap { dimension in
      let value = { (group: RunGroup) -> String? in
        store.breakdowns.tuples[Int(group.key.tuple)].value(of: Int32(dimension)).map {
          store.breakdowns.values[dimension][Int($0)]
        }
      }
      return groups.contains { value($0) != nil }
        ? (
          Field(store.breakdowns.dimensions[dimension], .text, role: .breakdown),
          Source.text(value)
        ) : nil
    }
    return [
      none("id"), (Field("place", .place, role: .place(level: "place")), .place),
      (Field("level", .text), .level), (Field("period", .period, role: .period(nil)), .period),
      text("indicator") { store.indicators[Int($0.key.indicator)].key },
      (Field("value", .float), .value), text("unit") { $0.key.unit.name },
      (Field("numerator", .float), .noNumber), (Field("denominator", .float), .noNumber),
      text("qualifier") { _ in Qualifier.exact.word },
      text("kind") { $0.key.kind == .level ? "level" : "\($0.key.kind)" },
      (Field("comparison_period", .period), .noPeriod),
      text("status") { $0.key.status == .actual ? "observed" : "\($0.key.status)" },
    ] + breakdowns + [
      none("document"), (Field("start", .integer), .noNumber), (Field("end", .integer), .noNumber),
      none("quote"), (Field("recorded", .date), .noPeriod), none("note"), none("remarks"),
      text("source_table") {
        store.tables[Int(store.indicatorTables[Int($0.key.indicator)])].name
      }, (Field("row", .integer), .line),
    ]
  }

  private func column(_ source: Source, _ rows: PlainRows) -> Column {
    switch source {
    case .noText: return Column(.textRuns([-1], TextDictionary([]), RunEnds([rows.rowCount])))
    case .noNumber: return Column.missing(.float, count: rows.rowCount)
    case .noPeriod: return Column.missing(.period, count: rows.rowCount)
    case .text(let value): return runs(groups.map(value), groupEnds(rows.rowCount))
    case .place:
      return Column(.placeRuns(rows.places.map(\.place), RunEnds(rows.places.map(\.end))))
    case .level:
      return runs(
        rows.places.map { store.registry[$0.place].level.name }, rows.places.map(\.end))
    case .period: return Column(.periods(rows.periods()))
    case .value: return Column(numbers: rows.values())
    case .line: return Column(numbers: rows.lines())
    }
  }

  /// One past the last row of each group, of so many rows.
  private func groupEnds(_ rowCount: Int) -> [Int] {
    var end = 0
    return groups.map { group in
      end = min(rowCount, end + group.filledCount)
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
}
