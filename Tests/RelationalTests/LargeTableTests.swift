// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipExecution
import Testing

/// Tables of many tasks: the answers of SQLite, whatever the number of threads and batches.
struct LargeTableTests {
  /// A query and the same in SQL, whose rows stand in the order of `_o`.
  static let pairs: [(query: String, sql: String)] = [
    (
      "from t | summarise n = count(), c = count(x), s = sum(x), m = mean(x), lo = min(x), hi = max(x), e = sum(e) by k, g",
      "SELECT k, g, count(*), count(x), sum(x), avg(x), min(x), max(x), sum(e) FROM t GROUP BY k, g ORDER BY min(_o)"
    ),
    (
      "from t | summarise n = count(), s = sum(x), lo = min(n), hi = max(n), me = mean(e) by id",
      "SELECT id, count(*), sum(x), min(n), max(n), avg(e) FROM t GROUP BY id ORDER BY min(_o)"
    ),
    (
      "from t | summarise s = sum(id), c = count(n) by k, g, n, x, e",
      "SELECT k, g, n, x, e, sum(id), count(n) FROM t GROUP BY k, g, n, x, e ORDER BY min(_o)"
    ),
    (
      "from t | summarise s = sum(x), c = count(x), d = count_distinct(k) by e",
      "SELECT e, sum(x), count(x), count(DISTINCT k) FROM t GROUP BY e"
    ),
    (
      "from t | summarise n = count(), s = sum(x), lo = min(x), d = count_distinct(x)",
      "SELECT count(*), sum(x), min(x), count(DISTINCT x) FROM t"
    ),
    (
      "from t | summarise v = variance(x) by k",
      """
      SELECT k, CASE WHEN count(x) > 1 THEN (sum(x * x) - sum(x) * sum(x) / count(x)) / (count(x) - 1) END
      FROM t GROUP BY k ORDER BY min(_o)
      """
    ),
    (
      "from t | where x is not missing | summarise m = median(x) by n",
      """
      SELECT n, avg(x) FROM (SELECT n, x, _o, row_number() OVER (PARTITION BY n ORDER BY x) AS r,
        count(*) OVER (PARTITION BY n) AS c, min(_o) OVER (PARTITION BY n) AS f FROM t
        WHERE x IS NOT NULL) WHERE r IN ((c + 1) / 2, (c + 2) / 2) GROUP BY n ORDER BY f
      """
    ),
    ("from t | distinct k, n", "SELECT k, n FROM t GROUP BY k, n ORDER BY min(_o)"),
    (
      "from t | where x > 10 or n <= -1 | select id, x, g",
      "SELECT id, x, g FROM t WHERE x > 10 OR n <= -1 ORDER BY _o"
    ),
    (
      "from t | where k != \"a\" | derive y = 2 * x - n | select k, y",
      "SELECT k, 2 * x - n FROM t WHERE k != 'a' ORDER BY _o"
    ),
    (
      "from t | sort -x, k | take 25 | select id, x, k",
      "SELECT id, x, k FROM t ORDER BY x DESC NULLS LAST, k NULLS LAST, _o LIMIT 25"
    ),
    (
      "from t | sort n, -x | select id, n, x",
      "SELECT id, n, x FROM t ORDER BY n NULLS LAST, x DESC NULLS LAST, _o"
    ),
    (
      "from t | select id, x, n | top 7 by x, -n",
      "SELECT id, x, n FROM t WHERE x IS NOT NULL ORDER BY x DESC, n NULLS LAST, _o LIMIT 7"
    ),
    (
      "from t | select id, n, x | top 3 by x within n",
      """
      SELECT id, n, x FROM (SELECT *, row_number() OVER (PARTITION BY n ORDER BY x DESC, _o) AS r,
        min(_o) OVER (PARTITION BY n) AS f FROM (SELECT *, _o AS p FROM t)
        ) WHERE x IS NOT NULL AND r <= 3 ORDER BY f, r
      """
    ),
    (
      "from t | select id, k, g, x | join u on k, g | summarise c = count(), s = sum(x) by k, g",
      """
      SELECT t.k, t.g, count(*), sum(t.x) FROM t JOIN u ON t.k = u.k AND t.g = u.g
      GROUP BY t.k, t.g ORDER BY min(t._o)
      """
    ),
  ]

  @Test(arguments: Array(UInt64(1)...6))
  func agreesWithSQLite(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tables = [
      RandomTable("t", rows: 700 + random.below(2_000), &random),
      RandomTable("u", rows: 60, &random),
    ]
    let database = try SQLiteDatabase()
    try database.rows("BEGIN")
    for table in tables { try table.create(in: database) }
    for (query, sql) in Self.pairs {
      let expected = try database.rows(sql)
      for (rows, threads, batch) in [(64, 2, 100), (64, 1, 7), (1 << 16, 2, 2_048), (1, 2, 3)] {
        let session = try Engine.session(tables)
        session.settings.morselRows = rows
        session.settings.threadCount = threads
        session.settings.batchRows = batch
        let found = Engine.rows(try Engine.table(query, session))
        #expect(
          same(found, expected),
          "seed \(seed), tasks of \(rows), \(threads) threads, batches of \(batch)\n\(query)")
      }
    }
  }

  /// Numbers that round: the last bit depends on nothing but the rows.
  @Test func sumsDoNotDependOnThreads() throws {
    var random = SeededGenerator(seed: 5)
    let count = 5_000
    let values = (0..<count).map { _ in Double(random.below(1_000_000)) / 997 - 300 }
    let keys = (0..<count).map { _ in Double(random.below(40)) }
    let table = Table(
      schema: Schema([Field("k", .integer), Field("x", .float)]),
      columns: [Column(numbers: keys), Column(numbers: values)])
    let query =
      "from t | summarise s = sum(x), m = mean(x), d = sd(x), q = quantile(x, 0.3) by k"
    var known: [[Double]]?
    for (threads, batch) in [(1, 2_048), (2, 2_048), (2, 1), (1, 3), (3, 50)] {
      let session = try Engine.session([])
      session.workspace.setTable(table, named: "t")
      session.settings.morselRows = 100
      session.settings.threadCount = threads
      session.settings.batchRows = batch
      let found = try Engine.table(query, session).columns.compactMap(\.numbers)
      #expect(known == nil || found == known, "\(threads) threads, batches of \(batch)")
      known = found
    }
  }
}
