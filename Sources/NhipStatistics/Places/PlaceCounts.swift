// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Counts and exposures of several places; places with a missing part are left out and listed.
struct PlaceCounts {
  var index: [Int] = []
  var counts: [Double] = []
  var exposure: [Double] = []
  var excluded: [Int] = []
  let totalCount: Double
  let totalExposure: Double

  init(
    _ counts: [Double], _ exposure: [Double], multiplier: Double = 100_000, needed: Int
  ) throws(StatisticsError) {
    try Check.sameLength(counts.count, exposure.count)
    for i in counts.indices {
      if counts[i].isNaN || exposure[i].isNaN {
        excluded.append(i)
        continue
      }
      try Check.count(counts[i], at: i)
      try Check.exposure(exposure[i], at: i)
      // Squared rates must stay finite as well.
      let rate = counts[i] / exposure[i] * max(1, multiplier)
      guard (rate * rate).isFinite, (rate / exposure[i]).isFinite else {
        throw .invalidParameter(field: "exposure", index: i)
      }
      index.append(i)
      self.counts.append(counts[i])
      self.exposure.append(exposure[i])
    }
    guard index.count >= needed else {
      throw .insufficientData(needed: needed, got: index.count)
    }
    totalCount = CompensatedSum.of(self.counts)
    totalExposure = CompensatedSum.of(self.exposure)
    guard totalExposure.isFinite else { throw .invalid("exposure") }
  }

  var overallRate: Double { totalCount / totalExposure }
}
