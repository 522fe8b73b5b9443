// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

/// What may stand at the cursor.
enum CompletionContext: Equatable {
  case opening
  case table
  /// Indicators; `table` is the one after `from`, where it stands before.
  case terms(table: String?)
  case dimensions
  case places
  case periods
  /// A condition on observations.
  case predicate
  /// A value of the breakdown or column of that name.
  case value(of: String)
  /// The first word of a stage.
  case verb
  /// What stands after a verb, in the clause `clause` where there is one.
  case operands(verb: String, clause: String?)
  /// A new name, a number: nothing that could be known.
  case nothing

  /// What a source or stage needs now, and whether a new clause may begin here.
  struct Place {
    var context: CompletionContext
    var mayBeginClause: Bool
    /// Where the stage's first word begins.
    var stageStart: Int?
    /// Where the last `|` stands; `nil` in a source.
    var pipe: Int?
  }

  static func find(_ typed: TypedText) -> Place {
    let pieces = typed.pieces
    guard let pipe = pieces.lastIndex(where: { $0.isSign && $0.text == "|" }) else {
      return source(typed)
    }
    let stage = Array(pieces[(pipe + 1)...])
    let first = stage.first?.lower ?? typed.partial.lower
    // `|>` is a pipe too.
    let words = stage.first?.text == ">" ? Array(stage.dropFirst()) : stage
    var place = self.stage(words, typed)
    place.stageStart = words.first?.lower ?? (stage.isEmpty ? first : typed.partial.lower)
    place.pipe = pieces[pipe].lower
    return place
  }

  private static func source(_ typed: TypedText) -> Place {
    var pieces = typed.pieces
    if let opening = pieces.word(at: 0, as: [.opening]), opening.english == "let" {
      guard let sign = pieces.firstIndex(where: { $0.isSign && $0.text == "=" }) else {
        return Place(context: .nothing, mayBeginClause: false)
      }
      pieces.removeFirst(sign + 1)
    }
    guard let opening = pieces.word(at: 0, as: [.opening]) else {
      return Place(context: .opening, mayBeginClause: false)
    }
    let rest = Array(pieces.dropFirst(opening.count))
    if opening.english == "from" {
      return Place(context: rest.isEmpty ? .table : .nothing, mayBeginClause: false)
    }
    return series(rest)
  }

  private static func series(_ pieces: [TypedText.Piece]) -> Place {
    var clause = ""
    var last = 0
    var table: String?
    var index = 0
    while index < pieces.count {
      // `Từ Sơn` is a place, `từ` a clause.
      let isName = pieces[index].text.first?.isUppercase ?? false
      if !isName, let word = pieces.word(at: index, as: [.seriesClause, .connective]) {
        index += word.count
        // `as NAME` belongs to its term.
        if word.english != "as" && word.english != "over" && word.english != "to" {
          clause = word.english
          last = index
          if clause == "from", index < pieces.count { table = pieces[index].text }
        }
      } else {
        index += 1
      }
    }
    let inside = Array(pieces[last...])
    let context = context(ofClause: clause, inside, table)
    let isOpen = inside.isEmpty || needsValue(inside.last)
    return Place(context: context, mayBeginClause: !isOpen && depth(inside) == 0)
  }

  private static func context(
    ofClause clause: String, _ inside: [TypedText.Piece], _ table: String?
  ) -> CompletionContext {
    if let bracket = inside.lastIndex(where: { $0.text == "[" }),
      !inside[bracket...].contains(where: { $0.text == "]" })
    {
      return condition(Array(inside[(bracket + 1)...]))
    }
    switch clause {
    case "": return .terms(table: table)
    case "by": return .dimensions
    case "in": return .places
    case "during": return .periods
    case "from": return inside.isEmpty ? .table : .nothing
    case "where": return condition(inside)
    default: return .nothing
    }
  }

  /// Inside a condition: a value after `=` or in a list, else a name.
  private static func condition(_ inside: [TypedText.Piece]) -> CompletionContext {
    var index = inside.count - 1
    // A list of values: back to its bracket and the `in` before it.
    if let bracket = inside.lastIndex(where: { $0.text == "(" }), bracket >= 2,
      !inside[bracket...].contains(where: { $0.text == ")" }), inside[bracket - 1].text == "in"
    {
      return .value(of: inside[bracket - 2].text)
    }
    while index >= 0, inside[index].isSign, ["=", "!"].contains(inside[index].text) { index -= 1 }
    guard index >= 0, index < inside.count - 1, !inside[index].isSign else { return .predicate }
    return .value(of: inside[index].text)
  }

  private static func stage(_ pieces: [TypedText.Piece], _ typed: TypedText) -> Place {
    guard let first = pieces.first, !first.isSign else {
      return Place(context: .verb, mayBeginClause: false)
    }
    let verb = pieces.word(at: 0, as: [.verb])
    let name = verb?.english ?? first.text
    var rest = Array(pieces.dropFirst(verb?.count ?? 1))
    var clause: String?
    var index = 0
    var last = 0
    while index < rest.count {
      if let word = rest.word(at: index, as: [.connective]) {
        clause = word.english
        index += word.count
        last = index
      } else {
        index += 1
      }
    }
    rest = Array(rest[last...])
    let isOpen = !rest.isEmpty && needsValue(rest.last) || (clause != nil && rest.isEmpty)
    if ["join", "union"].contains(name) && clause == nil || name == "diff" && clause == "with" {
      return Place(context: .table, mayBeginClause: !rest.isEmpty)
    }
    if case .value(let column) = condition(rest) {
      return Place(context: .value(of: column), mayBeginClause: false)
    }
    return Place(
      context: .operands(verb: name, clause: clause), mayBeginClause: !isOpen && depth(rest) == 0)
  }

  private static func depth(_ pieces: [TypedText.Piece]) -> Int {
    pieces.reduce(0) { depth, piece in
      switch piece.text {
      case "(", "[": depth + 1
      case ")", "]": depth - 1
      default: depth
      }
    }
  }

  /// Whether a value has to follow: after a comma, a bracket or an operator.
  private static func needsValue(_ piece: TypedText.Piece?) -> Bool {
    guard let piece, piece.isSign else { return false }
    return piece.text != ")" && piece.text != "]"
  }
}
