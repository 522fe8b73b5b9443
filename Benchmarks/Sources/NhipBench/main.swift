// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Times the engine alone: `nhip-bench FOLDER [REPEATS]` prints a JSON line a work.
func report(_ bench: Bench, repeats: Int) throws {
  for work in bench.works {
    var rows = try bench.run(work.name).rows
    var seconds: [Double] = []
    for _ in 0..<repeats {
      let once = try bench.run(work.name)
      seconds.append(once.seconds)
      rows = once.rows
    }
    seconds.sort()
    print(
      "{\"peer\":\"nhip\",\"work\":\"\(work.name)\",\"best_s\":\(seconds[0]),"
        + "\"median_s\":\(seconds[seconds.count / 2]),\"check\":\(rows)}")
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

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
  print("usage: nhip-bench FOLDER [REPEATS | --serve]")
  exit(2)
}
do {
  let bench = try Bench(folder: folder)
  if arguments.dropFirst().first == "--serve" {
    serve(bench)
  } else {
    let repeats = arguments.dropFirst().first.flatMap { Int($0) } ?? 5
    try report(bench, repeats: max(5, repeats))
  }
} catch {
  print("error: \(error)")
  exit(1)
}
