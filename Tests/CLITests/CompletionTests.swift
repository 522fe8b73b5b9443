// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import Testing

/// Completion as a function of text, without a terminal.
struct CompletionTests {
  let session: Session
  let completer: Completer

  init() throws {
    session = try Session(datasets: Bundled.datasets)
    completer = Completer(
      session,
      commands: [
        (".tables", .none), (".timer", .oneOf(["on", "off"])), (".schema", .table),
      ])
  }

  private func texts(_ text: String) -> [String] {
    completer.complete(text, cursor: text.utf8.count).map(\.text)
  }

  @Test func placesWithoutMarks() {
    #expect(texts("series tips_valuable in ha gi") == ["Hà Giang"])
    #expect(texts("series tips_valuable in HA GI") == ["Hà Giang"])
    #expect(texts("series a tại phường ng").contains("phường Ngọc Hà"))
    #expect(texts("series a in Hà Giang, bac k").contains("Bắc Kạn"))
  }

  @Test func decomposedPlaces() {
    let typed = "series tips_valuable in hà gi".decomposedStringWithCanonicalMapping
    let found = completer.complete(typed, cursor: typed.utf8.count)
    #expect(found.map(\.text) == ["Hà Giang"])
    #expect(found.first?.start == "series tips_valuable in ".utf8.count)
  }

  @Test func replacesTheWholeName() {
    let typed = "series tips_valuable in ha gi"
    let start = completer.complete(typed, cursor: typed.utf8.count).first?.start
    #expect(start == "series tips_valuable in ".utf8.count)
  }

  @Test func indicatorsAfterSeries() {
    #expect(texts("series tips_v") == ["tips_valuable"])
    #expect(texts("series tips_valuable, crime_ch") == ["crime_change"])
    #expect(texts("series 100 * tips_v") == ["tips_valuable"])
    #expect(texts("let x = series tips_v") == ["tips_valuable"])
    #expect(texts("chuỗi tips_v") == ["tips_valuable"])
  }

  @Test func indicatorsOfAPackageThatIsNotLoaded() {
    #expect(!texts("series homi").contains("homicide"))
    #expect(texts("series x from us_states by state | take 1; series tips_v") == ["tips_valuable"])
  }

  @Test func clauseWordsAfterATerm() {
    #expect(texts("series tips_valuable b") == ["by"])
    #expect(texts("series tips_valuable by province d").contains("during"))
    #expect(texts("series tips_valuable by province tro").contains("trong"))
    #expect(!texts("series ").contains("by"))
  }

  @Test func dimensionsAfterBy() {
    #expect(texts("series tips_valuable by prov") == ["province"])
    #expect(texts("series tips_valuable by province, mo").contains("month"))
    #expect(texts("series tips_valuable by model_typ") == ["model_type"])
  }

  @Test func periodsAfterDuring() {
    #expect(texts("series tips_valuable by year during 202").contains("2023"))
    #expect(texts("series tips_valuable during 2023-Q") == (1...4).map { "2023-Q\($0)" })
    #expect(texts("series tips_valuable during 2019..202").contains("2019..2023"))
    #expect(texts("series tips_valuable during la").contains("last 3 years"))
  }

  @Test func tablesAfterFrom() {
    #expect(texts("from ind") == ["indicators"])
    #expect(texts("from sim") == ["simulated"])
    #expect(texts("series homicide from us") == ["us_states"])
  }

  @Test func verbsAfterAPipe() {
    #expect(texts("from indicators | ta") == ["take"])
    #expect(texts("from indicators | xu hu") == ["xu hướng"])
    #expect(texts("from indicators\n|> bien d") == ["biến động"])
  }

  @Test func columnsAfterAVerb() {
    #expect(texts("from indicators | where name_v") == ["name_vi"])
    #expect(texts("series tips_valuable by place, period | where tips_") == ["tips_valuable"])
    #expect(texts("series tips_valuable by place, period | sort -tips_") == ["tips_valuable"])
  }

  @Test func comparatorsAfterVs() {
    #expect(texts("series tips_valuable by place, period | change vs sa") == ["same period"])
    #expect(texts("series tips_valuable by place, period | change vs cung").contains("cùng kỳ"))
  }

  @Test func valuesOfBreakdowns() {
    let values = texts("series models_built by year where model_type = ")
    #expect(!values.isEmpty)
    #expect(values.allSatisfy { $0.hasPrefix("\"") })
  }

  @Test func commandsAndTopics() {
    #expect(texts(".ta") == [".tables"])
    #expect(texts(".timer o") == ["on", "off"])
    #expect(texts(".schema ind") == ["indicators"])
    #expect(texts("help tre") == ["trend"])
    #expect(texts("help E040").contains("E0402"))
  }

  @Test func statementsBeginWithASource() {
    #expect(texts("se") == ["series"])
    #expect(texts("").contains("from"))
  }

  @Test func commonPrefixDropsMarksThatDiffer() {
    let places = ["Hà Giang", "Hải Dương"].map { Completion($0, start: 0, kind: .place) }
    #expect(Completion.commonPrefix(of: places) == "Ha")
    #expect(Completion.commonPrefix(of: Array(places.prefix(1))) == "Hà Giang")
  }

  @Test func neverFails() {
    let text = "let ă = series `x, y[offence = \"tr\" by place in Hà > | derive b = (a + \n|> so"
    for cursor in 0...text.utf8.count { _ = completer.complete(text, cursor: cursor) }
    _ = completer.complete("series", cursor: 99)
    _ = completer.complete("", cursor: -1)
  }

  @Test func answersWithinTheTimeOfAKey() {
    _ = texts("series tips_valuable in ha")
    let queries = ["series tips_valuable in ha gi", "from indicators | where na", "series t"]
    for query in queries {
      let clock = ContinuousClock()
      let best = (0..<5).map { _ in clock.measure { _ = texts(query) } }.min() ?? .zero
      // Twenty milliseconds in a release build; tests are built without optimisation.
      #expect(best < .milliseconds(100))
    }
  }
}
