// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// A national panel whose truth is known, made from a seed: same parameters, same bytes.
///
/// Up to 700 places the panel is by district; beyond that there are 700 districts and the places
/// are communes below them, which share their district's planted effects. The panel always ends
/// in December 2024.
package struct Simulation: Sendable {
  /// The number of places that report: districts up to `districtLimit`, else communes.
  package var places: Int
  /// The number of months, ending with 2024-12.
  package var months: Int
  package var seed: UInt64
  /// The share of monthly reports that are missing at random.
  package var missingShare: Double
  /// The share of places whose reports begin only after a year or more.
  package var lateStartShare: Double
  /// Writes the observations in random order; holds all values in memory (4 bytes each).
  package var shufflesRows: Bool
  /// Gives out the codes of districts and communes at random instead of in the order of places.
  package var shufflesCodes: Bool

  package static let districtLimit = 700
  package static let provinceLimit = 63
  /// Codes hold six digits.
  package static let placeLimit = 999_999
  /// Two centuries; years stay within four digits.
  package static let monthLimit = 2_400
  /// The year of the last month.
  package static let lastYear = 2_024

  package init(
    places: Int = 700, months: Int = 120, seed: UInt64 = 20_150_101, missingShare: Double = 0.02,
    lateStartShare: Double = 0.04, shufflesRows: Bool = false, shufflesCodes: Bool = false
  ) {
    self.places = places
    self.months = months
    self.seed = seed
    self.missingShare = missingShare
    self.lateStartShare = lateStartShare
    self.shufflesRows = shufflesRows
    self.shufflesCodes = shufflesCodes
  }

  /// Writes a complete data package (observations, places, indicators, descriptor, truth) into
  /// `directory`, which is made if it does not exist.
  ///
  /// `progress` gets the share done, a hundred times or so; when it returns `false`, the writing
  /// stops with `.cancelled`. The observations appear under their name only when they are
  /// complete, and the descriptor last, so an interrupted run leaves no package.
  /// - Returns: the planted truth, as in `truth.json`.
  @discardableResult
  package func write(
    to directory: String, progress: (Double) -> Bool = { _ in true }
  ) throws(SimulationError) -> Truth {
    try check()
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    let partial = folder.appending(path: "observations.csv.partial")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
    }
    let registry = SimulatedPlaces(self)
    let truth: Truth
    do throws(SimulationError) {
      var rows = try RowWriter(path: partial.path)
      truth =
        shufflesRows
        ? try writeShuffled(registry, to: &rows, progress: progress)
        : try writeInOrder(registry, to: &rows, progress: progress)
      try rows.finish()
    } catch {
      try? FileManager.default.removeItem(at: partial)
      throw error
    }
    try put(registry.table, in: folder, as: "places.csv")
    try put(SimulatedIndicator.table, in: folder, as: "indicators.csv")
    try put(truth.json, in: folder, as: "truth.json")
    let observations = folder.appending(path: "observations.csv")
    do {
      if FileManager.default.fileExists(atPath: observations.path) {
        try FileManager.default.removeItem(at: observations)
      }
      try FileManager.default.moveItem(at: partial, to: observations)
    } catch {
      throw .cannotWrite(path: observations.path, reason: error.localizedDescription)
    }
    try put(descriptor, in: folder, as: "datapackage.json")
    return truth
  }

  /// Makes the panel in memory, one place at a time in the order of places, and returns its truth.
  package func run(_ body: (PlaceSeries) -> Void) throws(SimulationError) -> Truth {
    try check()
    return try simulate(SimulatedPlaces(self)) { (series) throws(SimulationError) in body(series) }
  }

  private func check() throws(SimulationError) {
    guard (1...Simulation.placeLimit).contains(places) else {
      throw .outOfRange(name: "places", value: "\(places)", range: "1 to \(Simulation.placeLimit)")
    }
    guard (1...Simulation.monthLimit).contains(months) else {
      throw .outOfRange(name: "months", value: "\(months)", range: "1 to \(Simulation.monthLimit)")
    }
    for (name, share) in [("missingShare", missingShare), ("lateStartShare", lateStartShare)] {
      guard (0...1).contains(share) else {
        throw .outOfRange(name: name, value: "\(share)", range: "0 to 1")
      }
    }
  }

  private func put(_ text: String, in folder: URL, as name: String) throws(SimulationError) {
    let file = folder.appending(path: name)
    do {
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw .cannotWrite(path: file.path, reason: error.localizedDescription)
    }
  }
}

/// Why a simulation could not be written.
package enum SimulationError: Error, Equatable, Sendable {
  /// A parameter lies outside its range.
  case outOfRange(name: String, value: String, range: String)
  /// A file or folder could not be made.
  case cannotWrite(path: String, reason: String)
  /// The caller's `progress` returned `false`.
  case cancelled
}
