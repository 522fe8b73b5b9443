// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipLibrary
import NhipObservations
import NhipPlan

/// Runs queries over tables and observations that a test makes itself.
struct TestEngine: TableProvider {
  var tables: [String: Table] = [:]
  var store = ObservationStore()
  var usesFastPaths = true

  var tableNames: [String] { tables.keys.sorted() }

  func table(named name: String) -> Table? { tables[name] }

  func run(_ text: String) throws -> Table {
    let source = SourceText(name: "test", text: text)
    let (statements, mistakes) = Parser.parse(source)
    guard mistakes.isEmpty, let statement = statements.first else { throw QueryFailure(mistakes) }
    let catalog = Catalog(
      store: store, defaultTables: store.tables.indices.map { Int32($0) }, provider: self,
      verbs: StandardLibrary.verbs.filter { $0.name != "fill" } + [RemainderVerb()],
      aggregates: [], scalars: [])
    let plan = try Binder(catalog).bind(statement.pipeline)
    var settings = ExecutionSettings()
    settings.usesFastPaths = usesFastPaths
    let context = ExecutionContext(
      store: store, provider: self, settings: settings, cancelFlag: CancelFlag(), clock: { 0 })
    return try Executor().run(PhysicalPlanner().plan(plan), context)
  }
}

extension Table {
  /// The numbers of a column.
  func numbers(_ name: String) -> [Double] {
    schema.index(of: name).flatMap { columns[$0].numbers } ?? []
  }

  func texts(_ name: String) -> [String?] {
    guard let index = schema.index(of: name) else { return [] }
    return (0..<rowCount).map { columns[index].text($0) }
  }

  func marks(_ name: String) -> [Marks] {
    guard let index = schema.index(of: name) else { return [] }
    return columns[index].detail?.marks ?? [Marks](repeating: [], count: rowCount)
  }

  /// Text of every row, to compare tables whose rows stand in another order.
  var sortedRows: [String] {
    (0..<rowCount).map { row in
      columns.map { column -> String in
        if let period = column.period(row) { return "\(period)" }
        if let text = column.text(row) { return text }
        if let place = column.place(row) { return "#\(place)" }
        guard let value = column.numbers?[row] else { return "-" }
        let lower = column.detail?.lower?[row] ?? value
        let marks = column.detail?.marks?[row].words.joined(separator: "+") ?? ""
        return value.isNaN ? "·\(marks)" : "\(value)/\(lower)/\(marks)"
      }.joined(separator: "|")
    }.sorted()
  }

  /// The rows at `order`, which no longer stand in blocks.
  func reordered(_ order: [Int]) -> Table { gathered(order.map { Int32($0) }) }
}

/// A panel of monthly counts in blocks, with gaps inside.
enum TestPanel {
  static let measure = MeasureInfo(
    kind: .flow, unit: .count, additiveOverPlaces: true, additiveOverTime: true,
    isNonNegative: true, term: "x", isTerm: true, isCount: true)

  /// Series `0..<count` of `length` periods; `value` gives NaN for a gap.
  static func table(
    grain: Grain, first: Int32, count: Int, length: Int, value: (Int, Int) -> Double
  ) -> Table {
    var ends: [Int] = []
    var values: [Double] = []
    for series in 0..<count {
      for step in 0..<length { values.append(value(series, step)) }
      ends.append(values.count)
    }
    let runs = RunEnds(ends)
    let starts = [Int32](repeating: first, count: count)
    return Table(
      schema: Schema([
        Field("district", .place, role: .place(level: "district")),
        Field(grain.word, .period, role: .period(grain)),
        Field("x", .float, role: .measure(measure)),
      ]),
      columns: [
        Column(.placeRuns((0..<Int32(count)).map { $0 }, runs)),
        Column(.periodRuns(grain, starts: starts, runs)), Column(numbers: values),
      ], rowCount: values.count,
      layout: SeriesLayout(grain: grain, starts: starts, runs: runs))
  }

  /// Counts that a seed decides, about one in eight of them missing.
  static func random(seed: UInt64, grain: Grain = .month, first: Int32 = 24_240) -> Table {
    var generator = Generator(state: seed)
    return table(grain: grain, first: first, count: 5, length: 40) { _, _ in
      let draw = generator.next()
      return draw % 8 == 0 ? .nan : Double(draw / 8 % 60)
    }
  }
}

/// A small generator whose numbers are the same everywhere.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
