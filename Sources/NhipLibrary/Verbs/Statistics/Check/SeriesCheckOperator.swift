// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipObservations
import NhipPlan
import NhipStatistics

/// Checks every cell of a series: reported changes, parts and totals, shares, remarks.
struct SeriesCheckOperator: Sendable {
  /// Cells that are looked below; a larger grid is checked as far as this and the note says so.
  static let cellLimit = 20_000

  let spec: SeriesSpec
  let schema: Schema
  let measures: [Int]

  /// Only counts beside reported changes need the periods before.
  var needsHistory: Bool {
    spec.periodGrid != .none && !changes.isEmpty && changes.contains { counterpart(of: $0) != nil }
  }

  var output: Schema {
    Schema(
      schema.dimensionIndices.map { schema.fields[$0] } + [
        Field("term", .text), Field("what", .text), Field("finding", .text),
        Field("verdict", .text),
      ])
  }

  private var changes: [Int] {
    measures.filter { schema.fields[$0].measure?.kind == .change }
  }

  /// The counts that a reported change is about: those of its indicator, of its name's stem
  /// (`crime_change`, `crime_cases`), or the only ones there are.
  private func counterpart(of change: Int) -> Int? {
    let counts = schema.termIndices.filter { schema.fields[$0].measure?.isCount == true }
    let name = leaf(change).map { spec.leaves[$0].name } ?? schema.fields[change].name
    if let same = counts.first(where: { leaf($0).map { spec.leaves[$0].name } == name }) {
      return same
    }
    let stem = name.hasSuffix("_change") ? String(name.dropLast("change".count)) : name + "_"
    if let related = counts.first(where: { schema.fields[$0].name.hasPrefix(stem) }) {
      return related
    }
    return counts.count == 1 ? counts[0] : nil
  }

  /// The leaf that a column shows as it is.
  private func leaf(_ column: Int) -> Int? {
    guard let term = schema.fields[column].measure?.term,
      let found = spec.terms.first(where: { $0.field.name == term }),
      case .column(let index, _) = found.expression
    else { return nil }
    return index
  }

  func run(_ tables: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = tables[0]
    let inspector = try SeriesInspector(spec, context)
    let history = tables.count > 1 ? PeriodIndex(tables[1]) : nil
    let own = history == nil ? nil : PeriodIndex(table)
    var rows = CheckRows()
    var cells = 0
    var seenWholes: Set<Whole> = []
    var seenRemarks: Set<Remark> = []
    for row in 0..<table.rowCount {
      if row % 256 == 0 { try context.checkCancelled() }
      guard cells < Self.cellLimit else { break }
      for column in measures where !table.columns[column].isMissing(row) {
        cells += 1
        guard let cell = Cell(table, spec, row: row, column: column) else { continue }
        let sources = leaf(column).map {
          inspector.sources(
            of: $0, place: cell.place, period: cell.period, breakdown: cell.breakdown)
        }
        if changes.contains(column) {
          addChange(cell, sources ?? [], table, own, history, &rows)
        }
        var isTold = false
        if let leaf = leaf(column) {
          addShares(cell, leaf, inspector, sources ?? [], &rows)
          isTold = addWholes(cell, leaf, inspector, &seenWholes, &rows)
        }
        if !isTold, table.columns[column].detail?.marks?[row].contains(.differs) ?? false {
          rows.add(
            cell, .parts, CheckResult(findings: [.contradicted], verdict: .inconsistent))
        }
        for remark in remarks(sources ?? []) {
          let told = Remark(
            column: column, place: cell.place ?? -1, period: cell.period, text: remark)
          if seenRemarks.insert(told).inserted { rows.add(cell, remark: remark) }
        }
      }
    }
    return assemble(table, rows, cells: cells)
  }

  // MARK: Kinds of check

  private func addChange(
    _ cell: Cell, _ sources: [SeriesInspector.Source], _ table: Table, _ own: PeriodIndex?,
    _ history: PeriodIndex?, _ rows: inout CheckRows
  ) {
    let quote = sources.first { $0.value == cell.value }?.record.quote
    let decimals = quote.flatMap { ReportedPercent.printedDecimals($0, of: cell.value) }
    guard schema.fields[cell.column].unit == .percent,
      let percent = ReportedPercent(cell.value, decimals: decimals)
    else { return }
    var before: Int?
    var after: Int?
    if let counts = counterpart(of: cell.column) {
      after = PeriodIndex.count(table, counts, cell.row)
      var comparison = table.columns[cell.column].detail?.comparison?[cell.row] ?? .none
      // Where no period is named, the same one a year before is meant.
      if comparison == .none { comparison = cell.period.shifted(years: -1) ?? .none }
      let name = schema.fields[counts].name
      before =
        own?.count(name, like: table, cell.row, at: comparison)
        ?? history?.count(name, like: table, cell.row, at: comparison)
    }
    rows.add(
      cell, after == nil ? .percent : .percentAndCounts,
      PercentCheck.change(percent, before: before, after: after))
  }

