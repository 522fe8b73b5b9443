// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct StageTests {
  @Test(arguments: [
    ("sort -a, b", "sort<(- a), b>"),
    ("top 3 by -x within district", "top<3> by:<(- x)> within:<district>"),
    ("rolling 12 month mean", "rolling<12 month mean>"),
    ("rolling 12 months mean", "rolling<12 month mean>"),
    ("index 2019 = 100", "index<(= 2019 100)>"),
    ("change vs mean of 2021..2023", "change<> vs:<mean> of:<(.. 2021 2023)>"),
    ("change vs same period, previous", "change<> vs:<same period, previous>"),
    ("change vs previous like for like", "change<> vs:<previous like> for:<like>"),
    ("join left pops on district", "join<left pops> on:<district>"),
    ("join asof t on a = b", "join<asof t> on:<(= a b)>"),
    ("export \"x.csv\" for excel", "export<\"x.csv\"> for:<excel>"),
    ("fill remainder limit 3", "fill<remainder> limit:<3>"),
    (
      "study from 2022-06 treated \"phường Ngọc Hà\" with rest",
      "study<> from:<@2022-06 treated \"phường Ngọc Hà\"> with:<rest>"
    ),
    ("explain profile", "explain<profile>"), ("take 10", "take<10>"), ("why", "why<>"),
    (
      "summarise n = count(), m = mean(x over district, w) by year, district",
      "summarise<n:=count(), m:=mean(x over district, w)> by:<year, district>"
    ),
    ("correlate spearman lag 2 given z", "correlate<spearman> lag:<2> given:<z>"),
    ("correlate over time", "correlate<> over:<time>"),
    (
      "regress y on a, b effects place, period",
      "regress<y> on:<a, b> effects:<place, period>"
    ),
    (
      "rank of a per population including partial",
      "rank<> of:<a> per:<population> including:<partial>"
    ),
    (
      "compare \"Thuận Châu\" with rest per population",
      "compare<\"Thuận Châu\"> with:<rest> per:<population>"
    ),
    ("frobnicate 1 2, a = b + 1 by c", "frobnicate<1 2, a:=(+ b 1)> by:<c>"),
    ("`where` a, b", "`where`<a, b>"), ("where a = b", "where<(= a b)>"),
    ("rename new = old", "rename<new:=old>"), ("forecast 2 month", "forecast<2 month>"),
    ("join t on a = b, c", "join<t> on:<(= a b), c>"), ("select `by`, x", "select<`by`, x>"),
    ("shift 1 year", "shift<1 year>"), ("index quý 3/2024 = 100", "index<(= @2024-Q3 100)>"),
  ])
  func readsTheStage(text: String, tree: String) {
    #expect(Reading.stage(text) == tree)
  }

  @Test(arguments: [
    ("from t | | take 5", ["E0120"]), ("from t |", ["E0120"]),
    ("from t | by x | in y", ["E0120", "E0120"]),
    ("from t | sort a,", ["E0121"]), ("from t | derive by = 3", ["E0112"]),
    ("from t | sort a, by b", ["E0121"]),
    ("from t | 5", ["E0120"]),
    ("from t | sort a ]", ["E0114"]), ("from t by year | take 5", ["E0126"]), ("from", ["E0119"]),
    ("from by", ["E0112"]), ("let = from t", ["E0119"]), ("let x from t", ["E0111"]),
    ("crime by year | take 5", ["E0110"]), ("| take 5", ["E0110"]), ("sries a by year", ["E0110"]),
    ("from t | sort (a | where b = | take (", ["E0113", "E0121", "E0121"]),
    ("from t | derive n = , m = 2", ["E0121"]),
    ("from t | take 5) | sort a +", ["E0114", "E0121"]),
  ])
  func tellsEveryMistakeOnce(text: String, codes: [String]) {
    #expect(Reading.codes(text) == codes)
  }

  @Test func goesOnAfterAMistake() {
    let source = SourceText(
      name: "", text: "series a +, b by year | sort ] | take 5\n\nfrom t | | take 3")
    let (statements, diagnostics) = Parser.parse(source)
    #expect(diagnostics.map(\.code) == ["E0121", "E0114", "E0120"])
    #expect(
      statements.map(TreeText.of) == [
        "series <invalid> b by:year {by} | sort<<invalid>> | take<5>", "from t | take<3>",
      ])
  }

  @Test func tellsAtMostTwentyMistakes() {
    let text = String(repeating: "from t | |\n\n", count: 50)
    #expect(Reading.codes(text).count == Parser.diagnosticLimit)
    #expect(Reading.codes("from t" + String(repeating: " | sort ]", count: 50)).count == 20)
  }
}
