// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Writes the operands of a verb or a clause.
enum OperandWriter {
  /// The operands, commas between them. `mayBeNamed` where `NAME =` would name an operand.
  static func write(_ operands: [OperandSyntax], mayBeNamed: Bool) -> String {
    operands.map { operand in
      let text = parts(operand.parts)
      if let name = operand.name { return "\(NameWriter.name(name)) = \(text)" }
      return mayBeNamed && operand.parts.count == 1 && readsAsNamed(text) ? "(\(text))" : text
    }.joined(separator: ", ")
  }

  /// Juxtaposed parts, in parentheses where a part would be read on into the next one.
  private static func parts(_ parts: [ExpressionSyntax]) -> String {
    var texts = parts.map { ExpressionWriter.write($0, atLeast: .or) }
    // After another part a `-` would be a subtraction.
    for index in texts.indices.dropFirst() where texts[index].hasPrefix("-") {
      texts[index] = "(\(texts[index]))"
    }
    // A name before a bracket would be a call.
    for index in texts.indices.dropLast().reversed()
    where texts[index + 1].hasPrefix("(") && endsInName(texts[index]) {
      texts[index] = "(\(texts[index]))"
    }
    return texts.joined(separator: " ")
  }

  private static func endsInName(_ text: String) -> Bool {
    guard let last = Lexer.lex(text).tokens.last else { return false }
    return last.kind == .word || last.kind == .quotedName
  }

  private static func readsAsNamed(_ text: String) -> Bool {
    let tokens = Lexer.lex(text).tokens
    guard tokens.count > 1, !Reserved.isValue(tokens[0]) else { return false }
    return (tokens[0].kind == .word || tokens[0].kind == .quotedName) && tokens[1].is(.equal)
  }
}