  private func addShares(
    _ cell: Cell, _ leaf: Int, _ inspector: SeriesInspector, _ sources: [SeriesInspector.Source],
    _ rows: inout CheckRows
  ) {
    for source in sources where !source.denominator.isNaN {
      if source.value > source.denominator {
        rows.add(
          cell, .share,
          CheckResult(
            findings: [.partExceedsWhole(part: source.value, whole: source.denominator)],
            verdict: .inconsistent))
      }
      guard let part = PeriodIndex.count(source.value),
        let whole = PeriodIndex.count(source.denominator)
      else { continue }
      for printed in inspector.printedShares(of: leaf, place: cell.place, period: cell.period) {
        let decimals = ReportedPercent.printedDecimals(printed.record.quote, of: printed.value)
        guard let percent = ReportedPercent(printed.value, decimals: decimals) else { continue }
        rows.add(cell, .share, PercentCheck.share(percent, part: part, whole: whole))
      }
    }
  }

  private struct Whole: Hashable {
    let leaf: Int
    let dimension: Int32
    let place: PlaceID
    let period: Period
  }

  /// The figure reported without a breakdown against the sum of its values, once a figure.
  ///
  /// - Returns: whether the values were found to exceed it.
  private func addWholes(
    _ cell: Cell, _ leaf: Int, _ inspector: SeriesInspector, _ seen: inout Set<Whole>,
    _ rows: inout CheckRows
  ) -> Bool {
    var isContradicted = false
    guard let place = cell.place else { return false }
    for dimension in inspector.breakdowns(of: leaf) {
      let whole = Whole(leaf: leaf, dimension: dimension, place: place, period: cell.period)
      guard seen.insert(whole).inserted,
        let rest = inspector.rest(
          of: leaf, over: dimension, place: place, period: cell.period)
      else { continue }
      let slack = 1e-9 * max(1, rest.total.magnitude)
      let result: CheckResult
      if (rest.sum - rest.total).magnitude <= slack {
        result = CheckResult(
          findings: [
            .partsAgree(count: rest.valueCount, dimension: rest.dimension, total: rest.total)
          ], verdict: .consistent)
      } else if rest.sum > rest.total {
        isContradicted = true
        result = CheckResult(
          findings: [
            .partsExceed(
              count: rest.valueCount, dimension: rest.dimension, sum: rest.sum, total: rest.total)
          ], verdict: .inconsistent)
      } else {
        result = CheckResult(
          findings: [
            .partsLeave(
              count: rest.valueCount, dimension: rest.dimension, sum: rest.sum, total: rest.total)
          ], verdict: rest.isClosed ? .inconsistent : .open)
      }
      rows.add(cell, .parts, result, ofWhole: true)
    }
    return isContradicted
  }

  private struct Remark: Hashable {
    let column: Int
    let place: PlaceID
    let period: Period
    let text: String
  }

  private func remarks(_ sources: [SeriesInspector.Source]) -> [String] {
    var told: [String] = []
    for source in sources {
      for remark in source.record.remarks where !told.contains(remark) { told.append(remark) }
    }
    return told
  }

  // MARK: Result

  private func assemble(_ table: Table, _ rows: CheckRows, cells: Int) -> Table {
    var columns: [Column] = []
    for index in schema.dimensionIndices {
      let isBreakdown = schema.fields[index].role == .breakdown
      columns.append(
        table.columns[index].gathered(isBreakdown ? rows.breakdownRows : rows.keyRows))
    }
    var terms = TextCodes()
    for column in rows.columns { terms.append(schema.fields[column].name) }
    columns += [terms.column, rows.whats.column, rows.findings.column, rows.verdicts.column]
    var result = Table(schema: output, columns: columns, rowCount: rows.columns.count)
    if rows.columns.isEmpty { result.note(Note("nothingToCheck", String(cells))) }
    if cells >= Self.cellLimit { result.note(Note("checkedFirst", String(cells))) }
    return result
  }
}
