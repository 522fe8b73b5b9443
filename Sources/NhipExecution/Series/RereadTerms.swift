// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Puts cells that were read anew among those of a term that stay as they are.
struct RereadTerms {
  let spec: SeriesSpec
  let context: ExecutionContext

  /// The term over the leaves where `isReread`, and as it stood elsewhere.
  func merged(
    _ column: Column, _ leaves: [LeafColumn], _ name: String, _ isReread: [Bool]
  ) throws(Diagnostic) -> Column {
    guard isReread.contains(true),
      let position = spec.terms.firstIndex(where: { $0.field.name == name })
    else { return column }
    let rows = SeriesRows(
      spec: spec, schema: Schema([]), context: context, targets: PlaceTargets([]),
      combinations: [],
      bucketings: [], wholeLeaves: [])
    let anew = try rows.termColumns(leaves)[position]
    // Both stand one after the other; each row is taken from where it belongs.
    let both = Column.concatenated([column, anew], type: .float, keepingDetail: true)
    let count = Int32(isReread.count)
    return both.gathered(isReread.indices.map { Int32($0) + (isReread[$0] ? count : 0) })
  }
}
