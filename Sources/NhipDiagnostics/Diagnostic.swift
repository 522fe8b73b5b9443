// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How grave a diagnostic is.
public enum Severity: String, Sendable {
  case error
  case warning
}

/// A mark under a part of the user's text, with a short label.
public struct DiagnosticLabel: Sendable, Hashable {
  public var span: Span
  public var text: String

  public init(_ span: Span, _ text: String = "") {
    self.span = span
    self.text = text
  }
}

/// One mistake as data: code, message, places in the text, facts and a way out.
///
/// Words follow STYLE: lower case, no full stop, names in backticks; only `helps` suggest.
/// The renderer turns it into text; `json` for tools.
public struct Diagnostic: Error, Sendable, Hashable {
  public var severity: Severity
  /// `E0301` and so on; `help E0301` explains it.
  public var code: String
  public var message: String
  /// The first label is the main one; its position heads the message.
  public var labels: [DiagnosticLabel]
  public var notes: [String]
  public var helps: [String]
  /// The text the labels point into, where it is not the query itself (a data file).
  public var source: SourceText?

  public init(
    _ code: String, _ message: String, at span: Span? = nil, label: String = "",
    notes: [String] = [], helps: [String] = [], severity: Severity = .error,
    source: SourceText? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.labels = span.map { [DiagnosticLabel($0, label)] } ?? []
    self.notes = notes
    self.helps = helps
    self.source = source
  }

  /// The same diagnostic with one more mark in the text.
  public func also(_ span: Span, _ text: String) -> Diagnostic {
    var copy = self
    copy.labels.append(DiagnosticLabel(span, text))
    return copy
  }

  /// The same diagnostic placed at `span` when it has no place yet.
  public func placed(at span: Span) -> Diagnostic {
    guard labels.isEmpty else { return self }
    var copy = self
    copy.labels = [DiagnosticLabel(span)]
    return copy
  }

  /// The same diagnostic with a line of help added.
  public func helped(_ text: String) -> Diagnostic {
    var copy = self
    copy.helps.append(text)
    return copy
  }
}

/// Everything wrong with one statement, told at once.
public struct QueryFailure: Error, Sendable {
  public var diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
