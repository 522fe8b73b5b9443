// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import Testing

/// Periods, over many random ones: what is written is read back, and arithmetic undoes itself.
struct PeriodTests {
  @Test(arguments: Seeds.fresh(20)) func isReadAsItIsWritten(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<500 {
      let period = Self.random(&generator)
      #expect(Period(period.description) == period, "seed \(seed): \(period)")
    }
  }

  @Test(arguments: Seeds.fresh(20)) func holdsWhatItsOrdinalsSay(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<300 {
      let period = Self.random(&generator)
      for grain in Grain.regular {
        if let ordinals = period.ordinals(of: grain) {
          // They fill the period, end to end.
          #expect(Period(grain, ordinals.lowerBound).firstDay == period.firstDay)
          #expect(Period(grain, ordinals.upperBound).lastDay == period.lastDay)
          #expect(period.ordinals(inside: grain) == ordinals)
        }
        if let inside = period.ordinals(inside: grain) {
          for ordinal in [inside.lowerBound, inside.upperBound] {
            #expect(period.contains(Period(grain, ordinal)), "seed \(seed): \(period) \(grain)")
          }
          #expect(!period.contains(Period(grain, inside.lowerBound - 1)))
          #expect(!period.contains(Period(grain, inside.upperBound + 1)))
        }
        if let ordinal = period.ordinal(of: grain) {
          #expect(Period(grain, ordinal).contains(period), "seed \(seed): \(period) \(grain)")
        }
      }
    }
  }

  @Test(arguments: Seeds.fresh(20)) func comesBackWhenShifted(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<500 {
      let period = Self.random(&generator)
      let step = generator.pick(-40...40)
      if period.grain.isRegular {
        #expect(period.advanced(by: step)?.advanced(by: -step) == period)
      }
      // Days of a leap year's end and weeks 53 have no counterpart in most years.
      guard [.year, .half, .quarter, .month, .monthRange].contains(period.grain) else { continue }
      let shifted = period.shifted(years: step)
      #expect(shifted?.shifted(years: -step) == period, "seed \(seed): \(period) by \(step)")
      #expect(shifted?.monthCount == period.monthCount)
    }
  }

  @Test(arguments: Seeds.fresh(20)) func joinsIntoARangeOfBothEnds(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<500 {
      let a = Self.random(&generator)
      let b = Self.random(&generator)
      guard let range = Period.range(min(a, b), max(a, b)) else { continue }
      #expect(range.firstDay == min(a, b).firstDay && range.lastDay == max(a, b).lastDay)
      #expect(range.overlaps(a))
      #expect(a.overlaps(b) == b.overlaps(a))
      #expect(Period(range.description) == range)
    }
  }

  @Test(arguments: Seeds.fresh(20)) func isOrderedInTime(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let periods = (0..<60).map { _ in Self.random(&generator) }
    for a in periods {
      for b in periods {
        #expect(!(a < b && b < a), "seed \(seed): \(a) \(b)")
        if let x = a.lastDay, let y = b.firstDay, x < y { #expect(a < b) }
      }
    }
  }

  /// A period of any grain with two known ends, in years that reports may name.
  static func random(_ generator: inout SplitMix) -> Period {
    let year = generator.pick(1600...2400)
    switch generator.pick(0...7) {
    case 0: return .year(year)
    case 1: return Period(.half, Int32(year * 2 + generator.pick(0...1)))
    case 2: return Period(.quarter, Int32(year * 4 + generator.pick(0...3)))
    case 3: return .month(year, generator.pick(1...12))
    case 4: return Period(.week, Int32(generator.pick(-15_000...20_000)))
    case 5: return Period(.day, Int32(generator.pick(-100_000...150_000)))
    case 6:
      let first = Int32(year * 12 + generator.pick(0...11))
      return .months(first, first + Int32(generator.pick(0...40)))
    default:
      let first = Int32(generator.pick(-100_000...150_000))
      return .days(first, first + Int32(generator.pick(0...800)))
    }
  }
}
