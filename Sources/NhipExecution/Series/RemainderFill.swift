// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
import NhipObservations
package import NhipPlan

/// Fills cells that nested reports leave over: quarters out of reports of 3, 6, 9 and 12 months.
package struct RemainderFill {
  let spec: SeriesSpec
  let context: ExecutionContext

  package init(spec: SeriesSpec, context: ExecutionContext) {
    self.spec = spec
    self.context = context
  }

  /// The column of a term with its missing and partial cells filled where that is possible, and
  /// how many were.
  package func column(
    term name: String, _ column: Column, of table: Table
  ) throws(Diagnostic) -> (column: Column, filledCount: Int) {
    guard let term = spec.terms.first(where: { $0.field.name == name }) else { return (column, 0) }
    let cells = try SeriesCells(spec: spec, context: context)
    let leaves = term.expression.columns.sorted()
    var made = spec.leaves.map { _ in LeafColumn(rowCount: table.rowCount) }
    var isFilled = [Bool](repeating: false, count: table.rowCount)
    for row in 0..<table.rowCount where Self.lacks(column, row) {
      try context.checkCancelled()
      guard let cell = cells.cell(table, row) else { continue }
      var found: [(leaf: Int, value: Remainder)] = []
      var isDerived = false
      for leaf in leaves {
        if let own = cells.complete(leaf, cell) {
          found.append((leaf, own))
        } else if let rest = cells.remainder(leaf, cell) {
          found.append((leaf, rest))
          isDerived = true
        }
      }
      guard found.count == leaves.count, isDerived else { continue }
      isFilled[row] = true
      for (leaf, value) in found { made[leaf].set(value, at: row) }
    }
    let count = isFilled.count { $0 }
    let merged = try RereadTerms(spec: spec, context: context).merged(
      column, made, name, isFilled)
    return (merged, count)
  }

  private static func lacks(_ column: Column, _ row: Int) -> Bool {
    let marks = column.detail?.marks?[row] ?? []
    if column.isMissing(row) { return !marks.contains(.notApplicable) }
    return !marks.isDisjoint(with: [.partial, .parts])
  }
}

extension SeriesCells {
  /// A leaf's cell where it is complete as it stands.
  func complete(_ leaf: Int, _ cell: Cell) -> Remainder? {
    let cells = resolved(leaf, cell)
    guard !cells.value[0].isNaN, cells.marks[0].isDisjoint(with: [.partial, .parts]) else {
      return nil
    }
    return Remainder(
      value: cells.value[0], lower: cells.lower[0], upper: cells.upper[0], marks: cells.marks[0])
  }
}

extension LeafColumn {
  fileprivate mutating func set(_ found: Remainder, at row: Int) {
    if lower == nil, found.lower != found.value || found.upper != found.value {
      lower = values
      upper = values
    }
    values[row] = found.value
    lower?[row] = found.lower
    upper?[row] = found.upper
    if marks == nil { marks = [Marks](repeating: [], count: values.count) }
    var own = found.marks
    own.formUnion(.signs(value: found.value, lower: found.lower, upper: found.upper))
    marks?[row] = own
  }
}
