// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Writes random queries, the same for the same seed, with every construct of the grammar.
struct QueryGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func statement() -> String {
    let binding = chance(8) ? "let \(name()) = " : ""
    let source = chance(4) ? "from \(name())" : series()
    let stages = list(0...4) { $0.stage() }
    return ([binding + source] + stages).joined(separator: pick([" | ", "\n| ", " |> ", " |\n"]))
  }

  private mutating func series() -> String {
    var clauses = [
      "by \(list(1...3) { $0.dimension() }.joined(separator: ", "))",
      "in \(list(1...3) { $0.place() }.joined(separator: ", "))", "during \(period())",
      "where \(expression(3))", "on boundaries \(pick(["old", "new", "2025-07-01", "mới"]))",
      "known on 2024-07-15", "calendar \(pick(["civil", "police", "công an"]))",
      "prefer \(pick(["a", "\"b c\", d"]))", "from \(name())", "matched",
    ]
    clauses.shuffle(using: &random)
    let terms = list(1...3) { generator in
      let term = generator.chance(2) ? "(\(generator.expression(2)))" : generator.name()
      return generator.chance(3) ? "\(term) as \(generator.name())" : term
    }
    let chosen = clauses.prefix(Int.random(in: 0...5, using: &random))
    let separator = pick([" ", "\n  "])
    return (["series \(terms.joined(separator: ", "))"] + chosen).joined(separator: separator)
  }

  private mutating func stage() -> String {
    if chance(4) { return "where \(expression(4))" }
    let verb = pick([
      "sort", "xu hướng", "bien dong", "frobnicate", "`by`", "rolling", "top", "chart",
    ])
    let operands = list(0...3) { $0.operand(isDirect: true) }
    let clauses = list(0...3) { generator in
      let word = generator.pick([
        "by", "vs", "of", "so với", "within", "for", "theo", "on", "limit",
      ])
      return
        "\(word) \(generator.list(0...2) { $0.operand(isDirect: false) }.joined(separator: ", "))"
    }
    return ([verb, operands.joined(separator: ", ")] + clauses).joined(separator: " ")
  }

  private mutating func operand(isDirect: Bool) -> String {
    if isDirect && chance(4) { return "\(name()) = \(expression(3))" }
    if chance(5) {
      return pick(["12 tháng trung bình", "cùng kỳ", "same period", "3 months", "trái u"])
    }
    // A name and then a bracket would be a call, so what stands first of two is no name.
    let first = chance(3) ? pick(["12", "\"x\"", "2024-Q3", "(a < 1)", "(b)"]) + " " : ""
    return first + (chance(3) ? expression(2) : atom())
  }

  private mutating func expression(_ depth: Int) -> String {
    guard depth > 0, !chance(4) else { return atom() }
    let left = chance(3) ? "(\(expression(depth - 1)))" : atom()
    let right = chance(2) ? "(\(expression(depth - 1)))" : atom()
    switch Int.random(in: 0...9, using: &random) {
    case 0: return "\(left) or \(right) and \(atom())"
    case 1: return "not \(left)"
    case 2: return "\(left) \(pick(["=", "!=", "<", "<=", ">", ">="])) \(right)"
    case 3:
      return
        "\(left) \(pick(["", "not "]))in (\(list(1...3) { $0.atom() }.joined(separator: ", ")))"
    case 4:
      return "\(left) is \(pick(["", "not "]))"
        + pick(["missing", "not reported", "zero", "một phần", "not applicable", "conflict"])
    case 5: return "-\(left)"
    case 6: return "\(pick(["certainly", "possibly"])) \(left)"
    case 7: return "\(left)..\(right)"
    default: return "\(left) \(pick(["+", "-", "*", "/", "%"])) \(right)"
    }
  }

  private mutating func atom() -> String {
    switch Int.random(in: 0...8, using: &random) {
    case 0: return pick(["0", "42", "14.7", "1e5", "2024"])
    case 1: return pick(["\"trộm cắp\"", "\"a \\\" b\"", "\"\"", "\"\\\\\""])
    case 2: return pick(["true", "false"])
    case 3:
      return pick(["2024-S1", "2024-q3", "2024-07", "2024-07-15", "last 3 years", "quý 3/2024"])
    case 4:
      return
        "\(pick(["count", "f", "tổng"]))(\(list(0...2) { $0.argument() }.joined(separator: ", ")))"
    case 5: return "\(name())[\(name()) = 1]"
    case 6: return "\(name()).\(name())"
    default: return name()
    }
  }

  private mutating func argument() -> String {
    chance(3) ? "\(name()) over \(dimension())" : expression(1)
  }

  private mutating func name() -> String {
    pick(["a", "crime_cases", "số_vụ", "`by`", "`a b`", "x1", "ti\u{309}nh", "`a``b`", "Total"])
  }

  private mutating func dimension() -> String {
    pick(["province", "year", "tỉnh", "nửa năm", "thang", "`by`", "offence", "months", "place"])
  }

  private mutating func place() -> String {
    pick([
      "Sơn La", "tỉnh Hà Giang > phường Ngọc Hà", "P. Ngọc Hà", "Quận 1", "thôn 7A", "\"A, B\"",
      "\"Trà by\"", "Ea H'leo", "Bà Rịa - Vũng Tàu", "Từ Sơn", "tan loc", "\"x|y\"", "`q`",
    ])
  }

  private mutating func period() -> String {
    pick([
      "2024", "2019..2024", "2024-S1..2025-S2", "last 6 quarters", "9 tháng 2024",
      "6 tháng đầu năm 2024", "3 năm gần đây", "2022-12-24",
    ])
  }

  // MARK: Choices

  private mutating func chance(_ oneIn: Int) -> Bool {
    Int.random(in: 0..<oneIn, using: &random) == 0
  }

  private mutating func pick(_ choices: [String]) -> String {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  private mutating func list(
    _ counts: ClosedRange<Int>, _ make: (inout QueryGenerator) -> String
  ) -> [String] {
    (0..<Int.random(in: counts, using: &random)).map { _ in make(&self) }
  }
}
