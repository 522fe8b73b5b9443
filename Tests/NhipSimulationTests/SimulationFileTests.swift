// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipSimulation
import Testing

/// The files of a simulation: same parameters, same bytes.
struct SimulationFileTests {
  static let committed = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Datasets/simulated")
  static let names = [
    "observations.csv", "places.csv", "indicators.csv", "datapackage.json", "truth.json",
  ]

  /// Writes into a new folder, reads every file and removes the folder.
  private func files(of simulation: Simulation) throws -> [String: Data] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try simulation.write(to: folder.path)
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(found) == Set(Self.names))
    return try Dictionary(
      uniqueKeysWithValues: found.map { ($0, try Data(contentsOf: folder.appending(path: $0))) })
  }

  private func lines(_ data: Data?) -> [Substring] {
    String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n")
  }

  /// With `NHIP_RECORD=1` in the environment, the committed files are written anew.
  @Test func makesTheCommittedTruthFromTheDefaultSeed() throws {
    let simulation = Simulation()
    let truth = try simulation.run { _ in }
    if ProcessInfo.processInfo.environment["NHIP_RECORD"] == "1" {
      for (name, text) in [("truth.json", truth.json), ("datapackage.json", simulation.descriptor)]
      {
        try Data(text.utf8).write(to: Self.committed.appending(path: name))
      }
    }
    let text = try String(
      contentsOf: Self.committed.appending(path: "truth.json"), encoding: .utf8)
    #expect(truth.json == text)
    let descriptor = try String(
      contentsOf: Self.committed.appending(path: "datapackage.json"), encoding: .utf8)
    #expect(simulation.descriptor == descriptor)
  }

  @Test func writesTheCommittedIndicators() throws {
    let made = try #require(files(of: Simulation(places: 3, months: 12))["indicators.csv"])
    if ProcessInfo.processInfo.environment["NHIP_RECORD"] == "1" {
      try made.write(to: Self.committed.appending(path: "indicators.csv"))
    }
    #expect(
      try made == Data(contentsOf: Self.committed.appending(path: "indicators.csv")))
  }

  @Test func writesTheSameBytesForTheSameSeed() throws {
    let simulation = Simulation(places: 30, months: 30)
    let first = try files(of: simulation)
    #expect(try files(of: simulation) == first)
    let other = try files(of: Simulation(places: 30, months: 30, seed: 1))
    #expect(other["observations.csv"] != first["observations.csv"])
  }

  // A change of the generator shows here: these bytes are also the same on every platform.
  @Test func beginsAsItAlwaysDid() throws {
    let rows = lines(try files(of: Simulation(places: 2, months: 12))["observations.csv"])
    #expect(rows[0] == "place,period,indicator,value")
    #expect(rows.count == 1 + 2 * (10 * 12 + 2))
    #expect(
      rows[1...4].map(String.init) == [
        "D001,2024-01,crime_cases,6", "D001,2024-02,crime_cases,4",
        "D001,2024-03,crime_cases,4", "D001,2024-04,crime_cases,8",
      ])
  }

  @Test func shufflesRowsWithoutChangingThem() throws {
    let plain = try files(of: Simulation(places: 20, months: 40))
    let shuffled = try files(of: Simulation(places: 20, months: 40, shufflesRows: true))
    let (before, after) = (lines(plain["observations.csv"]), lines(shuffled["observations.csv"]))
    #expect(before != after)
    #expect(before.sorted() == after.sorted())
    #expect(plain["truth.json"] == shuffled["truth.json"])
  }

  @Test func shufflesCodesWithoutChangingFigures() throws {
    let plain = lines(try files(of: Simulation(places: 20, months: 12))["observations.csv"])
    let shuffled = lines(
      try files(of: Simulation(places: 20, months: 12, shufflesCodes: true))["observations.csv"])
    #expect(plain != shuffled)
    #expect(plain.map { $0.drop { $0 != "," } } == shuffled.map { $0.drop { $0 != "," } })
    #expect(Set(plain.map { $0.prefix(4) }) == Set(shuffled.map { $0.prefix(4) }))
  }

  @Test func addsCommunesBeyondSevenHundredPlaces() throws {
    let made = try files(of: Simulation(places: 1_500, months: 12, missingShare: 0))
    let places = lines(made["places.csv"])
    #expect(places.count == 1 + 1 + 63 + 700 + 1_500)
    #expect(places[1].contains(",province=63;district=700;commune=1500,"))
    let codes = Set(places.dropFirst().map { $0.prefix { $0 != "," } })
    #expect(codes.count == places.count - 1)
    let observations = lines(made["observations.csv"])
    #expect(observations.count == 1 + 1_500 * (10 * 12 + 2))
    #expect(observations.dropFirst().allSatisfy { $0.hasPrefix("C") })
  }

  @Test func namesMonthsUpToDecember2024() {
    #expect(Simulation(months: 240).name(ofMonth: 0) == "2005-01")
    #expect(Simulation(months: 240).name(ofMonth: 239) == "2024-12")
    #expect(Simulation(months: 30).name(ofMonth: 0) == "2022-07")
    #expect(Simulation(months: 1).name(ofMonth: 0) == "2024-12")
  }

  @Test func refusesImpossibleParameters() {
    #expect(throws: SimulationError.outOfRange(name: "places", value: "0", range: "1 to 999999")) {
      try Simulation(places: 0).write(to: "/nowhere")
    }
    #expect(throws: SimulationError.self) { try Simulation(months: 9_999).write(to: "/nowhere") }
    #expect(throws: SimulationError.self) {
      try Simulation(missingShare: .nan).write(to: "/nowhere")
    }
  }

  @Test func leavesNothingBehindWhenCancelled() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: SimulationError.cancelled) {
      try Simulation(places: 50, months: 12).write(to: folder.path) { $0 < 0.5 }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
