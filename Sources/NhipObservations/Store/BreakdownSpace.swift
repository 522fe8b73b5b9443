// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The breakdown dimensions of a store, their values, and the tuples that observations bear.
///
/// Values keep the order in which a load first declared them sorted, so that output never depends
/// on the order of rows.
package struct BreakdownSpace: Sendable {
  package private(set) var dimensions: [String] = []
  package private(set) var values: [[String]] = []
  private var dimensionIDs: [String: Int32] = [:]
  private var valueIDs: [[String: Int32]] = []
  package private(set) var tuples: [BreakdownTuple] = [BreakdownTuple(parts: [])]
  private var tupleIDs: [BreakdownTuple: Int32] = [BreakdownTuple(parts: []): 0]

  package init() {}

  package func dimension(_ name: String) -> Int32? { dimensionIDs[name] }

  package mutating func addDimension(_ name: String) -> Int32 {
    if let id = dimensionIDs[name] { return id }
    let id = Int32(dimensions.count)
    dimensionIDs[name] = id
    dimensions.append(name)
    values.append([])
    valueIDs.append([:])
    return id
  }

  package mutating func addValue(_ value: String, of dimension: Int32) -> Int32 {
    if let id = valueIDs[Int(dimension)][value] { return id }
    let id = Int32(values[Int(dimension)].count)
    valueIDs[Int(dimension)][value] = id
    values[Int(dimension)].append(value)
    return id
  }

  /// The tuple of these parts; the order in which they are given does not matter.
  package mutating func addTuple(_ parts: [BreakdownPart]) -> Int32 {
    let tuple = BreakdownTuple(parts: parts.sorted { $0.dimension < $1.dimension })
    if let id = tupleIDs[tuple] { return id }
    let id = Int32(tuples.count)
    tupleIDs[tuple] = id
    tuples.append(tuple)
    return id
  }

  package func value(_ part: BreakdownPart) -> String {
    values[Int(part.dimension)][Int(part.value)]
  }
}

/// One dimension's value: `offence = theft`.
package struct BreakdownPart: Hashable, Sendable {
  package let dimension: Int32
  package let value: Int32

  package init(dimension: Int32, value: Int32) {
    self.dimension = dimension
    self.value = value
  }
}

/// The breakdown of an observation, sorted by dimension; empty for an unbroken figure.
package struct BreakdownTuple: Hashable, Sendable {
  package let parts: [BreakdownPart]

  package init(parts: [BreakdownPart]) { self.parts = parts }

  package func value(of dimension: Int32) -> Int32? {
    parts.first { $0.dimension == dimension }?.value
  }
}
