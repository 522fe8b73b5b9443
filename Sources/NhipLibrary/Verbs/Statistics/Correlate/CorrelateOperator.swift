// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage

/// Correlates every pair of terms in every group of rows.
struct CorrelateOperator: Sendable {
  /// Fewer points than this give no interval.
  static let fewestPoints = 4
  /// From this many different pairs the note speaks of many.
  static let manyPairs = 3

  /// `nil` for Pearson with Spearman beside it.
  let kind: CorrelationKind?
  let scope: CorrelationScope
  let lag: Int
  let measures: [Int]
  let controls: [Int]
  let place: Int?
  let period: Int?
  let includesPartial: Bool
  let verb: NameSyntax

  private func keys(_ schema: Schema) -> [Int] {
    schema.dimensionIndices.filter { index in
      switch scope {
      case .acrossPlaces: index != place
      case .overTime: index != period
      case .withinPlace: index != place && index != period
      }
    }
  }

  func schema(_ input: Schema) -> Schema {
    func number(_ name: String) -> Field { Field(name, .float, digits: 3) }
    var fields = keys(input).map { input.fields[$0] }
    fields += [Field("term", .text), Field("other", .text), Field("n", .integer)]
    if scope == .withinPlace { fields.append(Field("places", .integer)) }
    fields += ["estimate", "low", "high", "p", "q"].map(number)
    if kind == nil {
      fields += ["spearman", "spearman_low", "spearman_high", "spearman_p"].map(number)
    }
    if scope != .acrossPlaces { fields += ["detrended", "detrended_p"].map(number) }
    fields += [Field("method", .text), Field("status", .text)]
    return Schema(fields)
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    var notes: [Note] = []
    func usable(_ column: Int) -> [Double] {
      let found = UsableValues(table.columns[column], includingPartial: includesPartial)
      if let note = found.note(table.schema.fields[column].name) { notes.append(note) }
      return found.values
    }
    let values = measures.map(usable)
    let others = controls.map(usable)
    if scope != .overTime, let place {
      try LevelGuard(place: place, verb: verb).check(table, context) { row in
        values.contains { !$0[row].isNaN }
      }
    }
    let layout = PointLayout(table, scope, place: place, period: period, lag: lag)
    let times = scope == .acrossPlaces ? [] : self.times(table)
    let correlator = PointCorrelator(kind: kind, scope: scope)
    var result = ResultColumns()
    var beside = BesideColumns()
    var rows: [Int32] = []
    var pairs: [(Int, Int)] = []
    for first in measures.indices {
      for second in measures.indices where second > first { pairs.append((first, second)) }
    }
    let (tried, flag) = (pairs, context.cancelFlag)
    let found = Workers.map(layout.points.count, threads: context.settings.threadCount) { group in
      guard !flag.isCancelled else { return [PairFigures]() }
      return tried.map { first, second in
        correlator.correlate(
          Points(
            layout.points[group], values[first], values[second], controls: others, times: times))
      }
    }
    try context.checkCancelled()
    for (group, figures) in found.enumerated() {
      for own in figures {
        rows.append(layout.firstRows[group])
        result.append(own.figures)
        beside.append(own)
      }
    }
    let (q, family) = result.q(result.n.map { $0 >= Double(Self.fewestPoints) })
    notes += warnings(table.schema, pairs, result, beside, family)
    return assemble(table, rows, pairs, result, beside, q, notes)
  }

  /// The middle of each row's period in years, for what trends.
  private func times(_ table: Table) -> [Double] {
    guard let period, case .periods(let periods) = table.columns[period].flattened().storage
    else { return [] }
    return periods.map { SeriesFitter.years($0) ?? .nan }
  }

  /// One line each for what makes a correlation mean less than it seems.
  private func warnings(
    _ schema: Schema, _ pairs: [(Int, Int)], _ result: ResultColumns, _ beside: BesideColumns,
    _ family: Int
  ) -> [Note] {
    var notes: [Note] = []
    let most = result.n.max() ?? 0
    if most < Double(Self.fewestPoints) {
      return [Note("correlationTooSmall", String(Int(most)), String(Self.fewestPoints))]
    }
    let tooFew = result.n.count { $0 < Double(Self.fewestPoints) }
    if tooFew > 0 { notes.append(Note("tooFew", String(tooFew))) }
    let computed = result.n.indices.filter { !result.estimate[$0].isNaN }
    guard !computed.isEmpty else { return notes }
    let smallest = computed.map { result.n[$0] }.filter { $0 >= Double(Self.fewestPoints) }.min()
    if let smallest, smallest < Double(Association.smallestApproximated) {
      notes.append(Note("smallN", String(Int(smallest))))
    }
    for (first, second) in pairs {
      let shared = schema.fields[measures[first]].measure?.exposure ?? ""
      if !shared.isEmpty, schema.fields[measures[second]].measure?.exposure == shared {
        let note = Note("sharedDenominator", shared)
        if !notes.contains(note) { notes.append(note) }
      }
    }
    if beside.bothTrendCount > 0 { notes.append(Note("bothTrend")) }
    if pairs.count >= Self.manyPairs {
      notes.append(Note("manyPairs", String(family)))
    } else if family > 1 {
      notes.append(Note("fdrFamily", String(family)))
    }
    notes.append(Note("association"))
    return notes
  }

  private func assemble(
    _ table: Table, _ rows: [Int32], _ pairs: [(Int, Int)], _ result: ResultColumns,
    _ beside: BesideColumns, _ q: [Double], _ notes: [Note]
  ) -> Table {
    var columns = keys(table.schema).map { table.columns[$0].gathered(rows) }
    var terms = TextCodes()
    var others = TextCodes()
    for row in rows.indices {
      let (first, second) = pairs[row % pairs.count]
      terms.append(table.schema.fields[measures[first]].name)
      others.append(table.schema.fields[measures[second]].name)
    }
    columns += [terms.column, others.column, Column(numbers: result.n)]
    if scope == .withinPlace { columns.append(Column(numbers: beside.places)) }
    columns += [
      Column(numbers: result.estimate), Column(numbers: result.low), Column(numbers: result.high),
      Column(numbers: result.p), Column(numbers: q),
    ]
    if kind == nil { columns += beside.spearman.map { Column(numbers: $0) } }
    if scope != .acrossPlaces { columns += beside.detrended.map { Column(numbers: $0) } }
    columns += [result.method, result.status]
    return Table(
      schema: schema(table.schema), columns: columns, rowCount: rows.count, notes: notes)
  }
}

/// The columns beside the main coefficient.
struct BesideColumns {
  /// Coefficient, low, high and p.
  private(set) var spearman: [[Double]] = [[], [], [], []]
  /// Coefficient and p.
  private(set) var detrended: [[Double]] = [[], []]
  private(set) var places: [Double] = []
  private(set) var bothTrendCount = 0

  mutating func append(_ found: PairFigures) {
    spearman[0].append(found.spearman.estimate)
    spearman[1].append(found.spearman.low)
    spearman[2].append(found.spearman.high)
    spearman[3].append(found.spearman.p)
    detrended[0].append(found.detrended.estimate)
    detrended[1].append(found.detrended.p)
    places.append(Double(found.places))
    if found.bothTrend { bothTrendCount += 1 }
  }
}
