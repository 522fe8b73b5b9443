// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipExecution
import NhipOptimizer
import Testing

/// The relational verbs against SQLite: the same rows in the same order.
struct DifferentialTests {
  /// Seeds of one test case; together several hundred pipelines.
  static let seedsPerCase: UInt64 = 50

  private func check(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tables = [RandomTable("t", &random), RandomTable("u", &random)]
    let database = try SQLiteDatabase()
    for table in tables { try table.create(in: database) }
    let pipeline = try RandomPipeline(over: tables[0], and: tables[1], in: database, random)
    let list = pipeline.columns.map(\.sql).joined(separator: ", ")
    let expected = try database.rows("SELECT \(list) FROM (\(pipeline.sql)) ORDER BY _o")
    func run(_ what: String, _ change: (Session) -> Void) throws {
      let session = try Engine.session(tables)
      change(session)
      do {
        let table = try Engine.table(pipeline.query, session)
        #expect(
          table.schema.names == pipeline.columns.map(\.name),
          "seed \(seed), \(what)\n\(pipeline.query)")
        let found = Engine.rows(table)
        #expect(
          same(found, expected),
          "seed \(seed), \(what)\n\(pipeline.query)\nfound \(found)\nexpected \(expected)")
      } catch {
        Issue.record("seed \(seed), \(what)\n\(pipeline.query)\n\(error)")
      }
    }
    try run("as it is") { _ in }
    try run("batches of 1") { $0.settings.batchRows = 1 }
    try run("batches of 3") { $0.settings.batchRows = 3 }
    let rule = random.pick(Optimizer.allRules.map(\.name))
    try run("without \(rule)") { $0.disabledRules = [rule] }
    try run("without any rule") { $0.disabledRules = Set(Optimizer.allRules.map(\.name)) }
  }

  @Test(arguments: Array(UInt64(0)..<12))
  func agreesWithSQLite(_ block: UInt64) throws {
    for seed in block * Self.seedsPerCase..<(block + 1) * Self.seedsPerCase { try check(seed) }
  }
}
