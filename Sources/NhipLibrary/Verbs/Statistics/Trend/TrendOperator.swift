// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipStatistics

/// Fits every series of a table; work arrays are shared by all of them.
struct TrendOperator: Sendable {
  /// Verdicts need as many values: below, no rank test can reach five percent.
  static let fewestJudged = 5
  /// Series that make a task.
  private static let taskSeries = 256
  /// What tells how sure a line is.
  private static let sureness: Set<String> = ["low", "high", "p", "q", "verdict"]

  let method: TrendMethod
  let period: Int
  let keys: [Int]
  let measures: [Int]
  let includesPartial: Bool
  /// Names of the columns that are read later; `nil` for all.
  var wanted: Set<String>?

  func schema(_ input: Schema) -> Schema {
    let unit = slopeUnit(input)
    var fields = keys.map { input.fields[$0] }
    var own = [
      Field("term", .text), Field("n", .integer), Field("first", .period), Field("last", .period),
      Field("estimate", .float, unit: unit), Field("low", .float, unit: unit),
      Field("high", .float, unit: unit), Field("each", .text), Field("p", .float, digits: 3),
      Field("q", .float, digits: 3), Field("verdict", .text),
    ]
    if let extra = method.extraColumn { own.append(extra) }
    own += [Field("method", .text), Field("status", .text)]
    fields += own.filter { isWanted($0.name) }
    return Schema(fields)
  }

  private func isWanted(_ name: String) -> Bool { wanted?.contains(name) ?? true }

  /// Whether only the lines themselves are asked for.
  private var isSlim: Bool {
    method == .ols && wanted.map { $0.isDisjoint(with: Self.sureness) } ?? false
  }

  /// What slopes are counted in, where all terms have one unit: a percentage changes by points.
  private func slopeUnit(_ input: Schema) -> Unit {
    if method == .poisson { return .percent }
    let units = Set(measures.map { input.fields[$0].unit })
    guard units.count == 1, let only = units.first, only != .count else { return .none }
    return only == .percent ? .points : only
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    var notes: [Note] = []
    var terms: [SeriesFitter.Term] = []
    let periods = SeriesFitter.Periods(table.columns[period], table.layout)
    for measure in measures {
      let usable = UsableValues(
        table.columns[measure], includingPartial: includesPartial,
        keepsInfinite: periods.areConsecutive)
      let field = table.schema.fields[measure]
      if let note = usable.note(field.name) { notes.append(note) }
      terms.append(
        SeriesFitter.Term(
          values: usable.values,
          parts: method == .poisson
            ? CountParts(field, table.columns[measure], usable) : nil))
    }
    if isSlim, let lines = TrendLines(terms, table.layout, periods, context) {
      try context.checkCancelled()
      if lines.fewCount > 0 { notes.append(Note("tooFew", String(lines.fewCount))) }
      return assemble(table, lines, notes)
    }
    let fits = try fits(table, terms, periods, context)
    var q: [Double] = []
    if !isSlim {
      let (values, family) = fits.result.q(fits.slopes.isJudged)
      q = values
      if family > 1 { notes.append(Note("fdrFamily", String(family))) }
    }
    let few = fits.slopes.isJudged.count { !$0 }
    if few > 0 { notes.append(Note("tooFew", String(few))) }
    return assemble(table, fits, q, notes)
  }

  /// The lines of some series, in their order.
  private struct Fits: Sendable {
    var rows: [Int32] = []
    var result = ResultColumns()
    var slopes = TrendColumns()

    mutating func append(_ row: Int32, _ fit: SeriesFit) {
      rows.append(row)
      result.append(fit.figures)
      slopes.append(fit)
    }

    mutating func append(_ other: Fits) {
      rows += other.rows
      result.append(other.result)
      slopes.append(other.slopes)
    }
  }

