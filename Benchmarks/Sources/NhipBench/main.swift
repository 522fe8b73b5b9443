// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

let usage = """
  usage: nhip-bench SUITE FOLDER [ROUNDS]            seconds of each work, as CSV
         nhip-bench SUITE FOLDER --serve             answers harness/compare.py
         nhip-bench SUITE FOLDER --repeat WORK TIMES does one work on one thread, best seconds
  SUITE is panel or h2o.
  """

/// Times the engine alone; a work that cannot run gives no line but a word on standard error.
func report(_ bench: Bench, rounds: Int) {
  print("work,best_s,median_s,rows")
  for work in bench.works {
    do {
      // The first time warms.
      let rows = try bench.run(work.name).rows
      let seconds = try (0..<rounds).map { _ in try bench.run(work.name).seconds }.sorted()
      print("\(work.name),\(seconds[0]),\(seconds[seconds.count / 2]),\(rows)")
    } catch {
      FileHandle.standardError.write(Data("\(work.name) does not run: \(error)\n".utf8))
    }
  }
}

/// Answers the driver's lines (`run WORK`, `answer WORK FILE`, `works`), one line each.
func serve(_ bench: Bench) {
  // Unbuffered: the driver waits for each line.
  func reply(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
  reply("ready")
  while let line = readLine() {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    do {
      switch (words.first, words.count) {
      case ("works", _): reply(bench.works.map(\.name).joined(separator: " "))
      case ("run", 2):
        let once = try bench.run(words[1])
        reply("ok \(once.seconds) \(once.rows)")
      case ("answer", 3):
        if let csv = try bench.csv(words[1]) {
          try Data(csv.utf8).write(to: URL(filePath: words[2]))
          reply("ok")
        } else {
          reply("none")
        }
      default: reply("error: cannot read `\(line)`")
      }
    } catch {
      reply("error: \(String(describing: error).split(separator: "\n").joined(separator: " | "))")
    }
  }
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  print(usage)
  exit(2)
}
do {
  let mode = arguments.dropFirst(2).first
  // As many as the peers get in harness/compare.py; with one, instructions do not wobble.
  let threads = mode == "--repeat" ? 1 : 2
  let bench = try Bench(suite: arguments[0], folder: arguments[1], threads: threads)
  switch mode {
  case "--serve": serve(bench)
  case "--repeat" where arguments.count == 5:
    let seconds = try (0..<max(1, Int(arguments[4]) ?? 1)).map { _ in
      try bench.run(arguments[3]).seconds
    }
    print("best_s,\(seconds.min() ?? .nan)")
  case let rounds: report(bench, rounds: rounds.flatMap { Int($0) } ?? 5)
  }
} catch {
  print("error: \(error)")
  exit(1)
}
