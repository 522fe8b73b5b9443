// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import Testing

/// Functions of one row: values, missing values, and the edges of each.
struct FunctionTests {
  /// The only cell of `derive x = …` over a row of nothing in particular.
  private func value(_ expression: String) throws -> SQLiteDatabase.Value {
    let session = try Session(datasets: nil)
    session.workspace.setTable(
      Table(
        schema: Schema([
          Field("no_text", .text), Field("no_number", .float), Field("p", .period),
          Field("weeks", .period), Field("no_period", .period), Field("open", .period),
        ]),
        columns: [
          Column(texts: [nil]), Column(numbers: [.nan]),
          Column(.periods([Period("2016-01..2018-05") ?? .none])),
          Column(.periods([Period("2024-W05") ?? .none])), Column(.periods([.none])),
          Column(.periods([Period("../2024-03-13") ?? .none])),
        ]), named: "t")
    let rows = Engine.rows(
      try Engine.table("from t | derive result = \(expression) | select result", session))
    return rows[0][0]
  }

  @Test(
    arguments: [
      ("round(2.6750, 2)", 2.68), ("round(-2.6750, 2)", -2.68), ("round(0.5)", 1),
      ("round(-0.5)", -1),
      ("round(1.0050, 2)", 1.01), ("round(9.9950, 2)", 10), ("round(1234.5, -2)", 1200),
      ("round(1250, -2)", 1300), ("round(49, -2)", 0), ("round(0.1, 20)", 0.1),
      ("round(5, -1)", 10), ("round(0.00004, 4)", 0), ("round(0.00005, 4)", 0.0001),
      ("round(123456789012, -3)", 123_456_789_000), ("abs(-3)", 3), ("floor(-1.5)", -2),
      ("ceil(-1.5)", -1), ("ceil(-0.5)", 0), ("sqrt(9)", 3), ("exp(0)", 1), ("log(1)", 0),
      ("least(3, 1, 2)", 1), ("greatest(3, 1, 2)", 3), ("coalesce(no_number, 4)", 4),
      ("length(\"Hà Giang\")", 8), ("length(\"\")", 0), ("number(\" 12.5 \")", 12.5),
      ("number(\"-1e3\")", -1000), ("months(p)", 29), ("days(p)", 882), ("days(weeks)", 7),
      ("if(1 < 2, 5, 6)", 5), ("if(1 > 2, 5, 6)", 6),
    ] as [(String, Double)])
  func gives(_ expression: String, _ number: Double) throws {
    #expect(try value(expression) == .number(number), "\(expression)")
  }

  @Test(arguments: [
    ("lower(\"ĐƯỜNG\")", "đường"), ("upper(\"đường\")", "ĐƯỜNG"),
    ("replace(\"a-b-c\", \"-\", \"+\")", "a+b+c"), ("replace(\"abc\", \"\", \"x\")", "abc"),
    ("text(1370)", "1370"), ("text(14.7)", "14.7"), ("text(1 < 2)", "true"),
    ("text(p)", "2016-01..2018-05"), ("text(start(p))", "2016-01-01"),
    ("text(end(p))", "2018-05-31"), ("text(end(open))", "2024-03-13"),
    ("if(1 < 2, \"few\", \"many\")", "few"), ("coalesce(no_text, \"none\")", "none"),
  ])
  func givesText(_ expression: String, _ text: String) throws {
    #expect(try value(expression) == .text(text), "\(expression)")
  }

  @Test(arguments: [
    "abs(no_number)", "round(no_number, 2)", "round(2, no_number)", "sqrt(-1)", "log(0)", "log(-1)",
    "exp(1000)", "least(1, no_number)", "greatest(no_number, 1)", "coalesce(no_number, missing)",
    "lower(no_text)", "length(no_text)", "replace(no_text, \"a\", \"b\")",
    "contains(no_text, \"a\")",
    "starts_with(\"a\", no_text)", "number(\"1.370,5\")", "number(\"nan\")", "number(\"0x10\")",
    "number(\"1e999\")", "number(no_text)", "text(no_number)", "months(weeks)", "year(p)",
    "quarter(p)", "month(p)", "start(open)", "days(open)", "months(no_period)", "end(no_period)",
    "if(no_number > 1, 5, 6)", "if(1 > 2, 5)", "1 / 0", "no_number + 1", "5 % 0",
  ])
  func isMissing(_ expression: String) throws {
    #expect(try value(expression) == .null, "\(expression)")
  }
}
