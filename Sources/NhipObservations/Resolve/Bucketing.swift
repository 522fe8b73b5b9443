// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// The buckets of a grid in time: consecutive periods of one grain, or one period of any length.
package enum Bucketing: Hashable, Sendable {
  case regular(Grain, first: Int32, count: Int)
  case single(Period)

  package var count: Int {
    switch self {
    case .regular(_, _, let count): count
    case .single: 1
    }
  }

  package var grain: Grain {
    switch self {
    case .regular(let grain, _, _): grain
    case .single(let period): period.grain
    }
  }

  package func period(_ index: Int) -> Period {
    switch self {
    case .regular(let grain, let first, _): Period(grain, first + Int32(index))
    case .single(let period): period
    }
  }

  /// The bucket that holds `period` whole.
  package func index(of period: Period) -> Int? {
    switch self {
    case .regular(let grain, let first, let count):
      guard let ordinal = period.ordinal(of: grain) else { return nil }
      let index = Int(ordinal) - Int(first)
      return index >= 0 && index < count ? index : nil
    case .single(let bucket):
      return bucket == period || bucket.contains(period) ? 0 : nil
    }
  }

  /// Whether a period takes part in a sum over a bucket: it is the bucket, or regular periods of
  /// its grain fill regular buckets, or it is a regular period inside a free bucket. A range inside
  /// a bucket, or a week inside a year, does not.
  package func isServed(by period: Period) -> Bool {
    switch self {
    case .regular(let grain, _, _): return period.grain.tiles(grain)
    case .single(let bucket):
      if period == bucket { return true }
      return period.grain.isRegular && bucket.contains(period)
    }
  }

  /// The bucket that holds a day.
  func index(ofDay day: Int32) -> Int? {
    switch self {
    case .regular(let grain, let first, let count):
      let index = Int(Period.ordinal(ofDay: day, grain)) - Int(first)
      return index >= 0 && index < count ? index : nil
    case .single(let bucket):
      guard let from = bucket.firstDay, let to = bucket.lastDay else { return nil }
      return day >= from && day <= to ? 0 : nil
    }
  }

  /// The buckets of a finer grain inside these, and the finer indices of each; `nil` where the
  /// finer grain does not tile regular buckets. A free bucket takes the periods that lie inside
  /// it, which may leave some of it over (`isFilled`).
  func refined(
    to finer: Grain
  ) -> (buckets: Bucketing, parts: [Range<Int>], isFilled: Bool)? {
    guard count > 0 else { return nil }
    switch self {
    case .regular(let grain, _, let count):
      guard finer != grain, finer.tiles(grain) else { return nil }
      var parts: [Range<Int>] = []
      parts.reserveCapacity(count)
      var start: Int32 = 0
      var total = 0
      for index in 0..<count {
        guard let range = period(index).ordinals(of: finer) else { return nil }
        if index == 0 { start = range.lowerBound }
        parts.append(total..<(total + range.count))
        total += range.count
      }
      return (.regular(finer, first: start, count: total), parts, true)
    case .single(let bucket):
      guard finer != bucket.grain, let range = bucket.ordinals(inside: finer) else { return nil }
      return (
        .regular(finer, first: range.lowerBound, count: range.count), [0..<range.count],
        bucket.ordinals(of: finer) != nil
      )
    }
  }

  /// First and last day of all buckets together.
  var days: ClosedRange<Int32>? {
    guard count > 0, let from = period(0).firstDay, let to = period(count - 1).lastDay, from <= to
    else { return nil }
    return from...to
  }
}
