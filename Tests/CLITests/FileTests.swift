// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// Files that the program reads and writes, and readers that go away.
struct FileTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func writesTheOutputFileWhole() throws {
    defer { program.remove() }
    let run = try program.run(["--output", "a.csv", "-c", "from indicators | take 2"])
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(try program.read("a.csv").split(whereSeparator: \.isNewline).count == 3)
  }

  @Test func keepsTheOldOutputFileWhenAStatementFails() throws {
    defer { program.remove() }
    try program.write("before\n", to: "a.csv")
    let run = try program.run([
      "--output", "a.csv", "-c", "from indicators | take 2", "-c", "from nowhere",
    ])
    #expect(run.status == 1)
    #expect(try program.read("a.csv") == "before\n")
    #expect(run.errors.contains("was not written"))
  }

  @Test func refusesAnOutputFolderThatIsNotThere() throws {
    defer { program.remove() }
    let run = try program.run(["--output", "no/a.csv", "-c", "from indicators | take 2"])
    #expect(run.status == 1)
    #expect(run.errors.contains("E0520"))
  }

  @Test func loadsFilesBeforeQueries() throws {
    defer { program.remove() }
    try program.write("tỉnh,năm,tin\nHà Giang,2023,12\nHà Giang,2024,15\n", to: "tin.csv")
    let run = try program.run(["--mode", "csv", "tin.csv", "-c", "from tin | take 5"])
    #expect(run.status == 0)
    #expect(run.output.contains("Hà Giang"))
    #expect(!run.errors.isEmpty)
  }

  @Test func tellsAFileThatIsNotThere() throws {
    defer { program.remove() }
    let run = try program.run(["missing.csv", "-c", "from indicators | take 1"])
    #expect(run.status == 1)
    #expect(run.errors.contains("E0504"))
  }

  @Test func runsTheInitFileFirst() throws {
    defer { program.remove() }
    let folder = program.folder + "/.config/nhip"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let script = ".mode csv\nlet few = from indicators | take 1\n"
    try program.write(script, to: ".config/nhip/init.nhip")
    let run = try program.run(["-c", "from few"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("indicator,"))
    #expect(try program.run(["--no-init", "-c", "from few"]).status == 1)
  }

  @Test func formatsQueries() throws {
    defer { program.remove() }
    let text = "# note\nseries  tips_valuable by  year|take 3\n"
    let formatted = try program.run(["fmt"], input: text)
    #expect(formatted.status == 0)
    #expect(formatted.output == "# note\nseries tips_valuable by year\n| take 3\n")
    try program.write(text, to: "a.nhip")
    #expect(try program.run(["fmt", "--check", "a.nhip"]).status == 1)
    #expect(try program.run(["fmt", "--in-place", "a.nhip"]).status == 0)
    #expect(try program.read("a.nhip") == formatted.output)
    #expect(try program.run(["fmt", "--check", "a.nhip"]).status == 0)
    #expect(try program.run(["fmt"], input: "from a | |").status == 1)
  }

  @Test func simulatesTheSameBytesAgain() throws {
    defer { program.remove() }
    let options = ["simulate", "--places", "4", "--months", "12", "--seed", "7"]
    #expect(try program.run(options + ["one"]).status == 0)
    #expect(try program.run(options + ["two"]).status == 0)
    #expect(try program.read("one/observations.csv") == program.read("two/observations.csv"))
    #expect(program.exists("one/truth.json"))
  }

  @Test func endsQuietlyWhenTheReaderLeaves() throws {
    defer { program.remove() }
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    let script = """
      for i in $(seq 200); do echo 'from observations'; echo; done \
      | "$0" --mode csv 2>errors.txt | head -n 1 >/dev/null; echo ${PIPESTATUS[1]} >status.txt
      """
    shell.arguments = ["-c", script, Program.path]
    shell.currentDirectoryURL = URL(filePath: program.folder)
    shell.environment = program.environment
    try shell.run()
    shell.waitUntilExit()
    #expect(try program.read("status.txt") == "141\n")
    #expect(try program.read("errors.txt").isEmpty)
  }

  /// Runs a line of the shell, where `$0` is the program, and tells its status.
  private func status(_ line: String) throws -> Int32 {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", line, Program.path]
    shell.currentDirectoryURL = URL(filePath: program.folder)
    shell.environment = program.environment
    try shell.run()
    shell.waitUntilExit()
    return shell.terminationStatus
  }

  @Test(arguments: [
    "\"$0\" --mode csv -c 'from indicators' >/dev/full 2>errors.txt",
    "\"$0\" --mode csv -c 'from indicators' >&- 2>errors.txt",
    "echo 'from indicators' | \"$0\" >/dev/full 2>errors.txt",
    "echo 'from indicators' >a.nhip; \"$0\" run a.nhip >/dev/full 2>errors.txt",
  ])
  func tellsThatResultsCannotBeWritten(line: String) throws {
    defer { program.remove() }
    #expect(try status(line) == 1)
    #expect(try program.read("errors.txt").contains("cannot write to the standard output"))
  }

  @Test func leavesNothingOfAFileThatMayNotGrow() throws {
    defer { program.remove() }
    let line = """
      ulimit -f 4; "$0" -c 'series homicide from us_states by state, year | export "a.csv"' \
      2>errors.txt
      """
    #expect(try status(line + " >/dev/null") == 1)
    #expect(try program.read("errors.txt").contains("E0525"))
    let left = try FileManager.default.contentsOfDirectory(atPath: program.folder)
    #expect(!left.contains { $0.hasPrefix("a.csv") })
  }

  @Test func tellsOnceThatANameStandsOnItself() throws {
    defer { program.remove() }
    let run = try program.run([
      "-c", "let a = from indicators", "-c", "let a = from a", "-c", "from a",
    ])
    #expect(run.status == 1)
    #expect(run.errors.contains("`a` stands on itself"))
    #expect(!run.errors.contains("cannot be read: `a` cannot be read"))
  }
}
