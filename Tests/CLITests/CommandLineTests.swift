// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// Queries, scripts and statuses of the program without a terminal.
struct CommandLineTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func writesResultsToOutputAndNotesAside() throws {
    defer { program.remove() }
    let run = try program.run(["-c", "series tips_valuable by province, year"])
    #expect(run.status == 0)
    #expect(run.output.contains("Hà Giang"))
    #expect(!run.output.contains("1 row"))
    #expect(run.errors.contains("1 row"))
    #expect(run.errors.contains("2016-01..2018-05"))
  }

  @Test func tellsEachNoteOnce() throws {
    defer { program.remove() }
    let run = try program.run(["-c", "series tips_valuable by province, year"])
    #expect((run.output + run.errors).components(separatedBy: "fills no year").count == 2)
  }

  @Test func runsEveryQueryInOrder() throws {
    defer { program.remove() }
    let run = try program.run([
      "--mode", "csv", "-c", "from indicators | take 1", "-c", "from places | take 1",
    ])
    #expect(run.status == 0)
    let lines = run.output.split(whereSeparator: \.isNewline)
    #expect(lines.count == 4)
    #expect(lines.first?.hasPrefix("indicator,") == true)
  }

  @Test func goesOnAfterAFailedQueryAndFails() throws {
    defer { program.remove() }
    let run = try program.run(
      ["--mode", "csv"], input: "from nowhere\n\nfrom indicators | take 1\n")
    #expect(run.status == 1)
    #expect(run.errors.contains("E0206"))
    #expect(run.errors.contains("stdin:1:6"))
    #expect(run.output.hasPrefix("indicator,"))
  }

  @Test func tellsMistakesOfSpellingInTurn() throws {
    defer { program.remove() }
    let run = try program.run(
      ["--mode", "csv"], input: "from indicators | take 1\n\nfrom indicators | | take 1\n")
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("indicator,"))
    #expect(run.errors.contains("stdin:3:"))
  }

  @Test func runsScriptFilesWithCommands() throws {
    defer { program.remove() }
    try program.write(".mode tsv\nfrom indicators\n| take 1\n.quit\nfrom nowhere\n", to: "a.nhip")
    let run = try program.run(["run", "a.nhip"])
    #expect(run.status == 0)
    #expect(run.output.contains("\t"))
    #expect(run.errors.isEmpty)
  }

  /// What the error about a stray quote advises is there.
  @Test func aStrayQuoteCanBeRead() throws {
    defer { program.remove() }
    try program.write("name,n\na,1\n\"b,2\nc,3\n", to: "q.csv")
    let stopped = try program.run(["q.csv", "-c", "from q"])
    #expect(stopped.status == 1 && stopped.errors.contains("--no-quotes"))
    let read = try program.run(["q.csv", "--no-quotes", "--mode", "csv", "-c", "from q | take 2"])
    #expect(read.status == 0 && read.output.contains("2"), "\(read.errors)")
    try program.write(".load q.csv --no-quotes\nfrom q | where n = 3\n", to: "a.nhip")
    #expect(try program.run(["run", "a.nhip"]).status == 0)
  }

  /// Rows of one place and period: rivals, incidents to add up, or rows of a table and no more.
  @Test func equalKeysAreWhatTheLoadSays() throws {
    defer { program.remove() }
    try program.write("place,period,fires\nA,2024,2\nA,2024,3\nB,2024,4\n", to: "f.csv")
    let query = "series fires by place, year"
    let common = ["f.csv", "--kind", "fires=flow", "--mode", "csv"]
    let rivals = try program.run(common + ["-c", "\(query) | conflicts"])
    #expect(rivals.status == 0 && rivals.output.contains("A,"), "\(rivals.errors)")
    let summed = try program.run(common + ["--sum-rows", "-c", query])
    #expect(summed.output.contains("A,place,2024,5"), "\(summed.output)\(summed.errors)")
    let plain = try program.run(common + ["--plain", "-c", query])
    #expect(plain.status == 1 && plain.errors.contains("no indicator named `fires`"))
    try program.write(
      """
      .load f.csv --kind fires=flow --sum-rows
      .mode csv
      \(query)
      .load f.csv --plain
      from f | summarise n = count(), fires = sum(fires)
      \(query)
      """, to: "a.nhip")
    let script = try program.run(["run", "a.nhip"])
    #expect(
      script.output.contains("A,place,2024,5") && script.output.contains("3,9"), "\(script.output)")
    // What the first load made of the name is gone with it.
    #expect(script.errors.contains("no indicator named `fires`"), "\(script.errors)")
  }

  @Test func tellsWhatADeclarationMissed() throws {
    defer { program.remove() }
    try program.write("place,period,số vụ\nA,2024,2\nB,2024,4\n", to: "f.csv")
    let bare = try program.run(["f.csv", "-c", "from f"])
    #expect(bare.errors.contains("--kind 'số vụ=flow'"), "\(bare.errors)")
    let missed = try program.run(["f.csv", "--kind", "số_vụ=flow", "-c", "from f"])
    #expect(missed.status == 0 && missed.errors.contains("nothing here is named `số_vụ`"))
    let wrong = try program.run(["f.csv", "--kind", "số vụ=flwo", "-c", "from f"])
    #expect(wrong.status == 1 && wrong.errors.contains("did this mean `flow`"), "\(wrong.errors)")
    try program.write(".load f.csv --kind vụ\n", to: "a.nhip")
    let half = try program.run(["run", "a.nhip"])
    #expect(half.errors.contains("does not take `vụ` for `--kind`"), "\(half.errors)")
    try program.write(".load f.csv --plian\n", to: "a.nhip")
    #expect(try program.run(["run", "a.nhip"]).errors.contains("did this mean `--plain`"))
  }

  @Test func aScriptMayBeNamedWithoutRun() throws {
    defer { program.remove() }
    try program.write("from indicators | take 1\n", to: "a.nhip")
    #expect(try program.run(["a.nhip"]).status == 0)
    #expect(try program.run(["run", "missing.nhip"]).status == 1)
  }

  @Test(arguments: [
    ["--bogus"], ["--mode", "cvs"], ["--locale", "fr"], ["run"],
    ["simulate", "--places", "0", "x"],
    ["--errors", "xml"], ["--memory-limit", "much"], ["--kind", "value"], ["fmt", "--in-place"],
    ["--threads", "0"], ["--locale", "vi", "run", "a.nhip"],
  ])
  func wrongUsageIsStatusTwo(_ arguments: [String]) throws {
    defer { program.remove() }
    let run = try program.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test(arguments: ["--version", "--help"])
  func informationGoesToOutput(_ option: String) throws {
    defer { program.remove() }
    let run = try program.run([option])
    #expect(run.status == 0)
    #expect(run.output.contains("nhip"))
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: ["table", "box", "csv", "tsv", "json", "jsonlines", "markdown"])
  func writesEveryMode(_ mode: String) throws {
    defer { program.remove() }
    let run = try program.run([
      "--mode", mode, "-c", "from indicators | where indicator = \"tips_valuable\"",
    ])
    #expect(run.status == 0)
    #expect(run.output.contains("tips_valuable"))
    #expect(!run.output.contains("\u{1B}"))
    if mode.hasPrefix("json") {
      let lines = mode == "json" ? run.output : String(run.output.split(separator: "\n")[0])
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(lines.utf8)) }
    }
  }

  @Test func tellsErrorsAsJSON() throws {
    defer { program.remove() }
    let run = try program.run(["--errors", "json", "-c", "from nowhere"])
    #expect(run.status == 1)
    let line = Data(run.errors.utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    #expect(object["code"] as? String == "E0206")
  }

  @Test func speaksVietnamese() throws {
    defer { program.remove() }
    let run = try program.run([
      "--locale", "vi", "-c", "chuỗi tips_valuable theo tỉnh, năm tại ha giang trong 2023",
    ])
    #expect(run.status == 0)
    #expect(run.output.contains("1.370"))
    #expect(run.errors.contains("1 dòng"))
  }

  @Test func timesQueriesOnlyWhenAsked() throws {
    defer { program.remove() }
    let query = "from indicators | take 1"
    #expect(!(try program.run(["-c", query]).errors.contains("ms")))
    #expect(try program.run(["--timer", "-c", query]).errors.contains("ms"))
  }

  @Test func helpWorksInScripts() throws {
    defer { program.remove() }
    let run = try program.run(["-c", "help take", "-c", "help E0201", "-c", ".help"])
    #expect(run.status == 0)
    #expect(run.output.contains("| take N"))
    #expect(run.output.contains("no such column"))
    #expect(run.output.contains("TEN QUERIES TO TRY"))
  }

  @Test func listsTheColumnsOfAPackageNotLoadedYet() throws {
    defer { program.remove() }
    let run = try program.run(["--mode", "csv", "-c", ".schema us_states"])
    #expect(run.status == 0)
    #expect(run.output.contains("indicator,"))
  }

  @Test func saysWhenThereAreNoData() throws {
    defer { program.remove() }
    let run = try program.run(
      ["-c", "from indicators"], environment: ["NHIP_DATASETS": program.folder])
    #expect(run.errors.contains("NHIP_DATASETS"))
  }

  @Test func namesTheNearestCommand() throws {
    defer { program.remove() }
    let run = try program.run(["-c", ".tabels"])
    #expect(run.status == 1)
    #expect(run.errors.contains("did this mean `.tables`"))
  }
}
