// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipLanguage
import NhipLibrary
import NhipPlan

/// Bytes as query text against the bundled data.
struct QueryTarget: FuzzTarget {
  /// Results larger than this must be refused before they are made.
  private static let memoryLimitBytes = 128 << 20

  private let session: Session
  /// What is loaded before the first input; definitions of one input must not reach the next.
  private let fresh: Workspace

  init() {
    do {
      session = try Session(datasets: Fuzz.datasets)
    } catch {
      fatalError("the bundled data do not load: \(error.diagnostics)")
    }
    session.writesFiles = false
    session.settings.memoryLimitBytes = Self.memoryLimitBytes
    for table in ["us_states", "north_carolina"] {
      _ = session.run(SourceText(name: "warm", text: "from \(table) | take 1"))
    }
    fresh = session.workspace
  }

  func run(_ input: [UInt8]) {
    session.workspace = fresh
    let variant = Checksum.of(input)
    session.disabledRules = []
    let source = SourceText(name: "fuzz", text: String(decoding: input, as: UTF8.self))
    let outcomes = session.run(source)
    for outcome in outcomes { OutcomeCheck.check(outcome, variant: variant) }
    _ = Parser.isIncomplete(source.text)
    if variant % 8 == 0 { comparePaths(source, outcomes) }
  }

  /// The optimiser and the fast paths may not change an answer.
  private func comparePaths(_ source: SourceText, _ outcomes: [StatementOutcome]) {
    guard !source.text.contains("explain") else { return }
    session.workspace = fresh
    session.settings.usesFastPaths = false
    session.settings.batchRows = 3
    defer {
      session.settings.usesFastPaths = true
      session.settings.batchRows = 2_048
    }
    let others = session.run(source)
    for (a, b) in zip(outcomes, others) {
      guard case .success(let one) = a.result, case .success(let other) = b.result else { continue }
      var options = DisplayOptions()
      options.mode = "tsv"
      guard one.rowCount < 5_000, let x = try? one.text(options), let y = try? other.text(options)
      else { continue }
      if !Self.agree(x, y) {
        print("--- as it runs\n\(x)\n--- without fast paths, in batches of three\n\(y)")
        fatalError("the answer depends on how the query runs")
      }
    }
  }

  /// Whether two tables are equal but for the last digits of sums, which the paths add up in their
  /// own order.
  private static func agree(_ a: String, _ b: String) -> Bool {
    guard a != b else { return true }
    let (x, y) = (cells(a), cells(b))
    return x.count == y.count
      && zip(x, y).allSatisfy { one, other in
        guard one != other else { return true }
        guard let one = Double(one), let other = Double(other) else { return false }
        return abs(one - other) <= 1e-11 * max(1, abs(one), abs(other))
      }
  }

  private static func cells(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\t" || $0 == "\n" }
  }

  /// The examples of every verb, and the questions of the language's tests.
  static var seeds: [(name: String, bytes: [UInt8])] {
    var texts = StandardLibrary.verbs.flatMap(\.examples).map(\.query)
    if let file = ProcessInfo.processInfo.environment["NHIP_FUZZ_QUESTIONS"],
      let questions = try? String(contentsOfFile: file, encoding: .utf8)
    {
      texts += Parser.splitStatements(questions).map(\.text)
    }
    texts += [
      "series crime_change by place, year | check", "from indicators | take 3", "from places",
    ]
    return texts.enumerated().map { ("seed-\($0.offset).nhip", Array($0.element.utf8)) }
  }

  private static let examples = StandardLibrary.verbs.flatMap(\.examples).map {
    $0.query.split(separator: "|").map(String.init)
  }

  static let stages = examples.flatMap { $0.dropFirst() }
  static let sources = examples.compactMap(\.first)

  static let pieces: [String] = {
    var pieces = Vocabulary.entries.flatMap(\.spellings)
    pieces += StandardLibrary.aggregates.map(\.name) + StandardLibrary.scalars.map { $0.name + "(" }
    pieces += stages.map { "| " + $0 }
    pieces += [
      "crime_cases", "tips_valuable", "crime_change", "models_total", "models_built", "model_type",
      "households_registered", "place", "period", "province", "\"Hà Giang\"", "tỉnh Sơn La",
      "2023", "2016..2018", "2024-Q3", "2021-S1", "2016-01..2018-05", "2023-W05", "2024-02-29",
      "9999", "0", "-1", "1e308", "9223372036854775807", "99999999999999999999", "0.1", "14,7 %",
      "null", "true", "by", "in", "during", "and", "or", "not", "(", ")", "[", "]", ",", "|",
      "\n", ";", "==", "!=", "<=", "+", "-", "*", "/", "%", "^", "=", "..", ".", "`a b`", "\"", "`",
      "let x = ", "explain ", "from us_states ", "from north_carolina ", "from observations ",
      "from places ", "from indicators ", "as x", "😀", "\u{300}",
    ]
    return pieces
  }()
}

/// A small number that only depends on the bytes.
enum Checksum {
  static func of(_ input: [UInt8]) -> Int {
    var sum: UInt32 = 2_166_136_261
    for byte in input { sum = (sum ^ UInt32(byte)) &* 16_777_619 }
    return Int(sum >> 4)
  }
}
