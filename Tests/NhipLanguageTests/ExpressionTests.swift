// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct ExpressionTests {
  @Test(
    arguments: [
      ("a or b and c", "(or a (and b c))"), ("not a and b", "(and (not a) b)"),
      ("not a = b", "(not (= a b))"), ("certainly a > 1 or b", "(or (certainly (> a 1)) b)"),
      ("possibly not a", "(possibly (not a))"), ("a + b * c", "(+ a (* b c))"),
      ("a - b - c", "(- (- a b) c)"), ("a / b / c", "(/ (/ a b) c)"), ("-a * b", "(* (- a) b)"),
      ("a - -b", "(- a (- b))"), ("a % 2 = 0", "(= (% a 2) 0)"),
      ("(a or b) and c", "(and (or a b) c)"),
      ("a = 1..3 + 1", "(= a (.. 1 (+ 3 1)))"), ("a in (1, \"b\")", "(in a [1 \"b\"])"),
      ("a not in (b, c)", "(not-in a [b c])"), ("not a in (b)", "(not (in a [b]))"),
      ("a is missing", "(is a 'missing')"), ("a is not missing", "(is-not a 'missing')"),
      ("a is not reported", "(is a 'not reported')"),
      ("a is not applicable", "(is a 'not applicable')"),
      ("a is not not reported", "(is-not a 'not reported')"),
      ("a + 1 is zero and b is conflict", "(and (is (+ a 1) 'zero') (is b 'conflict'))"),
      ("value.low < 3", "(< (. value low) 3)"), ("a.by = 1", "(= (. a by) 1)"),
      ("count() > 1", "(> count() 1)"), ("f(a, b over year)", "f(a, b over year)"),
      ("x[a = 1][b = 2].base", "(. ([] ([] x (= a 1)) (= b 2)) base)"), ("a = true", "(= a #true)"),
      ("AND = 1", ""), ("a AND b", "(and a b)"), ("a != b", "(!= a b)"), ("a <= b", "(<= a b)"),
    ].filter { !$0.1.isEmpty })
  func bindsAsStated(text: String, tree: String) {
    #expect(Reading.expression(text) == tree)
  }

  @Test(arguments: [
    ("a < b < c", "write `a < b and b < …`"),
    ("1 <= a + 1 <= 5", "write `1 <= a + 1 and a + 1 <= …`"),
  ])
  func refusesChainsWithAWayOut(text: String, help: String) {
    let diagnostics = Reading.diagnostics("from t | where \(text)")
    #expect(diagnostics.map(\.code) == ["E0115"])
    #expect(diagnostics.first?.helps == [help])
  }

  @Test(arguments: [
    ("a = b is missing", "E0115"), ("a in (1) in (2)", "E0115"), ("a = not b", "E0111"),
    ("a is mising", "E0123"), ("a is 3", "E0123"), ("(a", "E0113"), ("x[a = 1", "E0113"),
    ("a)", "E0114"), ("a +", "E0121"), ("+ a", "E0121"), ("", "E0121"), ("a = by", "E0112"),
    ("f(a,)", "E0121"), ("a.", "E0119"), ("a > .5", "E0106"), ("f(a b)", "E0111"),
    ("a, b", "E0124"),
    ("a b", "E0124"), ("a by c", "E0124"), ("a = @", "E0101"), ("a = $^ 3", "E0101"),
  ])
  func refuses(text: String, code: String) {
    #expect(Reading.codes("from t | where \(text)") == [code])
  }

  @Test func tellsSeveralMistakesOfOneExpression() {
    #expect(
      Reading.codes("from t | where a > 1.370 and b == 14,7 or c = 'x'")
        == ["E0104", "E0116", "E0105", "E0128"])
  }

  @Test(arguments: [
    String(repeating: "(", count: 20_000), String(repeating: "x[", count: 20_000),
    String(repeating: "f(", count: 20_000), String(repeating: "-", count: 20_000) + "a",
    String(repeating: "not ", count: 20_000) + "a",
    String(repeating: "a in (", count: 20_000),
    String(repeating: "(", count: 200) + "a"
      + String(repeating: ")", count: 200),
  ])
  func refusesDeepNesting(text: String) {
    #expect(Reading.codes("from t | where \(text)") == ["E0122"])
  }

  @Test(arguments: [" + a", " or a", ".a", "[a]", " and not a"])
  func refusesTallTrees(link: String) {
    let chain = "a" + String(repeating: link, count: 20_000)
    #expect(Reading.codes("from t | where \(chain)") == ["E0122"])
  }

  @Test func takesTheDepthThatQueriesNeed() {
    let deep = String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60)
    #expect(Reading.expression(deep) == "a")
    #expect(Reading.codes("from t | where a" + String(repeating: " or a", count: 200)).isEmpty)
    #expect(
      Reading.codes("from t | where a in (1" + String(repeating: ", 1", count: 20_000) + ")")
        .isEmpty)
  }
}
