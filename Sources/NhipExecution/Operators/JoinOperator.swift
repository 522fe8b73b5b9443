// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipPlan

/// Joins on equal keys; `asof` takes the last right row that is not later than the left one.
struct JoinOperator: PhysicalOperator {
  /// A result larger than this is a mistake in the keys, not an answer.
  static let rowLimit = 50_000_000

  let left: any PhysicalOperator
  let right: any PhysicalOperator
  let kind: JoinKind
  let keys: JoinKeys
  let schema: Schema
  var title: String { "\(kind.rawValue) join" }
  var inputs: [any PhysicalOperator] { [left, right] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let (a, b) = (inputs[0], inputs[1])
    let equalCount = kind == .asof ? keys.left.count - 1 : keys.left.count
    // Both sides' keys are numbered together; missing keys match nothing.
    var leftGroups = [Int32](repeating: 0, count: a.rowCount)
    var rightGroups = [Int32](repeating: 0, count: b.rowCount)
    if equalCount > 0 {
      // Both sides' keys in one column, their numbers, and the numbers of each side.
      let keyBytes = keys.left[..<equalCount].reduce(8) { $0 + a.columns[$1].gatheredBytes(1) }
      try context.reserve(bytes: keyBytes * (a.rowCount + b.rowCount), for: "the keys of the join")
      let combined = (0..<equalCount).map { index in
        Column.concatenated(
          [
            a.columns[keys.left[index]].withoutDetail(),
            b.columns[keys.right[index]].withoutDetail(),
          ],
          type: a.schema.fields[keys.left[index]].type)
      }
      var groups = GroupKeys(combined, rowCount: a.rowCount + b.rowCount, context.morsels)
        .groupOfRow
      for column in combined { Self.leaveOutMissing(column, of: &groups) }
      leftGroups = Array(groups[..<a.rowCount])
      rightGroups = Array(groups[a.rowCount...])
    }
    try context.checkCancelled()
    let (leftRows, rightRows) =
      kind == .asof
      ? asOf(a, b, leftGroups, rightGroups) : try matches(leftGroups, rightGroups, context)
    let shown = keys.shown.reduce(0) { $0 + b.columns[$1.column].gatheredBytes(rightRows.count) }
    try context.reserve(
      bytes: a.gatheredBytes(leftRows.count, areAscending: true) + shown, for: "the joined table")
    var columns = a.columns.map { $0.gathered(leftRows, areAscending: true, context.morsels) }
    columns.append(
      contentsOf: keys.shown.map { b.columns[$0.column].gathered(rightRows, context.morsels) })
    var result = Table(schema: schema, columns: columns, rowCount: leftRows.count)
    for note in notes(leftRows, rightRows, of: a.rowCount) { result.note(note) }
    return result
  }

  /// Gives rows without a key no group.
  private static func leaveOutMissing(_ column: Column, of groups: inout [Int32]) {
    switch column.flattened().storage {
    case .numbers(let values):
      for row in values.indices where values[row].isNaN { groups[row] = -1 }
    case .text(let codes, _), .places(let codes):
      for row in codes.indices where codes[row] < 0 { groups[row] = -1 }
    default:
      for row in groups.indices where column.isMissing(row) { groups[row] = -1 }
    }
  }

  /// Left rows without a partner, and those that stand several times now.
  private func notes(_ leftRows: [Int32], _ rightRows: [Int32], of count: Int) -> [Note] {
    var matches = [Int32](repeating: 0, count: count)
    for (left, right) in zip(leftRows, rightRows) where right >= 0 { matches[Int(left)] += 1 }
    let unmatched = matches.count { $0 == 0 }
    let repeated = matches.count { $0 > 1 }
    var notes: [Note] = []
    if unmatched > 0 {
      notes.append(Note(kind == .inner ? "joinLeftOut" : "joinUnmatched", String(unmatched)))
    }
    if repeated > 0 { notes.append(Note("joinRepeated", String(repeated))) }
    return notes
  }

  private func matches(
    _ leftGroups: [Int32], _ rightGroups: [Int32], _ context: ExecutionContext
  ) throws(Diagnostic) -> ([Int32], [Int32]) {
    let groupCount = Int(max(leftGroups.max() ?? -1, rightGroups.max() ?? -1)) + 1
    var starts = [Int32](repeating: 0, count: groupCount + 1)
    for group in rightGroups where group >= 0 { starts[Int(group) + 1] += 1 }
    for index in 0..<groupCount { starts[index + 1] += starts[index] }
    var cursor = starts
    var rows = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (row, group) in rightGroups.enumerated() where group >= 0 {
      rows[Int(cursor[Int(group)])] = Int32(row)
      cursor[Int(group)] += 1
    }
    var total = 0
    for group in leftGroups {
      let count = group < 0 ? 0 : Int(starts[Int(group) + 1] - starts[Int(group)])
      total += count == 0 && kind == .left ? 1 : count
    }
    guard total <= Self.rowLimit else {
      throw Diagnostic(
        "E0603", "the join gives more than \(Self.rowLimit) rows",
        helps: ["join on more columns, so that a row matches few"])
    }
    try context.reserve(bytes: 8 * total, for: "the rows of the join")
    var leftRows: [Int32] = []
    var rightRows: [Int32] = []
    leftRows.reserveCapacity(total)
    rightRows.reserveCapacity(total)
    for (row, group) in leftGroups.enumerated() {
      let range = group < 0 ? 0..<0 : Int(starts[Int(group)])..<Int(starts[Int(group) + 1])
      if range.isEmpty {
        if kind == .left {
          leftRows.append(Int32(row))
          rightRows.append(-1)
        }
        continue
      }
      for index in range {
        leftRows.append(Int32(row))
        rightRows.append(rows[index])
      }
    }
    return (leftRows, rightRows)
  }

  private func asOf(
    _ a: Table, _ b: Table, _ leftGroups: [Int32], _ rightGroups: [Int32]
  ) -> ([Int32], [Int32]) {
    let leftTime = times(a.columns[keys.left[keys.left.count - 1]])
    let rightTime = times(b.columns[keys.right[keys.right.count - 1]])
    var members: [Int32: [Int32]] = [:]
    for (row, group) in rightGroups.enumerated() where group >= 0 && !rightTime[row].isNaN {
      members[group, default: []].append(Int32(row))
    }
    for group in Array(members.keys) {
      members[group]?.sort {
        (rightTime[Int($0)], $0) < (rightTime[Int($1)], $1)
      }
    }
    var rightRows: [Int32] = []
    for (row, group) in leftGroups.enumerated() {
      guard let list = members[group], !leftTime[row].isNaN else {
        rightRows.append(-1)
        continue
      }
      let later = list.partitioningIndex { rightTime[Int($0)] > leftTime[row] }
      rightRows.append(later == 0 ? -1 : list[later - 1])
    }
    return ((0..<a.rowCount).map { Int32($0) }, rightRows)
  }

  /// Numbers, or the last days of periods: what is known at the end of each.
  private func times(_ column: Column) -> [Double] {
    if let numbers = column.numbers { return numbers }
    return (0..<column.count).map { row in
      column.period(row)?.lastDay.map { Double($0) } ?? .nan
    }
  }
}