  private func fits(
    _ table: Table, _ terms: [SeriesFitter.Term], _ periods: SeriesFitter.Periods,
    _ context: ExecutionContext
  ) throws(Diagnostic) -> Fits {
    let layout = periods.areConsecutive ? table.layout : nil
    let groups = layout == nil ? RowGroups(table, by: keys) : nil
    let tasks = Workers.ranges(layout?.seriesCount ?? groups?.count ?? 0, size: Self.taskSeries)
    let flag = context.cancelFlag
    let parts = Workers.map(tasks.count, threads: context.settings.threadCount) { task in
      guard !flag.isCancelled else { return Fits() }
      var fitter = SeriesFitter(method: method, isSlim: isSlim, periods: periods)
      // Term by term, so that values are read in the order in which they lie.
      let columns = terms.map { term in
        tasks[task].map { series in
          guard let layout else { return fitter.fit(term, groups?[series] ?? []) }
          let rows = layout.runs.start(series)..<layout.runs.ends[series]
          return fitter.fit(term, rows, first: layout.starts[series])
        }
      }
      var own = Fits()
      for (index, series) in tasks[task].enumerated() {
        let row = layout.map { Int32($0.runs.start(series)) } ?? groups?.firstRows[series] ?? 0
        if let layout, layout.runs.ends[series] == Int(row) { continue }
        for column in columns { own.append(row, column[index]) }
      }
      return own
    }
    try context.checkCancelled()
    var all = Fits()
    for part in parts { all.append(part) }
    return all
  }

  private func assemble(_ table: Table, _ lines: TrendLines, _ notes: [Note]) -> Table {
    let rows = lines.rows
    var columns = keys.map { table.columns[$0].gathered(rows) }
    func add(_ name: String, _ column: @autoclosure () -> Column) {
      if isWanted(name) { columns.append(column()) }
    }
    add("term", lines.terms(measures.map { table.schema.fields[$0].name }))
    add("n", lines.n)
    add("first", lines.first)
    add("last", lines.last)
    add("estimate", lines.estimate)
    add("each", lines.text("year"))
    if let extra = method.extraColumn { add(extra.name, lines.rSquared) }
    add("method", lines.method)
    add("status", lines.status)
    return Table(
      schema: schema(table.schema), columns: columns, rowCount: rows.count, notes: notes)
  }

  private func assemble(
    _ table: Table, _ fits: Fits, _ q: [Double], _ notes: [Note]
  ) -> Table {
    let (result, slopes) = (fits.result, fits.slopes)
    let rows = fits.rows
    var columns = keys.map { table.columns[$0].gathered(rows) }
    func add(_ name: String, _ column: @autoclosure () -> Column) {
      if isWanted(name) { columns.append(column()) }
    }
    func texts(_ text: (Int) -> String) -> Column {
      var codes = TextCodes()
      for row in rows.indices { codes.append(text(row)) }
      return codes.column
    }
    let names = measures.map { table.schema.fields[$0].name }
    add("term", texts { names[$0 % names.count] })
    add("n", Column(numbers: result.n))
    add("first", Column(.periods(slopes.first)))
    add("last", Column(.periods(slopes.last)))
    add("estimate", Column(numbers: result.estimate))
    add("low", Column(numbers: result.low))
    add("high", Column(numbers: result.high))
    add("each", texts { _ in "year" })
    add("p", Column(numbers: result.p))
    add("q", Column(numbers: q))
    add("verdict", texts { slopes.verdict($0, q[$0]) })
    if let extra = method.extraColumn { add(extra.name, Column(numbers: slopes.extra)) }
    add("method", result.method)
    add("status", result.status)
    return Table(
      schema: schema(table.schema), columns: columns, rowCount: rows.count, notes: notes)
  }
}

/// What a trend tells besides the columns of every statistic.
struct TrendColumns: Sendable {
  private(set) var first: [Period] = []
  private(set) var last: [Period] = []
  private(set) var extra: [Double] = []
  /// Whether a row has enough values for a verdict.
  private(set) var isJudged: [Bool] = []
  private var direction: [Double] = []

  mutating func append(_ fit: SeriesFit) {
    first.append(fit.first)
    last.append(fit.last)
    extra.append(fit.extra)
    isJudged.append(
      fit.figures.n >= TrendOperator.fewestJudged && !fit.figures.estimate.isNaN)
    direction.append(fit.direction)
  }

  mutating func append(_ other: TrendColumns) {
    first += other.first
    last += other.last
    extra += other.extra
    isJudged += other.isJudged
    direction += other.direction
  }

  func verdict(_ row: Int, _ q: Double) -> String {
    guard isJudged[row] else { return "too few to judge" }
    guard q <= ResultColumns.alpha, direction[row] != 0 else { return "no clear change" }
    return direction[row] > 0 ? "increase" : "decrease"
  }
}
