// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Observations on their way into the store, as columns; the loader fills it row by row or whole.
package struct ObservationBatch: Sendable {
  package var indicators: [Int32] = []
  package var places: [PlaceID] = []
  package var periods: [Period] = []
  package var values: [Double] = []
  package var rows: [Int32] = []
  /// Units, breakdown tuples and the rest, each absent where all rows have the plain value.
  package var units: [Unit]?
  package var tuples: [Int32]?
  package var denominators: [Double]?
  /// Kind, status and bounds of the rows that are not plain, by row index.
  package var details: [Int: Observation] = [:]

  package init() {}

  package var count: Int { values.count }

  package mutating func reserve(_ count: Int) {
    indicators.reserveCapacity(count)
    places.reserveCapacity(count)
    periods.reserveCapacity(count)
    values.reserveCapacity(count)
    rows.reserveCapacity(count)
  }

  /// Adds a plain observation of the indicator's own unit.
  package mutating func append(
    indicator: Int32, place: PlaceID, period: Period, value: Double, row: Int32
  ) {
    indicators.append(indicator)
    places.append(place)
    periods.append(period)
    values.append(value)
    rows.append(row)
  }

  /// Adds an observation with all it carries.
  package mutating func append(_ observation: Observation, defaultUnit: Unit) {
    let index = values.count
    append(
      indicator: observation.indicator, place: observation.place, period: observation.period,
      value: observation.value, row: observation.row)
    let isDecorated =
      !observation.isPlain || observation.tuple != 0 || observation.unit != defaultUnit
      || !observation.denominator.isNaN || observation.status != .actual
      || observation.kind != .level
    if isDecorated { details[index] = observation }
  }
}
