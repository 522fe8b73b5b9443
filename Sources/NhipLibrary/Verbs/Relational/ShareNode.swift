// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// Percents of the whole, a column for each measure.
struct ShareNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let measures: [Int]
  let within: [Int]
  let whole: WholeSeries?

  var inputs: [LogicalPlan] { [input] }
  var keepsRows: Bool { true }
  var title: String {
    let names = measures.map { input.schema.fields[$0].name }
    let groups = within.map { input.schema.fields[$0].name }
    return "share of \(names.joined(separator: ", "))"
      + (groups.isEmpty ? "" : " within \(groups.joined(separator: ", "))")
      + (whole == nil ? ", of the rows' sum" : ", of the reported whole")
  }
  var schema: Schema {
    var fields = input.schema.fields
    for measure in measures {
      let source = input.schema.fields[measure]
      let info = MeasureInfo(
        kind: .share, unit: .percent, isNonNegative: source.measure?.isNonNegative ?? false,
        term: source.measure?.term ?? source.name)
      let name = ColumnNaming.free(source.name + "_share", among: fields.map(\.name))
      fields.append(Field(name, .float, role: .measure(info), digits: 1))
    }
    return Schema(fields)
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    ShareNode(input: inputs[0], measures: measures, within: within, whole: whole)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    let asked = whole.map { PhysicalPlanner().planWithHistory($0.plan(besides: input)) }
    let width = measures.count * MemoryLayout<Double>.stride
    return TableOperator(
      title, inputs + (asked.map { [$0] } ?? []), takes: { $0[0].rowCount * width }
    ) { tables, _ in
      self.table(tables[0], whole: tables.count > 1 ? tables[1] : nil)
    }
  }

  private func table(_ table: Table, whole: Table?) -> Table {
    var keys = within.map { table.columns[$0].withoutDetail() }
    if let whole, let own = self.whole {
      keys = zip(keys, own.keys).map { mine, index in
        let type = whole.schema.fields[index].type
        return Column.concatenated([mine, whole.columns[index].withoutDetail()], type: type)
      }
    }
    let groups = GroupKeys(keys, rowCount: table.rowCount + (whole?.rowCount ?? 0))
    // The row of the whole that belongs to each group.
    var wholeRow = [Int](repeating: -1, count: groups.count)
    for row in 0..<(whole?.rowCount ?? 0) {
      wholeRow[Int(groups.groupOfRow[table.rowCount + row])] = row
    }
    var result = table
    result.schema = schema
    for (position, measure) in measures.enumerated() {
      let source = whole.flatMap { whole in
        self.whole?.terms[position].map { whole.columns[$0] }
      }
      let name = table.schema.fields[measure].name
      let parts = Parts(table.columns[measure], groups, rows: table.rowCount)
      let isNonNegative = table.schema.fields[measure].measure?.isNonNegative ?? false
      let (column, notes) = parts.shares(
        of: source, at: wholeRow, name: name, isNonNegative: isNonNegative)
      result.columns.append(column)
      for note in notes { result.note(note) }
    }
    return result
  }
}

/// One measure's rows, and the sums of their groups.
private struct Parts {
  let column: Column
  let groupOfRow: [Int32]
  let rows: Int
  private var sums = GroupSums()
  private var bounds = ShareBounds()
  private var isIncomplete: [Bool]

  init(_ column: Column, _ groups: GroupKeys, rows: Int) {
    self.column = column
    self.rows = rows
    groupOfRow = groups.groupOfRow
    sums.resize(to: groups.count)
    bounds.resize(to: groups.count)
    isIncomplete = [Bool](repeating: false, count: groups.count)
    let values = column.numbers ?? []
    for row in 0..<min(rows, values.count) {
      let group = Int(groupOfRow[row])
      if values[row].isNaN {
        if !(column.detail?.marks?[row].contains(.notApplicable) ?? false) {
          isIncomplete[group] = true
        }
        continue
      }
      sums.add(values[row], to: group)
      bounds.add(ShareBounds.own(values[row], row, column.detail), to: group)
    }
    for group in isIncomplete.indices where isIncomplete[group] { bounds.open(group) }
  }

