// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

@testable import NhipLanguage

/// Short ways to read text in tests.
enum Reading {
  /// The trees of a text without mistakes; the rendered mistakes where there are any.
  static func trees(_ text: String) -> String {
    let source = SourceText(name: "test", text: text)
    let (statements, diagnostics) = Parser.parse(source)
    if !diagnostics.isEmpty { return DiagnosticRenderer().render(diagnostics, in: source) }
    return statements.map(TreeText.of).joined(separator: "\n")
  }

  /// The tree of an expression in a `where`.
  static func expression(_ text: String) -> String {
    let tree = trees("from t | where \(text)")
    return tree.hasPrefix("from t | where<") ? String(tree.dropFirst(15).dropLast()) : tree
  }

  /// The tree of a stage after `from t`.
  static func stage(_ text: String) -> String {
    let tree = trees("from t | \(text)")
    return tree.hasPrefix("from t | ") ? String(tree.dropFirst(9)) : tree
  }

  static func codes(_ text: String) -> [String] {
    Parser.parse(SourceText(name: "test", text: text)).diagnostics.map(\.code)
  }

  static func diagnostics(_ text: String) -> [Diagnostic] {
    Parser.parse(SourceText(name: "test", text: text)).diagnostics
  }

  static func rendered(_ text: String) -> String {
    let source = SourceText(name: "repl", text: text)
    return DiagnosticRenderer().render(Parser.parse(source).diagnostics, in: source)
  }
}
