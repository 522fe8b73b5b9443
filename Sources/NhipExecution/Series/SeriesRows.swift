// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Turns leaf columns over a full grid into the rows that are shown: terms, keys, blocks.
struct SeriesRows {
  let spec: SeriesSpec
  let schema: Schema
  let context: ExecutionContext
  let targets: [SeriesGrid.Target]
  let combinations: [[BreakdownPart]]
  let bucketings: [Bucketing]
  /// Leaves whose observations never bear an asked breakdown: used whole inside an expression,
  /// not applicable as a column of their own.
  let wholeLeaves: Set<Int>

  func table(_ leaves: [LeafColumn], keepsAll: Bool) throws(Diagnostic) -> Table {
    let terms = try termColumns(leaves)
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    let seriesCount = targets.count * combinations.count
    // The rows of each series that stay: all, or from its first to its last value.
    var blocks: [(series: Int, range: Range<Int>)] = []
    for series in 0..<seriesCount {
      let base = series * perSeries
      var first = perSeries
      var last = -1
      for offset in 0..<perSeries {
        let isThere = terms.contains { column in
          if case .numbers(let values) = column.storage, !values[base + offset].isNaN {
            return true
          }
          return column.detail?.marks?[base + offset].contains(.refused) ?? false
        }
        if isThere {
          first = min(first, offset)
          last = offset
        }
      }
      if keepsAll {
        // Combinations that a place never reports make no rows; places stay.
        if last < 0
          && (!spec.breakdowns.isEmpty || (spec.places.isEmpty && spec.placeGrid == .each))
        {
          continue
        }
        blocks.append((series, 0..<perSeries))
      } else if last >= 0 {
        blocks.append((series, first..<(last + 1)))
      }
    }
    return assemble(terms, blocks, perSeries)
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

  private func assemble(
    _ terms: [Column], _ blocks: [(series: Int, range: Range<Int>)], _ perSeries: Int
  ) -> Table {
    var ends: [Int] = []
    var total = 0
    for block in blocks {
      total += block.range.count
      ends.append(total)
    }
    let runs = RunEnds(ends)
    var columns: [Column] = []
    func seriesPlace(_ block: (series: Int, range: Range<Int>)) -> Int32 {
      targets[block.series / combinations.count].place ?? -1
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
      var rows: [Int32] = []
      rows.reserveCapacity(total)
      for block in blocks {
        let base = Int32(block.series * perSeries)
        for offset in block.range { rows.append(base + Int32(offset)) }
      }
      columns.append(contentsOf: terms.map { $0.gathered(rows) })
    }
    return Table(schema: schema, columns: columns, rowCount: total, layout: layout)
  }
}
