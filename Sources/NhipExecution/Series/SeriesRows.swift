// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Turns leaf columns over a full grid into the rows that are shown: terms, keys, blocks.
struct SeriesRows {
  /// The rows of a series that stay, as offsets in it.
  typealias Block = (series: Int, range: Range<Int>)

  let spec: SeriesSpec
  let schema: Schema
  let context: ExecutionContext
  let targets: PlaceTargets
  let combinations: [[BreakdownPart]]
  let bucketings: [Bucketing]
  /// Leaves whose observations never bear an asked breakdown: used whole inside an expression,
  /// not applicable as a column of their own.
  let wholeLeaves: Set<Int>

  func table(_ leaves: [LeafColumn], keepsAll: Bool) throws(Diagnostic) -> Table {
    let terms = try termColumns(leaves)
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    let seriesCount = targets.count * combinations.count
    let filled = filledRanges(terms, seriesCount, perSeries)
    // The rows of each series that stay: all, or from its first to its last value.
    var blocks: [Block] = []
    for series in 0..<seriesCount {
      let range = filled[series]
      if keepsAll {
        // Combinations that a place never reports make no rows; places stay.
        if range.isEmpty
          && (!spec.breakdowns.isEmpty || (spec.places.isEmpty && spec.placeGrid == .each))
        {
          continue
        }
        blocks.append((series, 0..<perSeries))
      } else if !range.isEmpty {
        blocks.append((series, range))
      }
    }
    return assemble(terms, blocks, perSeries)
  }

  /// From the first to the last row of each series that some term fills or refuses.
  private func filledRanges(
    _ terms: [Column], _ seriesCount: Int, _ perSeries: Int
  ) -> [Range<Int>] {
    var firsts = [Int](repeating: perSeries, count: seriesCount)
    var lasts = [Int](repeating: -1, count: seriesCount)
    for column in terms {
      guard case .numbers(let values) = column.storage else { continue }
      let hasRefused = column.detail?.allMarks.contains(.refused) ?? false
      let marks = hasRefused ? column.detail?.marks ?? [] : []
      for series in 0..<seriesCount {
        let base = series * perSeries
        func isThere(_ offset: Int) -> Bool {
          !values[base + offset].isNaN || (hasRefused && marks[base + offset].contains(.refused))
        }
        var first = 0
        while first < firsts[series] && !isThere(first) { first += 1 }
        firsts[series] = min(firsts[series], first)
        var last = perSeries - 1
        while last > lasts[series] && !isThere(last) { last -= 1 }
        lasts[series] = max(lasts[series], last)
      }
    }
    return (0..<seriesCount).map { firsts[$0] <= lasts[$0] ? firsts[$0]..<(lasts[$0] + 1) : 0..<0 }
  }

  func termColumns(_ leaves: [LeafColumn]) throws(Diagnostic) -> [Column] {
    let fields = spec.leaves.map { Field($0.name, .float) }
    // Names may repeat among leaves; only positions count here.
    let leafTable = Table(schema: Schema(fields), columns: leaves.map { $0.column() })
    let evaluator = Evaluator(leafTable, registry: context.store.registry)
    var result: [Column] = []
    for term in spec.terms {
      switch term.expression {
      case .column(let index, _), .companion(let index, _, _):
        if wholeLeaves.contains(index) {
          result.append(notApplicable(leafTable.rowCount))
          continue
        }
      default: break
      }
      if case .column(let index, _) = term.expression {
        result.append(leafTable.columns[index])
        continue
      }
      var column = try evaluator.measured(term.expression, context)
      if let parts = term.parts {
        var detail = column.detail ?? MeasureDetail()
        detail.numerator = leaves[parts.count].values
        detail.denominator = leaves[parts.exposure].values
        column.detail = detail
      }
      if let covered = term.expression.columns.sorted().first(where: {
        leaves[$0].coverage != nil
      }) {
        var detail = column.detail ?? MeasureDetail()
        detail.coverage = leaves[covered].coverage
        detail.coverageUnits = leaves[covered].coverageUnits
        column.detail = detail
      }
      if case .companion(let index, _, let companion) = term.expression {
        addBase(leaves[index].baseDetail, companion, to: &column)
      }
      result.append(column)
    }
    return result
  }

  /// A base, and a percent of it, covers the observations that have both parts.
  private func addBase(
    _ base: MeasureDetail?, _ companion: Companion, to column: inout Column
  ) {
    guard companion == .base || companion == .percent, let base else { return }
    var detail = column.detail ?? MeasureDetail()
    detail.coverage = base.coverage
    detail.coverageUnits = base.coverageUnits
    detail.marks = base.marks
    if companion == .base {
      detail.lower = base.lower
      detail.upper = base.upper
    }
    column.detail = detail
  }

  private func notApplicable(_ rowCount: Int) -> Column {
    var detail = MeasureDetail()
    detail.marks = [Marks](repeating: .notApplicable, count: rowCount)
    return Column(.numbers([Double](repeating: .nan, count: rowCount)), detail: detail)
  }

  /// - Parameter terms: columns over the whole grid, or just over the rows of the blocks.
  func assemble(
    _ terms: [Column], _ blocks: [Block], _ perSeries: Int
  ) -> Table {
    var total = 0
    let ends = blocks.map { block in
      total += block.range.count
      return total
    }
    let runs = RunEnds(ends)
    var columns: [Column] = []
    func seriesPlace(_ block: Block) -> Int32 {
      targets.place(block.series / combinations.count)
    }
    switch spec.placeGrid {
    case .none: break
    case .level: columns.append(Column(.placeRuns(blocks.map(seriesPlace), runs)))
    case .each:
      columns.append(Column(.placeRuns(blocks.map(seriesPlace), runs)))
      var builder = TextDictionaryBuilder()
      let codes = blocks.map { block in
        let place = seriesPlace(block)
        return builder.code(place < 0 ? "" : context.store.registry[place].level.name)
      }
      columns.append(Column(.textRuns(codes, builder.finish(), runs)))
    }
    var layout: SeriesLayout?
    if bucketings.count == 1, case .regular(let grain, let first, _) = bucketings[0] {
      let starts = blocks.map { first + Int32($0.range.lowerBound) }
      columns.append(Column(.periodRuns(grain, starts: starts, runs)))
      layout = SeriesLayout(grain: grain, starts: starts, runs: runs)
    } else {
      let periods = bucketings.flatMap { bucketing in
        (0..<bucketing.count).map { bucketing.period($0) }
      }
      columns.append(Column(.periods(blocks.flatMap { Array(periods[$0.range]) })))
    }
    let space = context.store.breakdowns
    for index in spec.breakdowns.indices {
      var builder = TextDictionaryBuilder()
      let codes = blocks.map { block in
        builder.code(space.value(combinations[block.series % combinations.count][index]))
      }
      columns.append(Column(.textRuns(codes, builder.finish(), runs)))
    }
    let isWhole = total == (terms.first?.count ?? 0)
    if isWhole {
      columns.append(contentsOf: terms)
    } else {
      let ranges = blocks.map { block in
        let base = block.series * perSeries
        return (base + block.range.lowerBound)..<(base + block.range.upperBound)
      }
      columns.append(contentsOf: terms.map { $0.joined(ranges) })
    }
    return Table(schema: schema, columns: columns, rowCount: total, layout: layout)
  }
}
