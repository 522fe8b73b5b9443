// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Writes expressions with only the parentheses they need.
enum ExpressionWriter {
  /// The expression, in parentheses where it binds less tightly than its place asks.
  static func write(_ expression: ExpressionSyntax, atLeast floor: Precedence) -> String {
    let text = bare(expression)
    return precedence(of: expression) < floor ? "(\(text))" : text
  }

  private static func bare(_ expression: ExpressionSyntax) -> String {
    switch expression.kind {
    case .name(let name): return NameWriter.name(name)
    case .member(let base, let name):
      return "\(write(base, atLeast: .primary)).\(member(name))"
    case .filtered(let base, let predicate):
      return "\(write(base, atLeast: .primary))[\(write(predicate, atLeast: .or))]"
    case .text(let text): return NameWriter.text(text)
    case .number(_, let digits): return digits
    case .boolean(let value): return value ? "true" : "false"
    case .period(let text): return text
    case .range(let low, let high):
      return "\(write(low, atLeast: .sum))..\(write(high, atLeast: .sum))"
    case .last(let count, let grain): return "last \(count) \(count == 1 ? grain : plural(grain))"
    case .unary(.minus, let operand): return "-\(write(operand, atLeast: .sign))"
    case .unary(let prefix, let operand):
      return "\(prefix.rawValue) \(write(operand, atLeast: .not))"
    case .binary(let sign, let left, let right):
      let level = sign.precedence
      let leftFloor = level == .comparison ? level.tighter : level
      return "\(write(left, atLeast: leftFloor)) \(sign.rawValue) "
        + write(right, atLeast: level.tighter)
    case .inList(let value, let items, let isNegated):
      let list = items.map { write($0, atLeast: .or) }.joined(separator: ", ")
      return "\(write(value, atLeast: .range)) \(isNegated ? "not in" : "in") (\(list))"
    case .isPredicate(let value, let predicate, let isNegated):
      return "\(write(value, atLeast: .range)) is \(isNegated ? "not " : "")\(predicate)"
    case .call(let name, let arguments):
      return "\(NameWriter.name(name))(\(arguments.map(write).joined(separator: ", ")))"
    case .invalid: return "``"
    }
  }

  private static func write(_ argument: CallArgumentSyntax) -> String {
    let expression = write(argument.expression, atLeast: .or)
    return argument.over.map { "\(expression) over \(NameWriter.name($0))" } ?? expression
  }

  /// After a `.` no word is reserved.
  private static func member(_ name: NameSyntax) -> String {
    !name.isQuoted && Reserved.contains(name.text.lowercased()) ? name.text : NameWriter.name(name)
  }

  private static func plural(_ grain: String) -> String {
    grain == "half" ? "halves" : grain + "s"
  }

  private static func precedence(of expression: ExpressionSyntax) -> Precedence {
    switch expression.kind {
    case .binary(let sign, _, _): sign.precedence
    case .unary(let prefix, _): prefix == .minus ? .sign : .not
    case .range: .range
    case .inList, .isPredicate: .comparison
    case .name, .member, .filtered, .text, .number, .boolean, .period, .last, .call, .invalid:
      .primary
    }
  }
}