  /// What a row may be of a whole that is known beside the rows: the whole is no less than they.
  private func percent(
    _ own: ShareBounds.Bounds, of whole: ShareBounds.Bounds, in group: Int
  ) -> ShareBounds.Bounds {
    let sum = bounds.sum(group)
    // A whole that is the sum of the rows moves with each of them.
    if same(whole.low, sum.low), same(whole.high, sum.high) {
      return bounds.percent(own, in: group)
    }
    let others = bounds.others(than: own, in: group).low
    // The rows are parts of the whole: none is more than the others leave of it.
    let most = min(own.high, max(own.low, whole.high - others))
    return (
      whole.high == .infinity ? 0 : percent(own.low, whole.high),
      ShareBounds.percent(most, beside: max(others, whole.low - most))
    )
  }

  func shares(
    of whole: Column?, at wholeRow: [Int], name: String, isNonNegative: Bool
  ) -> (Column, [Note]) {
    let values = column.numbers ?? []
    let wholes = whole?.numbers
    var shares = [Double](repeating: .nan, count: rows)
    var bottoms = shares
    var low = shares
    var high = shares
    var marks = [Marks](repeating: [], count: rows)
    var bySum: Set<Int32> = []
    var exceeded: Set<Int32> = []
    for row in 0..<min(rows, values.count) where !values[row].isNaN {
      let group = Int(groupOfRow[row])
      let from = wholeRow[group]
      let known = from >= 0 ? wholes?[from] ?? .nan : .nan
      marks[row] = (column.detail?.marks?[row] ?? []).intersection(PooledDetail.passed)
      let own = ShareBounds.own(values[row], row, column.detail)
      var range: ShareBounds.Bounds
      if known.isNaN {
        bySum.insert(groupOfRow[row])
        bottoms[row] = sums.value(group)
        if isIncomplete[group] { marks[row].formUnion(.partial) }
        range = bounds.percent(own, in: group)
      } else {
        bottoms[row] = known
        let detail = whole?.detail
        marks[row].formUnion((detail?.marks?[from] ?? []).intersection(PooledDetail.passed))
        let bound = (low: detail?.lower?[from] ?? known, high: detail?.upper?[from] ?? known)
        if sums.value(group) > known * (1 + 1e-9) {
          exceeded.insert(groupOfRow[row])
          marks[row].formUnion(.differs)
          range = (percent(own.low, bound.high), percent(own.high, bound.low))
        } else {
          range = percent(own, of: bound, in: group)
        }
      }
      low[row] = range.low
      high[row] = range.high
      shares[row] = percent(values[row], bottoms[row])
    }
    var detail = MeasureDetail()
    detail.numerator = values
    detail.denominator = bottoms
    let isBounded = (0..<rows).contains { !shares[$0].isNaN && !same(low[$0], high[$0]) }
    if isNonNegative && isBounded {
      for row in 0..<rows {
        if shares[row].isNaN || low[row].isNaN || high[row].isNaN {
          low[row] = shares[row]
          high[row] = shares[row]
        }
        low[row] = min(low[row], shares[row])
        high[row] = max(high[row], shares[row])
        marks[row].formUnion(Marks.signs(value: shares[row], lower: low[row], upper: high[row]))
      }
      detail.lower = low
      detail.upper = high
    }
    if marks.contains(where: { !$0.isEmpty }) { detail.marks = marks }
    var notes: [Note] = []
    if !bySum.isEmpty { notes.append(Note("shareOfRows", name)) }
    if !exceeded.isEmpty { notes.append(Note("partsExceed", String(exceeded.count), name)) }
    return (Column(.numbers(shares), detail: detail), notes)
  }

  private func percent(_ part: Double, _ whole: Double) -> Double {
    if whole == .infinity { return part.isInfinite ? .nan : 0 }
    let value = whole == 0 ? .nan : 100 * part / whole
    return value.isFinite ? value : .nan
  }

  private func same(_ a: Double, _ b: Double) -> Bool {
    a == b || (a.isFinite && (a - b).magnitude <= 1e-9 * max(1, a.magnitude))
  }
}
