// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How tightly operators bind, loosest first (LANGUAGE 1, "Expressions").
enum Precedence: Int, Comparable {
  case or
  case and
  /// `not`, `certainly`, `possibly`.
  case not
  /// Comparisons, `in (…)` and `is …`: unchained.
  case comparison
  /// `..`: unchained.
  case range
  case sum
  case product
  /// Unary `-`.
  case sign
  case primary

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter level.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

extension BinaryOperator {
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder: .product
    }
  }
}
