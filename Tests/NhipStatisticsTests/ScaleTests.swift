// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// Values whose squares no number holds: a power of two changes the unit, never the answer.
struct ScaleTests {
  private static let x = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3]
  private static let y = [2.0, 7, 1, 8, 2, 8, 1, 8, 2, 8]

  @Test(arguments: [0x1p700, 0x1p-700, 0x1p-1040])
  func correlationHasNoUnit(unit: Double) throws {
    let plain = try Correlation(Self.x, Self.y)
    #expect(try Correlation(Self.x.map { $0 * unit }, Self.y) == plain)
    #expect(try Correlation(Self.x, Self.y.map { $0 * unit }) == plain)
    let partial = try PartialCorrelation(
      Self.x, Self.y, controls: [[1, 2, 4, 3, 5, 7, 6, 9, 8, 10]])
    let scaled = try PartialCorrelation(
      Self.x.map { $0 * unit }, Self.y, controls: [[1, 2, 4, 3, 5, 7, 6, 9, 8, 10]])
    #expect(scaled == partial)
  }

  @Test(arguments: [0x1p700, 0x1p-700]) func aTrendKeepsItsUnit(unit: Double) throws {
    let times = (0..<10).map { Double($0) }
    let plain = try OLSTrend(times: times, values: Self.x)
    let found = try OLSTrend(times: times, values: Self.x.map { $0 * unit })
    #expect(found.slope == plain.slope * unit)
    #expect(found.intercept == plain.intercept * unit)
    #expect(found.seSlopeHac == plain.seSlopeHac * unit)
    #expect(found.pSlopeHac == plain.pSlopeHac)
    #expect(found.rSquared == plain.rSquared)
    #expect(found.status == plain.status)
  }

  @Test func whatDoesNotVaryStillDoesNot() throws {
    let times = (0..<10).map { Double($0) }
    let same = [Double](repeating: 1e-200, count: 10)
    #expect(try OLSTrend(times: times, values: same).status == .constantSeries)
    #expect(try Correlation(same, Self.y).status == .constantSeries)
  }
}
