// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension Resolver {
  /// The parts that are there; where all are, those that are whole, if any is: an axis that is
  /// fully there has nothing to tell.
  static func coverage(have: Int, complete: Int, of expected: Int, unit: UInt8) -> Coverage {
    guard have >= expected, expected >= 0 else {
      return Coverage(have: Int32(have), of: Int32(expected), unit: unit)
    }
    return complete > 0 ? Coverage(have: Int32(complete), of: Int32(expected), unit: unit) : .full
  }

  /// Where parts lack parts of their own in time, what is there in the finer periods they count,
  /// or in months where they count different ones: a year and a half of three years are 18/36
  /// months. `nil` where no part counts finer periods.
  func timeCoverage(
    _ below: Cells, _ range: Range<Int>, _ fine: Bucketing, _ notFilled: Period?
  ) -> Coverage? {
    let finer = fine.grain
    if let notFilled, notFilled.monthCount == nil || finer.months == nil {
      return dayCoverage(below, range, fine, notFilled)
    }
    guard let length = finer.months else { return nil }
    // A bucket that whole periods do not fill is counted in months.
    var grains: Set<Grain> = notFilled == nil ? [] : [.month, finer]
    var months = 0
    for part in range where below.has(part) {
      let own = below.coverage[part]
      if own.of <= 0 {
        guard below.isComplete(part) else { return nil }
        grains.insert(finer)
        months += length
      } else {
        guard let grain = Grain(word: coverageUnits[Int(own.unit)]), let step = grain.months else {
          return nil
        }
        grains.insert(grain)
        months += Int(own.have) * step
      }
    }
    guard grains != [finer] || notFilled != nil else { return nil }
    let shown = grains.count == 1 ? grains.first ?? .month : .month
    let step = shown.months ?? 1
    return Coverage(
      have: Int32(months / step), of: Int32((notFilled?.monthCount ?? range.count * length) / step),
      unit: unit(shown.word))
  }

  /// The days of complete parts, of those in a bucket that its parts do not fill.
  private func dayCoverage(
    _ below: Cells, _ range: Range<Int>, _ fine: Bucketing, _ bucket: Period
  ) -> Coverage? {
    guard let whole = bucket.dayCount else { return nil }
    let parts = range.filter { below.isComplete($0) }
    let have = parts.reduce(0) { $0 + (fine.period($1).dayCount ?? 0) }
    return Coverage(have: Int32(have), of: Int32(whole), unit: unit(Grain.day.word))
  }

  func mergedCoverage(_ below: Cells, _ range: Range<Int>) -> Coverage {
    var have: Int32 = 0
    var of: Int32 = 0
    let unit = below.coverage[range.lowerBound].unit
    for part in range {
      guard below.coverage[part].unit == unit, below.coverage[part].of > 0 else {
        return below.coverage[range.lowerBound]
      }
      have += below.coverage[part].have
      of += below.coverage[part].of
    }
    return Coverage(have: have / Int32(range.count), of: of / Int32(range.count), unit: unit)
  }
}
