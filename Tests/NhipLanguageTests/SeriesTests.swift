// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct SeriesTests {
  @Test func takesItsClausesInAnyOrder() {
    let clauses = [
      "by district, year", "in tỉnh Sơn La", "during 2019..2024",
      "where offence in (\"trộm cắp\", \"cướp\")", "on boundaries new", "known on 2024-07-15",
      "calendar police", "prefer \"a\", b", "from t", "matched",
    ]
    let expected = Reading.trees("series x \(clauses.joined(separator: " "))")
    #expect(expected.hasPrefix("series x from:t by:district by:year in:[\"tỉnh Sơn La\"]"))
    var order = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let shuffled = clauses.shuffled(using: &order).joined(separator: " ")
      #expect(Reading.trees("series x \(shuffled)") == expected)
    }
  }

  @Test(arguments: [
    ("Thuận Châu, Mai Sơn", [["Thuận Châu"], ["Mai Sơn"]]),
    ("Hà Giang > phường Ngọc Hà", [["Hà Giang", "phường Ngọc Hà"]]),
    ("P. Ngọc Hà", [["P. Ngọc Hà"]]), ("Quận 1, thôn 7", [["Quận 1"], ["thôn 7"]]),
    ("thôn 7A", [["thôn 7A"]]), ("Ea H'leo", [["Ea H'leo"]]),
    ("Bà Rịa - Vũng Tàu", [["Bà Rịa - Vũng Tàu"]]), ("Bà Rịa – Vũng Tàu", [["Bà Rịa – Vũng Tàu"]]),
    ("\"Ha Giang\"", [["Ha Giang"]]), ("\"A, B\" > C", [["A, B", "C"]]),
    ("Từ Sơn", [["Từ Sơn"]]), ("thị xã Từ Sơn", [["thị xã Từ Sơn"]]), ("tu son", [["tu son"]]),
    ("huyện Trà On", [["huyện Trà On"]]), ("tan loc", [["tan loc"]]),
    ("huyen cho moi", [["huyen cho moi"]]),
    ("Thuận   Châu", [["Thuận Châu"]]), ("Thuận Châu,\n  Mai Sơn", [["Thuận Châu"], ["Mai Sơn"]]),
    ("Ha\u{300} Giang", [["H\u{E0} Giang"]]),
  ])
  func readsThePlaces(text: String, paths: [[String]]) {
    for rest in ["", "\n  by year", " by year", " theo năm | take 5", " matched"] {
      let source = SourceText(name: "", text: "series a in \(text)\(rest)")
      let (statements, diagnostics) = Parser.parse(source)
      #expect(
        diagnostics.isEmpty, "\(rest): \(DiagnosticRenderer().render(diagnostics, in: source))")
      guard case .series(let series) = statements.first?.pipeline.source else { continue }
      #expect(series.places.map(\.path) == paths, "\(rest)")
    }
  }

  @Test func readsTerms() {
    #expect(
      Reading.trees(
        "series 10000 * a / b as rate, x[c = \"d\"].base, -y as z, mean(p over district, q)")
        == "series (/ (* 10000 a) b) as rate (. ([] x (= c \"d\")) base) (- y) as z "
        + "mean(p over district, q) {}")
  }

  @Test(arguments: [
    ("series a by year by month", ["E0117"]), ("series a matched matched", ["E0117"]),
    ("series a where b where c by x", ["E0117"]), ("series a durng 2024 by year", ["E0118"]),
    ("series a b by year", ["E0118"]), ("series a on 2024-07-15", ["E0118"]),
    ("series a known 2024-07-15", ["E0118"]), ("series a in by year", ["E0125"]),
    ("series a in Sơn La, | take 5", ["E0125"]), ("series a by", ["E0119"]),
    ("series by year", ["E0112"]), ("series a, by year", ["E0112"]), ("series", ["E0121"]),
    ("series a +, b * , c by year", ["E0121", "E0121"]), ("series a as by year", ["E0112"]),
    ("series rate = a / b by year", ["E0111"]), ("series f(a b, c), d by year", ["E0111"]),
    ("series a by year in (\"x\")", ["E0125"]), ("series a during by year", ["E0112"]),
    ("series a by year vs previous", ["E0118"]), ("series a calendar", ["E0119"]),
    ("series a where b in () by year", ["E0121"]), ("series a in \"\"", ["E0125"]),
  ])
  func tellsEveryMistakeOnce(text: String, codes: [String]) {
    #expect(Reading.codes(text) == codes)
  }
}
