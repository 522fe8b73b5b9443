// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Observations on their way into the store, as columns of equal length.
///
/// Rows of a negative indicator or place and rows without a value are left out, so that a loader
/// can hand over the columns of a file as they are.
package struct ObservationBatch: Sendable {
  package var indicators: [Int32] = []
  package var places: [PlaceID] = []
  package var periods: [Period] = []
  package var values: [Double] = []
  /// Line of the file of each row, 0 where unknown.
  package var rows: [Int32] = []
  /// Breakdown tuples; `nil` where all rows are unbroken.
  package var tuples: [Int32]?
  /// What decorates single rows, by row: unit, bounds, denominator, status, kind, provenance.
  package var details: [Int: Observation] = [:]

  package init() {}

  /// Plain observations of the indicators' own units.
  package init(
    indicators: [Int32], places: [PlaceID], periods: [Period], values: [Double], rows: [Int32],
    tuples: [Int32]? = nil
  ) {
    let count = values.count
    precondition(
      indicators.count == count && places.count == count && periods.count == count
        && rows.count == count && (tuples.map { $0.count == count } ?? true),
      "the columns of a batch are of one length")
    self.indicators = indicators
    self.places = places
    self.periods = periods
    self.values = values
    self.rows = rows
    self.tuples = tuples
  }

  package var count: Int { values.count }

  /// Adds an observation that the store holds already.
  mutating func append(_ observation: Observation) {
    if !observation.isPlain || !observation.denominator.isNaN { details[count] = observation }
    indicators.append(observation.indicator)
    places.append(observation.place)
    periods.append(observation.period)
    values.append(observation.value)
    rows.append(observation.row)
    tuples?.append(observation.tuple)
  }
}
