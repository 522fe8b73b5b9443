// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

extension ColumnRoles {
  /// Takes `x.low` and `x.high` beside a measure `x` for its bounds: so exports write them.
  mutating func takeBounds(_ schema: Schema) {
    for measure in measures {
      let name = schema.fields[measure.column].name
      guard let low = schema.index(of: "\(name).low"), let high = schema.index(of: "\(name).high")
      else { continue }
      bounds[measure.column] = (low, high)
    }
    let taken = Set(bounds.values.flatMap { [$0.low, $0.high] })
    measures.removeAll { taken.contains($0.column) }
  }
}

extension ObservationLoader {
  /// Bounds of the rows of a measure. Without a lower or an upper one a value has none at that end,
  /// without both it is exact; bounds that do not hold the value say nothing of it.
  func addBounds(
    _ columns: (low: Int, high: Int), to batch: inout ObservationBatch, _ store: ObservationStore
  ) {
    let low = table.columns[columns.low].numbers
    let high = table.columns[columns.high].numbers
    for row in batch.values.indices {
      let value = batch.values[row]
      var lower = low?[row] ?? .nan
      var upper = high?[row] ?? .nan
      if lower.isNaN && upper.isNaN || lower == value && upper == value { continue }
      if lower.isNaN { lower = -.infinity }
      if upper.isNaN { upper = .infinity }
      guard lower <= value, value <= upper, batch.details[row] == nil,
        var observation = observation(row, of: batch, store)
      else { continue }
      observation.lower = lower
      observation.upper = upper
      observation.qualifier =
        lower == value ? .atLeast : upper == value ? .atMost : .approximate
      batch.details[row] = observation
    }
  }
}
