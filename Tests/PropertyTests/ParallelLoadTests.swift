// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipObservations
import Testing

/// Loading gives the same session whatever the threads and pieces, or leaves it as it was.
struct ParallelLoadTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/nhip-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func answers(_ session: Session, _ queries: [String]) -> [String] {
    queries.map { query in
      session.run(SourceText(name: "test", text: query)).map { outcome in
        switch outcome.result {
        case .success(let result):
          var options = DisplayOptions()
          options.mode = "csv"
          return (try? result.text(options)) ?? "not written"
        case .failure(let failure):
          return DiagnosticRenderer().render(failure.diagnostics, in: outcome.source)
        }
      }.joined()
    }
  }

  /// Months and years, gaps, missing cells, qualified cells, rows that repeat a key.
  private func panel(_ generator: inout SplitMix, rows: Int) -> String {
    var text = "place,period,indicator,value\n"
    for _ in 0..<rows {
      let place = ["Sơn La", "Hà Giang", "\"Lai\nChâu\"", "Cao Bằng", ""][generator.pick(0...4)]
      let year = 2_000 + generator.pick(0...20)
      let isYear = generator.pick(0...9) == 0
      let period = isYear ? "\(year)" : "\(year)-0\(generator.pick(1...9))"
      let indicator = ["cases", "models", "rare", "rough"][min(3, generator.pick(0...12) / 3)]
      let value = generator.pick(0...500)
      let cell = indicator == "rough" && value % 50 == 0 ? "≈\(value)" : "\(value)"
      text += "\(place),\(period),\(indicator),\(value % 41 == 0 ? "" : cell)\n"
    }
    return text
  }

  @Test(arguments: Seeds.fresh(4)) func threadsAndPiecesChangeNothing(seed: UInt64) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var generator = SplitMix(seed: seed)
    let path = try write(panel(&generator, rows: 1_500), "panel.csv")
    let queries = [
      "from panel", "series cases, models, rare, rough by place, year",
      "series cases by place, month", "from observations | sort place, period, indicator, value",
    ]
    var options = FileLoadOptions()
    options.kinds = ["*": "flow"]
    var expected: [String] = []
    for (threads, bytes) in [(1, 1 << 20), (1, 300), (2, 1 << 20), (2, 300), (5, 90)] {
      let session = try Session(datasets: nil)
      session.settings.threadCount = threads
      session.loadPieceBytes = bytes
      let summary = try session.load(file: path, options: options)
      let found = summary.lines + answers(session, queries)
      if expected.isEmpty { expected = found }
      #expect(found == expected, "seed \(seed): \(threads) threads, pieces of \(bytes) bytes")
    }
  }

  @Test func manyRowsAreScatteredAlike() {
    let placeCount = 60
    let rowCount = 700_000
    var order = Array(0..<rowCount)
    var generator = SplitMix(seed: 9)
    order.shuffle(using: &generator)
    func store(threads: Int) -> ObservationStore {
      var store = ObservationStore()
      let table = store.addTable(ObservationTable(name: "t"))
      let places = store.registry.add(
        (0..<placeCount).map { Place(code: "\($0)", name: "P\($0)", level: .place, scheme: "t") })
      let indicator = store.addIndicator(Indicator(key: "x"), to: table)
      let batch = ObservationBatch(
        indicators: KeyColumn(indicator, rowCount: rowCount),
        places: KeyColumn(
          codes: order.map { Int32($0 % placeCount) }, identities: places),
        periods: order.map { Period(.day, Int32($0 / placeCount)) },
        values: order.map { Double($0) }, rows: .consecutive(2))
      store.commit(batch, threads: threads)
      return store
    }
    let one = store(threads: 1).groups[0][0]
    #expect(one.filledCount == rowCount)
    for threads in [2, 5] {
      let other = store(threads: threads).groups[0][0]
      #expect(other.values == one.values)
      #expect(other.runs.map { other.rows(of: $0)[0] } == one.runs.map { one.rows(of: $0)[0] })
    }
    for run in one.runs.prefix(5) {
      for slot in 0..<3 {
        let day = Int(run.first) + slot
        #expect(one.values[Int(run.offset) + slot] == Double(day * placeCount + Int(run.place)))
      }
    }
  }

  /// Kinds of rows are guessed from the first ones; a kind that comes later is built the same way.
  @Test(arguments: [1, 3]) func kindsThatComeLateAreScatteredToo(threads: Int) throws {
    let placeCount = 40
    let rowCount = 40_000
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "t"))
    let places = store.registry.add(
      (0..<placeCount).map { Place(code: "\($0)", name: "P\($0)", level: .place, scheme: "t") })
    let indicators = ["early", "late"].map {
      store.addIndicator(Indicator(key: $0), to: table)
    }
    let isLate = (0..<rowCount).map { $0 >= 30_000 }
    let batch = ObservationBatch(
      indicators: KeyColumn(codes: isLate.map { $0 ? 1 : 0 }, identities: indicators),
      places: KeyColumn(codes: (0..<rowCount).map { Int32($0 % placeCount) }, identities: places),
      periods: (0..<rowCount).map { Period(.day, Int32($0 / placeCount)) },
      values: (0..<rowCount).map { Double($0) }, rows: .consecutive(2))
    store.commit(batch, threads: threads)
    for (number, indicator) in indicators.enumerated() {
      let group = try #require(store.groups[Int(indicator)].first)
      let rows = isLate.indices.filter { isLate[$0] == (number == 1) }
      #expect(store.groups[Int(indicator)].count == 1)
      #expect(group.filledCount == rows.count)
      #expect(group.values.sorted() == rows.map { Double($0) })
      // The file is sorted by period, so its lines follow.
      group.observations { #expect($0.row == Int32($0.value) + 2) }
      #expect(group.panel.areWhole)
    }
  }

  @Test func anInterruptedLoadLeavesTheSessionAsItWas() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var generator = SplitMix(seed: 3)
    let small = try write("place,year,value\nSơn La,2020,1\n", "panel.csv")
    let large = try write(panel(&generator, rows: 3_000), "large.csv")
    let session = try Session(datasets: nil)
    session.loadPieceBytes = 200
    _ = try session.load(file: small)
    let queries = ["from panel", "from observations", "from indicators", "from places"]
    let before = answers(session, queries)
    session.onProgress { _, share in if share > 0.3 { session.interrupt() } }
    let error = #expect(throws: Diagnostic.self) { try session.load(file: large, as: "panel") }
    #expect(error?.code == "E0601")
    #expect(answers(session, queries) == before)
    session.onProgress { _, _ in }
    #expect(try session.load(file: large).rowCount == 3_000)
  }

  @Test func filesWithEqualColumnsBecomeOneTable() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let paths = [
      try write("place,year,value,note\nSơn La,2020,1,a\nHà Giang,2020,2,b\n", "a.csv"),
      try write("place,year,value,note\nHà Giang,2021,2.5,\n", "b.csv"),
      try write("place,year,value,note\nSơn La,2021,≈4,b\n", "c.csv"),
    ]
    let session = try Session(datasets: nil)
    let summary = try session.load(files: paths, as: "tips")
    #expect(summary.rowCount == 4)
    #expect(summary.tableName == "tips")
    #expect(summary.lines.contains { $0.contains("b.csv") })
    let found = answers(session, ["from tips", "series value by place, year"])
    #expect(found[0].split(whereSeparator: \.isNewline).count == 5)
    #expect(found[1].contains("2.5"))
  }

  @Test func filesWithOtherColumnsAreRefusedByName() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try write("place,year,value\nSơn La,2020,1\n", "a.csv")
    let session = try Session(datasets: nil)
    for (text, word) in [
      ("place,year,count\nSơn La,2021,1\n", "columns"),
      ("place,year,value\nSơn La,2021,many\n", "number"),
    ] {
      let other = try write(text, "b.csv")
      let error = #expect(throws: Diagnostic.self) {
        try session.load(files: [first, other], as: "tips")
      }
      #expect(error?.code == "E0512")
      #expect(error?.message.contains("b.csv") ?? false)
      #expect("\(error.map { [$0.message] + $0.helps } ?? [])".contains(word))
    }
    #expect(session.workspace.tables.isEmpty)
  }
}
