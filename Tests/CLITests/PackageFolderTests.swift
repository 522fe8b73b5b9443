// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// Data packages outside the datasets, and files that are none.
struct PackageFolderTests {
  let program: Program

  init() throws {
    program = try Program()
    let made = try program.run([
      "simulate", "--places", "4", "--months", "12", "--seed", "7", "sim",
    ])
    #expect(made.status == 0)
  }

  @Test(arguments: ["sim", "sim/", "sim/datapackage.json"])
  func loadsAPackageByItsFolderOrItsDescriptor(path: String) throws {
    defer { program.remove() }
    let text = try program.read("sim/datapackage.json")
    let table = try #require(text.firstMatch(of: /"table" ?: ?"(\w+)"/)).1
    let count =
      try program.read("sim/observations.csv").split(whereSeparator: \.isNewline).count - 1
    let run = try program.run([
      "--mode", "csv", path, "-c", "from \(table) | summarise n = count() | select n",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(whereSeparator: \.isNewline) == ["n", "\(count)"])
    #expect(run.errors.contains("data package `\(table)`"))
    let again = try program.run(
      ["--mode", "csv"],
      input: ".load \(path)\n.load \(path)\nfrom \(table) | summarise n = count() | select n\n")
    #expect(again.output.split(whereSeparator: \.isNewline) == ["n", "\(count)"])
    #expect(again.errors.contains("replaced"))
  }

  @Test func saysThatOptionsChangeNothingInAPackage() throws {
    defer { program.remove() }
    let script = "from indicators | take 1\n"
    let plain = try program.run([], input: ".load sim --plain\n" + script)
    #expect(plain.status == 0)
    #expect(plain.errors.contains("options of loading change nothing"))
    #expect(!(try program.run([], input: ".load sim\n" + script)).errors.contains("options"))
  }

  @Test func refusesWhatIsNoPackageAndNoFileOfFigures() throws {
    defer { program.remove() }
    try FileManager.default.createDirectory(
      atPath: program.folder + "/empty", withIntermediateDirectories: true)
    try program.write("[{\"a\": 1}]\n", to: "ex.json")
    try program.write("a,b\n1,2\n", to: "a.csv")
    for (script, told) in [
      (".load empty", "a folder without a `datapackage.json`"),
      (".load ex.json", "JSON is not read"),
      (".load sim as other", "is a data package"),
      (".load sim a.csv as other", "is a data package"),
      (".load a.csv ./a.csv as two", "is named twice"),
    ] {
      let run = try program.run([], input: script + "\nfrom indicators | take 1\n")
      #expect(run.status == 1, "\(script)")
      #expect(run.errors.contains(told), "\(script): \(run.errors)")
    }
  }

  @Test func listsTheRowsThatFromGives() throws {
    defer { program.remove() }
    try program.write(
      "place,year,tips\nA,2023,1\nA,2023,2\nA,2024,3\nB,2023,4\n", to: "tips.csv")
    let run = try program.run(["--mode", "csv", "tips.csv"], input: ".tables\n")
    #expect(run.output.contains("tips,observations,4,"), "\(run.output)\(run.errors)")
  }
}
