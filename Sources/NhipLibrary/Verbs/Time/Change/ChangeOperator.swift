// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// What `change` was bound to.
struct ChangeRequest: Sendable {
  let measures: [ChangeMeasure]
  let comparators: [ChangeComparator]
  /// The side input, from 1, that holds the base of each comparator; `nil` for the table itself.
  let sideInputs: [Int?]
  let includesPartial: Bool
  /// Whether each comparator's periods may differ in days.
  let adjustsLength: [Bool]
  /// Both sides read anew from the places that both report.
  let likeForLike: LikeForLike?
  let verb: VerbPosition
  /// Names of the columns that are read later; `nil` for all.
  var wanted: Set<String>?

  func prefix(_ measure: ChangeMeasure, _ comparator: ChangeComparator) -> String {
    comparators.count == 1
      ? measure.field.name : "\(measure.field.name)_\(comparator.label)"
  }

  func parts(_ measure: ChangeMeasure, _ index: Int) -> [ChangeMeasure.Part] {
    let all = measure.parts(
      comparators[index], adjustsLength: adjustsLength[index],
      isLikeForLike: likeForLike != nil && comparators[index].kind != .target)
    guard let wanted else { return all }
    let prefix = prefix(measure, comparators[index])
    return all.filter { wanted.contains(measure.column($0, prefix: prefix).name) }
  }

  /// The columns that the verb adds.
  var fields: [Field] {
    measures.flatMap { measure in
      comparators.indices.flatMap { index in
        let prefix = prefix(measure, comparators[index])
        return parts(measure, index).map { measure.column($0, prefix: prefix) }
      }
    }
  }
}

/// Computes the columns of `change`.
struct ChangeOperator {
  let request: ChangeRequest

  func columns(
    _ tables: [Table], _ context: ExecutionContext
  ) throws(Diagnostic) -> ([Column], [Note]) {
    let table = tables[0]
    if context.settings.usesFastPaths, let stepped = SteppedChange(request, table),
      let made = try stepped.columns(context)
    {
      return made
    }
    let steps = try SeriesSteps(
      table, usesBlocks: context.settings.usesFastPaths, verb: request.verb)
    guard let periodIndex = table.schema.periodIndex else {
      preconditionFailure("`change` was bound to a table with a period column")
    }
    let periods = PeriodCodes(table.columns[periodIndex])
    var bases: [(rows: BaseRows, source: Table)] = []
    for (index, comparator) in request.comparators.enumerated() {
      try context.checkCancelled()
      try refuseUnlike(comparator, periods.periods)
      let side = request.sideInputs[index].map { tables[$0] }
      let rows = try BaseLookup(
        table: table, steps: steps, periods: periods, side: side, verb: request.verb
      ).rows(comparator)
      bases.append((rows, side ?? table))
    }
    var columns: [Column] = []
    var notes: [Note] = []
    for measure in request.measures {
      for index in request.comparators.indices {
        try context.checkCancelled()
        let comparison = try comparison(
          measure, index, bases[index], table, periods, context, &notes)
        columns.append(
          contentsOf: try self.columns(
            comparison, request.parts(measure, index), &notes))
      }
    }
    return (columns, notes)
  }

  /// Refusal is per row; it is an error where no row can be compared.
  private func refuseUnlike(
    _ comparator: ChangeComparator, _ periods: [Period]
  ) throws(Diagnostic) {
    guard comparator.stretch != nil else { return }
    var first: Diagnostic?
    for period in periods.sorted() {
      guard let complaint = comparator.complaint(against: period) else { return }
      first = first ?? complaint
    }
    if let first { throw first }
  }

  private func comparison(
    _ measure: ChangeMeasure, _ index: Int, _ base: (rows: BaseRows, source: Table),
    _ table: Table, _ periods: PeriodCodes, _ context: ExecutionContext, _ notes: inout [Note]
  ) throws(Diagnostic) -> ChangeComparison {
    let comparator = request.comparators[index]
    let name = measure.field.name
    var currentColumn = table.columns[measure.column]
    var baseColumn = Column.missing(.float, count: table.rowCount)
    if let position = base.source.schema.index(of: name) {
      baseColumn = base.rows.column(base.source.columns[position])
    }
    if let likeForLike = request.likeForLike, comparator.kind != .target {
      let common = try likeForLike.columns(
        name, table: table, periods: periods, current: currentColumn, base: baseColumn,
        comparator: comparator, context)
      currentColumn = common.current
      baseColumn = common.base
      if common.changedCount > 0 {
        notes.append(Note("likeForLike", String(common.changedCount), name))
      }
    }
    let days =
      measure.growsWithTime && request.adjustsLength[index]
      ? self.days(periods, comparator) : nil
    let shown = periods.periods.map { period in table.visible?.contains(period) ?? true }
    let isOwnBase = periods.periods.map { comparator.kind == .period($0) }
    return ChangeComparison(
      measure: measure, current: ChangeSide(currentColumn), base: ChangeSide(baseColumn),
      currentColumn: currentColumn, baseColumn: baseColumn,
      baseCount: { max(1, base.rows.count($0)) },
      days: days, includesPartial: request.includesPartial,
      isTested: measure.test != .none && comparator.kind != .target, periods: periods,
      shown: shown, ownBase: isOwnBase)
  }

  /// Days of each period and of its base, the mean where several make it.
  private func days(
    _ periods: PeriodCodes, _ comparator: ChangeComparator
  ) -> (current: [Double], base: [Double]) {
    let current = periods.periods.map { $0.dayCount.map(Double.init) ?? .nan }
    let base = periods.periods.map { period -> Double in
      let members = comparator.members(for: period).compactMap(\.dayCount)
      return members.isEmpty ? .nan : Double(members.reduce(0, +)) / Double(members.count)
    }
    return (current, base)
  }

  private func columns(
    _ comparison: ChangeComparison, _ parts: [ChangeMeasure.Part], _ notes: inout [Note]
  ) throws(Diagnostic) -> [Column] {
    let name = comparison.measure.field.name
    let leftOut = comparison.leftOutCount
    if leftOut > 0 { notes.append(Note("partialLeftOut", String(leftOut), name)) }
    let smallBases = comparison.smallBaseCount
    if smallBases > 0, parts.contains(.percent) {
      notes.append(Note("smallBase", String(smallBases)))
    }
    let tests = parts.contains(where: \.isTest) ? ChangeTests(comparison) : nil
    if let tests, tests.familyCount > 1 {
      notes.append(Note("fdrFamily", String(tests.familyCount)))
    }
    if parts.contains(.adjustedPercent), comparison.hasUnequalDays {
      notes.append(Note("lengthAdjusted"))
    }
    return parts.map { part in
      switch part {
      case .value: comparison.currentColumn
      case .base: comparison.baseColumn
      case .difference: comparison.difference()
      case .percent: comparison.percent(adjusted: false)
      case .adjustedPercent: comparison.percent(adjusted: true)
      case .low: Column(numbers: tests?.low ?? [])
      case .high: Column(numbers: tests?.high ?? [])
      case .p: Column(numbers: tests?.p ?? [])
      case .q: Column(numbers: tests?.q ?? [])
      case .verdict: Column(texts: tests?.verdicts ?? [])
      case .contribution: comparison.contribution()
      }
    }
  }
}
