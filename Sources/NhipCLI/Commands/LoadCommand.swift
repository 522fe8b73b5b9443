// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.load FILE … [as NAME]`, with the options of the command line: a table each, or one of all.
struct LoadCommand: ShellCommand {
  let names = ["load"]
  let signature =
    ".load FILE … [as NAME] [--kind COLUMN=KIND] [--unit COLUMN=UNIT] [--on-error null] [--decimal ,] [--no-quotes] [--plain] [--sum-rows]"
  let summary = "loads files of figures, a table each or with `as` one of all, or a data package"
  var completes: Completer.ArgumentShape { .file }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    var options = shell.options.loading.fileOptions
    var plain: [String] = []
    var words = arguments.words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        plain.append(word)
        continue
      }
      if raise(word, &options) { continue }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      // `--decimal=,` and `--decimal ,` are the same; `--kind c=flow` holds a `=` of its own.
      let value = parts.count == 2 ? parts[1] : words.popFirst()
      guard let name = parts.first, let value, set(name, value, &options) else {
        let isKnown = parts.first.map(Self.options.contains) ?? false
        throw Diagnostic(
          "E0805",
          isKnown
            ? "`.load` does not take \(value.map { "`\($0)`" } ?? "nothing") for `\(parts[0])`"
            : "`.load` does not take `\(word)`",
          helps: NearestName.helps(word, in: Self.options) + ["written `\(signature)`"])
      }
    }
    var name: String?
    if let word = plain.dropLast().last, ["as", "gọi"].contains(word.lowercased()) {
      name = plain.popLast()
      plain.removeLast()
    }
    guard !plain.isEmpty else {
      throw Diagnostic(
        "E0805", "`.load` needs a file", helps: ["written `\(signature)`"])
    }
    var files: [String] = []
    for path in plain { files += try FilePattern.files(Shell.expanded(path)) }
    if let name {
      shell.load(files, as: name, options)
    } else {
      shell.loadEach(files, options)
    }
  }

  private static let options = [
    "--kind", "--unit", "--on-error", "--decimal", "--separator", "--encoding", "--no-quotes",
    "--plain", "--sum-rows",
  ]

  /// Options without a value.
  private func raise(_ name: String, _ options: inout FileLoadOptions) -> Bool {
    switch name {
    case "--no-quotes": options.hasQuotes = false
    case "--plain": options.isPlain = true
    case "--sum-rows": options.addsRows = true
    default: return false
    }
    return true
  }

  private func set(_ name: String, _ value: String, _ options: inout FileLoadOptions) -> Bool {
    let pair = value.split(separator: "=", maxSplits: 1).map(String.init)
    switch name {
    case "--kind" where pair.count == 2: options.kinds[pair[0]] = pair[1]
    case "--unit" where pair.count == 2: options.units[pair[0]] = pair[1]
    case "--on-error": options.onError = value
    case "--decimal": options.decimal = value.first
    case "--separator": options.separator = value == "tab" || value == "\\t" ? "\t" : value.first
    case "--encoding": options.encoding = value
    default: return false
    }
    return true
  }
}
