// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The codes of everything that can be wrong with a query's spelling and grammar.
///
/// A code keeps its meaning for ever: a new mistake takes the next free number.
package enum SyntaxErrorCode: String, CaseIterable, Sendable {
  case unknownCharacter = "E0101"
  case unclosedText = "E0102"
  case unclosedName = "E0103"
  case ambiguousNumber = "E0104"
  case decimalComma = "E0105"
  case unreadableNumber = "E0106"
  case numberOutOfRange = "E0107"
  case noSuchPeriod = "E0108"
  case malformedPeriod = "E0109"
  case noSource = "E0110"
  case unexpected = "E0111"
  case clauseWordAsName = "E0112"
  case unclosedBracket = "E0113"
  case unopenedBracket = "E0114"
  case chainedComparison = "E0115"
  case foreignOperator = "E0116"
  case duplicateClause = "E0117"
  case unknownClause = "E0118"
  case missingName = "E0119"
  case missingVerb = "E0120"
  case missingExpression = "E0121"
  case tooDeep = "E0122"
  case unknownPredicate = "E0123"
  case whereTakesOneCondition = "E0124"
  case missingPlace = "E0125"
  case fromTakesNoClauses = "E0126"
  case malformedLast = "E0127"
  case foreignQuotes = "E0128"
  case chainedRange = "E0129"
}
