// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

public import NhipDiagnostics
import NhipLanguage

/// A text of queries and dot commands, cut into what runs one after the other.
public struct Script: Sendable {
  public enum Part: Sendable {
    /// A line such as `.mode csv`, and the number of that line.
    case command(String, line: Int)
    /// Statements between two commands.
    case queries(SourceText)
  }

  public let parts: [Part]

  /// - Parameter source: the text. A line that begins with `.` and a letter is a command; so are
  ///   `help` and `quit` where a statement would begin.
  public init(_ source: SourceText) {
    var parts: [Part] = []
    var waiting: [Substring] = []
    var firstLine = source.firstLine
    var number = source.firstLine
    func flush() {
      let text = waiting.joined(separator: "\n")
      if text.contains(where: { !$0.isWhitespace }) {
        parts.append(.queries(SourceText(name: source.name, text: text, firstLine: firstLine)))
      }
      waiting = []
    }
    for line in source.text.split(separator: "\n", omittingEmptySubsequences: false) {
      if waiting.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) && Script.isCommand(line)
        || Script.isDotCommand(line)
      {
        flush()
        parts.append(.command(line.trimmingWhitespace, line: number))
        firstLine = number + 1
      } else {
        if waiting.isEmpty { firstLine = number }
        waiting.append(line)
      }
      number += 1
    }
    flush()
    self.parts = parts
  }

  /// Whether a line is a command where a statement would begin.
  public static func isCommand(_ line: some StringProtocol) -> Bool {
    let word = line.prefix { $0.isLetter }.lowercased()
    let rest = line.dropFirst(word.count).trimmingWhitespace
    if word == "help" {
      return line.dropFirst(4).first.map { $0.isWhitespace || $0 == ";" } ?? true
    }
    if word == "quit" || word == "exit" { return rest.isEmpty || rest == ";" }
    return isDotCommand(line)
  }

  /// Whether a line is a dot command: `.` and a letter at its very beginning.
  static func isDotCommand(_ line: some StringProtocol) -> Bool {
    guard line.first == "." else { return false }
    return line.dropFirst().first?.isLetter ?? false
  }
}

extension StringProtocol {
  /// The text without white space at its ends, a carriage return included.
  package var trimmingWhitespace: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

extension Session {
  /// Runs the statements of a text one by one and hands each outcome on before the next begins.
  ///
  /// A statement with a mistake in its spelling is told where its turn comes; the others run.
  /// `body` gets the statement's own text too, and returns whether to go on.
  public func run(_ source: SourceText, each body: (StatementOutcome, String) -> Bool) {
    let (statements, mistakes) = Parser.parse(source)
    let texts = Parser.splitStatements(source.text)
    func outcome(_ result: Result<QueryResult, QueryFailure>) -> StatementOutcome {
      StatementOutcome(source: source, result: result)
    }
    // Beyond the limit mistakes are not told, so that no statement is known to be whole.
    guard mistakes.count < Parser.diagnosticLimit, texts.count == statements.count else {
      _ = body(outcome(.failure(QueryFailure(mistakes))), "")
      return
    }
    var told = 0
    for (statement, text) in zip(statements, texts) {
      let own = mistakes.dropFirst(told).prefix { mistake in
        (mistake.labels.first?.span.lower ?? 0) <= text.span.upper
      }
      told += own.count
      var result: Result<QueryResult, QueryFailure>
      if own.isEmpty {
        do throws(QueryFailure) {
          result = .success(try run(statement))
        } catch {
          result = .failure(error)
        }
      } else {
        result = .failure(QueryFailure(Array(own)))
      }
      if !body(outcome(result), text.text) { return }
    }
    if told < mistakes.count {
      _ = body(outcome(.failure(QueryFailure(Array(mistakes.dropFirst(told))))), "")
    }
  }
}
