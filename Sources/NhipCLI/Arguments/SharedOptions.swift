// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import NhipEngine

/// Options of every command that runs queries.
struct SharedOptions: ParsableArguments {
  @Option(
    name: [.customLong("mode")],
    help: ArgumentHelp(
      "How results are written: \(DisplayOptions.modes.joined(separator: ", ")).",
      valueName: "mode"))
  var mode: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the results into this file; it appears only when everything succeeded.",
      valueName: "file"))
  var output: String?

  @Option(
    name: .long, help: ArgumentHelp("Language and number form: en or vi.", valueName: "locale"))
  var locale: String?

  @Flag(name: .customLong("no-init"), help: "Do not run ~/.config/nhip/init.nhip first.")
  var skipsInit = false

  @Option(
    name: .long, help: ArgumentHelp("How errors are written: text or json.", valueName: "form"))
  var errors = "text"

  @Flag(name: .long, help: "Tell the time each query took.")
  var timer = false

  @Option(
    name: .customLong("memory-limit"),
    help: ArgumentHelp("What a query or a load may take, such as 512M.", valueName: "size"))
  var memoryLimit: String?

  @Option(name: .long, help: ArgumentHelp("Threads that queries use.", valueName: "count"))
  var threads: Int?

  @OptionGroup(title: "Loading files")
  var loading: LoadingOptions

  func validate() throws {
    try SharedOptions.check(mode, "--mode", DisplayOptions.modes)
    try SharedOptions.check(locale, "--locale", DisplayOptions.locales)
    try SharedOptions.check(errors, "--errors", ["text", "json"])
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1") }
    if let memoryLimit, ByteSize.parse(memoryLimit) == nil {
      throw ValidationError("--memory-limit takes a size such as 512M or 4G, not \(memoryLimit)")
    }
  }

  /// Refuses a value that is none of `choices`.
  static func check(_ value: String?, _ option: String, _ choices: [String]) throws {
    guard let value, !choices.contains(value) else { return }
    throw ValidationError(
      "\(option) takes one of \(choices.joined(separator: ", ")), not \(value)")
  }
}

/// How files of figures are read.
struct LoadingOptions: ParsableArguments {
  @Option(
    name: .customLong("on-error"),
    help: ArgumentHelp(
      "At a cell that cannot be read: stop, or null to keep the rest.", valueName: "what"))
  var onError = "stop"

  @Option(
    name: .long, help: ArgumentHelp("The decimal mark of the numbers: . or ,", valueName: "mark"))
  var decimal: String?

  @Option(
    name: .long, help: ArgumentHelp("What separates cells: , ; | or tab", valueName: "mark"))
  var separator: String?

  @Option(
    name: .long, help: ArgumentHelp("utf-8, utf-16le, utf-16be, windows-1258", valueName: "name"))
  var encoding: String?

  @Flag(name: .customLong("no-quotes"), help: "Read quotes as plain characters.")
  var noQuotes = false

  @Flag(help: "Make tables for `from` only, whatever the columns are called.")
  var plain = false

  @Flag(
    name: .customLong("sum-rows"),
    help: "Add up rows of one place and period instead of taking them for rival figures.")
  var sumRows = false

  @Option(
    name: .customLong("kind"),
    help: ArgumentHelp(
      "What a column counts: flow, stock, average, ratio, share, rate, change.",
      valueName: "column=kind"))
  var kinds: [String] = []

  @Option(
    name: .customLong("unit"), help: ArgumentHelp("The unit of a column.", valueName: "column=unit")
  )
  var units: [String] = []

  func validate() throws {
    for (option, pairs) in [("--kind", kinds), ("--unit", units)] {
      for pair in pairs where pair.split(separator: "=", maxSplits: 1).count != 2 {
        throw ValidationError("\(option) takes COLUMN=VALUE, not \(pair)")
      }
    }
    try SharedOptions.check(onError, "--on-error", ["stop", "null"])
    try SharedOptions.check(decimal, "--decimal", [".", ","])
    if let separator, separator.count != 1, separator != "tab", separator != "\\t" {
      throw ValidationError("--separator takes one character or tab, not \(separator)")
    }
  }

  var fileOptions: FileLoadOptions {
    var options = FileLoadOptions()
    options.onError = onError
    options.decimal = decimal?.first
    options.separator = separator == "tab" || separator == "\\t" ? "\t" : separator?.first
    options.encoding = encoding
    options.hasQuotes = !noQuotes
    options.isPlain = plain
    options.addsRows = sumRows
    options.kinds = LoadingOptions.pairs(kinds)
    options.units = LoadingOptions.pairs(units)
    return options
  }

  /// `value=flow` by its column; the last one said holds.
  private static func pairs(_ texts: [String]) -> [String: String] {
    var pairs: [String: String] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1)
      if let name = parts.first, let value = parts.last { pairs[String(name)] = String(value) }
    }
    return pairs
  }
}

/// Sizes as people write them.
enum ByteSize {
  /// Bytes of `512M`, `4G`, `1000000`; `nil` where it is no size.
  static func parse(_ text: String) -> Int? {
    let number = text.prefix { $0.isNumber && $0.isASCII }
    guard let value = Int(number), value > 0 else { return nil }
    let shift: Int
    switch text.dropFirst(number.count).uppercased() {
    case "", "B": shift = 0
    case "K", "KB", "KIB": shift = 10
    case "M", "MB", "MIB": shift = 20
    case "G", "GB", "GIB": shift = 30
    default: return nil
    }
    let (bytes, overflows) = value.multipliedReportingOverflow(by: 1 << shift)
    return overflows ? nil : bytes
  }
}
