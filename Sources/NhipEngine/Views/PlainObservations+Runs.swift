// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

extension PlainObservations {
  /// The columns of these names for each stretch of rows with equal keys; `nil` where one of them
  /// has a value of its own in each row, or `numbers` is not the values.
  func runs(_ names: [String], numbers: String?) -> RunTable? {
    let wanted = Set(names)
    let kept = sources.filter { wanted.contains($0.field.name) }
    if let numbers, !sources.contains(where: { $0.field.name == numbers && $0.source.isValue }) {
      return nil
    }
    let isByPlace = kept.contains { source in
      switch source.source {
      case .place: true
      // The level is the group's, where it has one.
      case .level: groups.contains { $0.levels.count != 1 }
      default: false
      }
    }
    let stretches = isByPlace ? runStretches : groupStretches
    var columns: [Column] = []
    for (_, source) in kept {
      guard let column = column(source, stretches) else { return nil }
      columns.append(column)
    }
    let arrays = groups.map {
      NumberSpans.Source(
        values: $0.values, range: $0.panel.range, areWhole: $0.panel.areWhole)
    }
    return RunTable(
      keys: Table(schema: Schema(kept.map(\.field)), columns: columns, rowCount: stretches.count),
      numbers: NumberSpans(sources: arrays, spans: stretches.map(\.span)))
  }

  /// Slots with one place, or of one group, and the place of the first of them.
  private typealias Stretch = (span: NumberSpans.Span, place: PlaceID)

  private var groupStretches: [Stretch] {
    groups.indices.compactMap { index in
      let group = groups[index]
      guard group.filledCount > 0, let run = group.runs.first else { return nil }
      return (
        NumberSpans.Span(
          source: index, slots: group.values.indices, rowCount: group.filledCount), run.place
      )
    }
  }

  private var runStretches: [Stretch] {
    var result: [Stretch] = []
    result.reserveCapacity(groups.reduce(0) { $0 + $1.runs.count })
    for (index, group) in groups.enumerated() {
      for run in group.runs {
        let gaps = group.panel
        let end = run.offset + run.slotCount
        let missing = gaps.firstGap(from: end) - gaps.firstGap(from: run.offset)
        let rowCount = Int(run.slotCount) - missing
        guard rowCount > 0 else { continue }
        let span = NumberSpans.Span(
          source: index, slots: Int(run.offset)..<Int(end), rowCount: rowCount)
        result.append((span, run.place))
      }
    }
    return result
  }

  /// A key column with a row a stretch; `nil` where keys differ inside stretches.
  private func column(_ source: Source, _ stretches: [Stretch]) -> Column? {
    switch source {
    case .noText: return Column.missing(.text, count: stretches.count)
    case .noNumber: return Column.missing(.float, count: stretches.count)
    case .noPeriod: return Column.missing(.period, count: stretches.count)
    case .text(let value):
      var builder = TextDictionaryBuilder()
      let codes = groups.map { group -> Int32 in
        guard let text = value(group), !text.isEmpty else { return -1 }
        return builder.code(text)
      }
      return Column(.text(stretches.map { codes[$0.span.source] }, builder.finish()))
    case .place: return Column(.places(stretches.map(\.place)))
    case .level: return levels(stretches.map(\.place))
    case .period, .value, .line: return nil
    }
  }

  /// The level of each place, looked up once for each.
  private func levels(_ places: [PlaceID]) -> Column {
    var builder = TextDictionaryBuilder()
    var codeOfPlace = [Int32](repeating: -2, count: store.registry.count)
    let codes = places.map { place -> Int32 in
      let known = codeOfPlace[Int(place)]
      guard known == -2 else { return known }
      let name = store.registry.level(of: place).name
      let code = name.isEmpty ? -1 : builder.code(name)
      codeOfPlace[Int(place)] = code
      return code
    }
    return Column(.text(codes, builder.finish()))
  }
}

extension PlainObservations.Source {
  fileprivate var isValue: Bool {
    if case .value = self { true } else { false }
  }
}
