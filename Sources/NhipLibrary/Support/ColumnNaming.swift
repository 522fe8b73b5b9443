// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// Names of columns that a stage makes.
enum ColumnNaming {
  /// The name, or the name with `_2`, `_3`, … where it is taken.
  static func free(_ name: String, among taken: [String]) -> String {
    guard taken.contains(name) else { return name }
    var number = 2
    while taken.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }

  /// The name that an expression has of itself; `nil` where it needs one.
  static func natural(_ expression: Expression) -> String? {
    switch expression {
    case .column(_, let field): field.name
    case .companion(_, let field, let companion): "\(field.name).\(companion.rawValue)"
    case .call(let function, let arguments):
      arguments.count == 1 ? natural(arguments[0]).map { "\(function.name)_\($0)" } : nil
    default: nil
    }
  }

  static func missing(_ operand: OperandSyntax) -> Diagnostic {
    Diagnostic(
      "E0208", "this column needs a name", at: operand.span, label: "an expression",
      helps: ["write `NAME = …` before it"])
  }

  static func twice(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "E0208", "two columns are named `\(name)`", at: span, label: "the second",
      helps: ["give one another name"])
  }
}

extension Field {
  var isPlace: Bool { if case .place = role { true } else { false } }
  var isPeriod: Bool { if case .period = role { true } else { false } }
  var isBreakdown: Bool { role == .breakdown }

  /// The same column under another name; a term keeps being one.
  func renamed(_ name: String) -> Field {
    var copy = self
    if case .measure(var info) = role, info.isTerm {
      info.term = name
      copy.role = .measure(info)
    }
    copy.name = name
    return copy
  }
}
