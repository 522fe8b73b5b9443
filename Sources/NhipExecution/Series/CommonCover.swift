// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
import NhipObservations
package import NhipPlan

/// Like for like: cells that lack parts on one side are read anew from the places, months and
/// kinds that are there on both.
package struct CommonCover {
  let spec: SeriesSpec
  let context: ExecutionContext

  package init(spec: SeriesSpec, context: ExecutionContext) {
    self.spec = spec
    self.context = context
  }

  /// Both sides of a term's comparison.
  ///
  /// - Parameters:
  ///   - current: the term's column of `table`.
  ///   - base: its base, as far as the table holds one.
  ///   - members: the periods that a row's base is the mean of.
  /// - Returns: the two columns, and how many rows were read anew.
  package func columns(
    term name: String, table: Table, periods: (Int) -> Period, current: Column, base: Column,
    members: (Period) -> [Period]
  ) throws(Diagnostic) -> (current: Column, base: Column, changedCount: Int) {
    guard let term = spec.terms.first(where: { $0.field.name == name }) else {
      return (current, base, 0)
    }
    let leaves = term.expression.columns.sorted()
    let reader = LeafReader(spec: spec, context: context)
    let all = try reader.queries()
    let queries = leaves.map { all[$0] }
    let parts = CommonParts(queries: queries, rollsUpPlaces: spec.placeGrid != .each)
    let roots = SeriesGrid.roots(all, spec.places)

    var currentLeaves = spec.leaves.map { _ in LeafColumn(rowCount: table.rowCount) }
    var baseLeaves = currentLeaves
    var isReread = [Bool](repeating: false, count: table.rowCount)
    var changed = 0
    for row in 0..<table.rowCount {
      if row % context.settings.batchRows == 0 { try context.checkCancelled() }
      let period = periods(row)
      let asked = members(period)
      let isShown = table.visible.map { $0.contains(period) } ?? true
      guard isShown, !asked.isEmpty, Self.lacksParts(current, row) || Self.lacksParts(base, row)
      else {
        continue
      }
      guard let combination = SeriesCells.combination(spec, table, row, context.store.breakdowns)
      else { continue }
      let places = table.schema.placeIndex.flatMap { table.columns[$0].place(row) }.map { [$0] }
      let common = parts.common(places ?? roots, combination, [period] + asked)
      isReread[row] = true
      guard let common else { continue }
      changed += 1
      let coverage = parts.coverage(common, places ?? roots)
      for (position, leaf) in leaves.enumerated() {
        let sums = common.sums[position]
        guard let mean = CommonCell.mean(sums.dropFirst()) else { continue }
        currentLeaves[leaf].set(sums[0], coverage, at: row)
        baseLeaves[leaf].set(mean, coverage, at: row)
      }
    }
    let reread = RereadTerms(spec: spec, context: context)
    return (
      try reread.merged(current, currentLeaves, name, isReread),
      try reread.merged(base, baseLeaves, name, isReread), changed
    )
  }

  private static func lacksParts(_ column: Column, _ row: Int) -> Bool {
    if column.isMissing(row) { return true }
    return column.detail?.marks.map { !$0[row].isDisjoint(with: [.partial, .parts]) } ?? false
  }
}

extension LeafColumn {
  /// Puts one cell with what it covers, where that is less than the whole.
  fileprivate mutating func set(
    _ cell: CommonCell, _ cover: (coverage: Coverage, unit: String)?, at row: Int
  ) {
    put(
      cell.value, cell.lower, cell.upper, cell.marks,
      coverage: cover.map { (have: Int($0.coverage.have), of: Int($0.coverage.of)) },
      unit: cover?.unit ?? "", at: row)
  }
}
