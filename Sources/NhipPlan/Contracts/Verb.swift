// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics
package import NhipLanguage

/// An example of a verb: shown by `help`, run as a test on the bundled data.
package struct VerbExample: Sendable {
  package let query: String
  /// What it shows, in a few words.
  package let purpose: String

  package init(_ query: String, _ purpose: String) {
    self.query = query
    self.purpose = purpose
  }
}

/// A verb of the language: one file that declares how it is written, explains itself and turns a
/// stage into a plan.
package protocol Verb: Sendable {
  /// The English word; the vocabulary knows the other spellings.
  var name: String { get }
  /// Other English spellings (`summarize`).
  var aliases: [String] { get }
  /// One sentence for lists.
  var summary: String { get }
  /// How it is written: `take N`.
  var signature: String { get }
  /// A paragraph or two for `help VERB`.
  var details: String { get }
  var examples: [VerbExample] { get }

  /// Checks the stage against its input and gives the plan: the last place where a mistake can
  /// be found without data.
  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
}

extension Verb {
  package var aliases: [String] { [] }
  package var details: String { "" }
}
