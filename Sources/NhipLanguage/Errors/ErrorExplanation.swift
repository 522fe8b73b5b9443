// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What `help E0101` tells about a code: a paragraph, a wrong query and a right one.
package struct ErrorExplanation: Hashable, Sendable {
  package let code: String
  package let title: String
  package let explanation: String
  package let wrongQuery: String
  package let rightQuery: String

  package init(
    code: String, title: String, explanation: String, wrongQuery: String, rightQuery: String
  ) {
    self.code = code
    self.title = title
    self.explanation = explanation
    self.wrongQuery = wrongQuery
    self.rightQuery = rightQuery
  }
}

extension ErrorExplanation {
  /// The explanations of the codes of this module, in their order.
  package static let syntax: [ErrorExplanation] = lexical + periods + grammar

  init(_ code: SyntaxErrorCode, _ title: String, _ text: String, wrong: String, right: String) {
    self.init(
      code: code.rawValue, title: title, explanation: text, wrongQuery: wrong, rightQuery: right)
  }
}
