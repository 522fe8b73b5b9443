// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipLanguage

/// Every error code with what it means, a wrong query and a right one.
package enum ErrorCatalogue {
  package static let all: [ErrorExplanation] =
    ErrorExplanation.syntax + names + expressions + cells + files + running + commands

  /// The explanation of a code, in any case; `nil` where there is no such code.
  package static func entry(_ code: String) -> ErrorExplanation? {
    let wanted = code.uppercased()
    return all.first { $0.code == wanted }
  }

  static func explain(
    _ code: String, _ title: String, _ text: String, wrong: String, right: String
  ) -> ErrorExplanation {
    ErrorExplanation(
      code: code, title: title, explanation: text, wrongQuery: wrong, rightQuery: right)
  }
}
