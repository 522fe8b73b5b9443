// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Observations on their way into the store, as columns of equal length.
///
/// Rows of a negative indicator or place and rows without a value are left out, so that a loader
/// can hand over the columns of a file as they are.
package struct ObservationBatch: Sendable {
  package var indicators = KeyColumn()
  package var places = KeyColumn()
  package var periods = PeriodColumn()
  package var values: [Double] = []
  /// Line of the file of each row, 0 where unknown.
  package var rows = RowLines.given([])
  /// Breakdown tuples; `nil` where all rows are unbroken.
  package var tuples: [Int32]?
  /// What decorates single rows, by row: unit, bounds, denominator, status, kind, provenance.
  package var details: [Int: Observation] = [:]

  package init() {}

  /// Plain observations of the indicators' own units.
  package init(
    indicators: KeyColumn, places: KeyColumn, periods: [Period], values: [Double], rows: RowLines,
    tuples: [Int32]? = nil
  ) {
    self.init(
      indicators: indicators, places: places, periods: PeriodColumn(periods), values: values,
      rows: rows, tuples: tuples)
  }

  /// The same of periods that rows share.
  package init(
    indicators: KeyColumn, places: KeyColumn, periods: PeriodColumn, values: [Double],
    rows: RowLines, tuples: [Int32]? = nil
  ) {
    let count = values.count
    precondition(
      indicators.rowCount == count && places.rowCount == count && periods.rowCount == count
        && (tuples.map { $0.count == count } ?? true),
      "the columns of a batch are of one length")
    self.indicators = indicators
    self.places = places
    self.periods = periods
    self.values = values
    self.rows = rows
    self.tuples = tuples
  }

  package var count: Int { values.count }

  /// Adds a plain observation of the indicator's own unit.
  package mutating func append(
    indicator: Int32, place: PlaceID, period: Period, value: Double, row: Int32
  ) {
    rows.append(row, after: count)
    indicators.append(indicator)
    places.append(place)
    periods.append(period)
    values.append(value)
    tuples?.append(0)
  }

  /// Adds one observation with all it carries.
  package mutating func append(_ observation: Observation, defaultUnit: Unit) {
    if observation.carriesMore || observation.tuple != 0 || observation.kind != .level
      || observation.unit != defaultUnit
    {
      details[count] = observation
    }
    appendColumns(observation)
  }

  /// Adds an observation that the store holds already, whose key is known.
  mutating func appendKnown(_ observation: Observation) {
    if !observation.isPlain || !observation.denominator.isNaN { details[count] = observation }
    appendColumns(observation)
  }

  private mutating func appendColumns(_ observation: Observation) {
    rows.append(observation.row, after: count)
    indicators.append(observation.indicator)
    places.append(observation.place)
    periods.append(observation.period)
    values.append(observation.value)
    tuples?.append(observation.tuple)
  }
}
