// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// How a run of the built program ended, and what it wrote.
struct Run {
  let status: Int32
  let output: String
  let errors: String
}

/// The built program, run as a user runs it: in an empty folder with an empty home.
struct Program {
  /// The program stands beside the test bundle.
  static let path: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appending(path: "nhip").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    // Where a helper loads the bundle: its path is an argument.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "nhip").path
  }()

  /// The folder that the program runs in, removed by `remove()`.
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "nhip-cli-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Nothing of the tester's own settings.
  var environment: [String: String] {
    var values = [
      "HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm",
      "NHIP_CACHE": folder + "/cache", "XDG_STATE_HOME": folder + "/state", "PAGER": "",
      "INPUTRC": "/dev/null",
    ]
    // A test bundle elsewhere than in the project says where the data are.
    values["NHIP_DATASETS"] = ProcessInfo.processInfo.environment["NHIP_DATASETS"]
    values["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    return values
  }

  /// Runs the program to its end. Input and output go through files, so that no pipe can fill up.
  func run(
    _ arguments: [String], input: String = "", environment extra: [String: String] = [:]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment.merging(extra) { _, new in new }
    let id = UUID().uuidString
    func file(_ name: String, _ text: String = "") throws -> String {
      let path = "\(folder)/.\(name)-\(id)"
      try Data(text.utf8).write(to: URL(filePath: path))
      return path
    }
    let (inPath, outPath, errPath) = (try file("in", input), try file("out"), try file("err"))
    process.standardInput = FileHandle(forReadingAtPath: inPath)
    process.standardOutput = FileHandle(forWritingAtPath: outPath)
    process.standardError = FileHandle(forWritingAtPath: errPath)
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: try read(outPath), errors: try read(errPath))
  }

  /// The text of a file in the folder, or of a path.
  func read(_ name: String) throws -> String {
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(name)")
  }
}
