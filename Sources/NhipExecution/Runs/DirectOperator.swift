// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// An operator that can sometimes answer from the store itself, so that its inputs need not run.
///
/// What it gives is what it would give over its inputs, but for the last bits of sums.
package protocol DirectOperator: PhysicalOperator {
  /// The title where the inputs did not run.
  var directTitle: String { get }
  /// The result with the notes of the inputs; `nil` where the inputs must run.
  func executeDirectly(_ context: ExecutionContext) throws(Diagnostic) -> Table?
}
