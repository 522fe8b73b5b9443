// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Can a printed percent change come from whole counts? (After the GRIM test, Brown & Heathers
/// 2017.) Integer arithmetic throughout: with d decimals the change |after - before| x 100 x 10^d
/// / before is rounded to whole units and compared with the printed digits.
///
/// Counts are limited to 10^15. `rounding` `nil` accepts either half-up or half-even.
package struct PercentConsistency: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package let before: Int
    package let after: Int
  }

  /// A percent that whole counts can give, with one pair that gives it.
  package struct Possible: Hashable, Sendable {
    package let before: Int
    package let after: Int
    package let percent: String
  }

  /// The largest count that is searched; products then fit in 128 bits.
  package static let maximumCount = 1_000_000_000_000_000

  /// The most bases that are tried one by one when neither side is known.
  package static let maximumSearch = 10_000_000

  /// The pairs found, at most as many as the limit asked for.
  package let pairs: [Pair]
  /// More pairs exist than are listed.
  package let isTruncated: Bool
  package let smallestBefore: Int?
  /// The different bases of `pairs`, ascending.
  package let possibleBefores: [Int]
  package let status: Status?

  package var count: Int { pairs.count }
  package var consistent: Bool { !pairs.isEmpty }

  /// All pairs with `before` up to `maximumBefore`, or those that agree with a known side.
  ///
  /// - Complexity: O(maximumBefore) divisions when neither side is known, O(log) otherwise.
  package init(
    _ percent: ReportedPercent, maximumBefore: Int, before: Int? = nil, after: Int? = nil,
    rounding: PercentRounding? = .halfUp, limit: Int = 10_000
  ) throws(StatisticsError) {
    guard maximumBefore >= 0, maximumBefore <= Self.maximumCount else {
      throw .invalid("max_before")
    }
    for value in [before, after] {
      guard let value else { continue }
      guard value >= 0 else { throw .negativeCount(index: 0) }
      guard value <= Self.maximumCount else { throw .invalid("counts") }
    }
    guard limit >= 1, limit <= Self.maximumList else { throw .invalid("limit") }
    var pairs: [Pair] = []
    var isTruncated = false
    func add(_ before: Int, _ after: Int) -> Bool {
      guard pairs.count < limit else {
        isTruncated = true
        return false
      }
      pairs.append(Pair(before: before, after: after))
      return true
    }
    if let before, let after {
      if Self.isConsistent(percent, before: before, after: after, rounding: rounding) {
        _ = add(before, after)
      }
    } else if let after {
      let range = Self.befores(percent, after: after, upTo: maximumBefore, rounding: rounding)
      if let range {
        for base in range where !add(base, after) { break }
      }
    } else if percent.signedUnits >= -percent.unitsPerWhole {
      guard before != nil || maximumBefore <= Self.maximumSearch else {
        throw .invalid("max_before")
      }
      let bases = before.map { $0...$0 } ?? 1...max(1, maximumBefore)  // base 0 has no change
      search: for base in bases where base <= maximumBefore || before != nil {
        for after in Self.afters(percent, before: base, rounding: rounding, limit: limit + 1) {
          if !add(base, after) { break search }
        }
      }
    }
    self.pairs = pairs
    self.isTruncated = isTruncated
    smallestBefore = pairs.first?.before
    var bases: [Int] = []
    for pair in pairs where bases.last != pair.before { bases.append(pair.before) }
    possibleBefores = bases
    if before == 0 {
      status = .zeroBase
    } else {
      status = percent.signedUnits < -percent.unitsPerWhole ? .belowMinus100 : nil
    }
  }

  /// Whether the printed percent is the change from `before` to `after`.
  package static func isConsistent(
    _ percent: ReportedPercent, before: Int, after: Int, rounding: PercentRounding? = nil
  ) -> Bool {
    guard before > 0, after >= 0, before <= maximumCount, after <= maximumCount else {
      return false
    }
    switch percent.sign {
    case .minus where after > before, .plus where after < before: return false
    case .unsigned where after < before && percent.units > 0: return false
    default: break
    }
    let numerator = Int128((after - before).magnitude) * Int128(percent.unitsPerWhole)
    let modes = rounding.map { [$0] } ?? [.halfUp, .halfEven]
    return modes.contains { $0.quotient(numerator, Int128(before)) == Int128(percent.units) }
  }

  /// A coarse percent of a large base agrees with very many counts; no more than this are listed.
  package static let maximumList = 1_000_000

  /// The counts after that agree with a known count before, ascending, at most `limit` of them.
  package static func afters(
    _ percent: ReportedPercent, before: Int, rounding: PercentRounding? = .halfUp,
    limit: Int = maximumList
  ) -> [Int] {
    guard before > 0, before <= maximumCount else { return [] }
    // |after - before| lies between before (u - 1/2) / S and before (u + 1) / S.
    let scale = 2 * Int128(percent.unitsPerWhole)
    let lower = Int128(before) * Int128(max(0, 2 * percent.units - 1)) / scale
    let upper = Int128(before) * Int128(2 * percent.units + 2) / scale + 1
    var result: [Int] = []
    for step in lower...upper {
      for difference in percent.units == 0 && step > 0 ? [-step, step] : [signed(step, percent)] {
        let after = Int128(before) + difference
        guard after >= 0, after <= Int128(maximumCount) else { continue }
        let candidate = Int(after)
        if isConsistent(percent, before: before, after: candidate, rounding: rounding) {
          result.append(candidate)
        }
      }
      if result.count >= limit { break }
    }
    return result.sorted()
  }

  /// The counts before that agree with a known count after: a run of neighbours, since the change
  /// falls as the base grows. `nil` when none does.
  package static func befores(
    _ percent: ReportedPercent, after: Int, upTo maximumBefore: Int = maximumCount,
    rounding: PercentRounding? = .halfUp
  ) -> ClosedRange<Int>? {
    guard after >= 0, after <= maximumCount, maximumBefore >= 1 else { return nil }
    let limit = min(maximumBefore, maximumCount)
    func compare(_ before: Int) -> Int {
      if isConsistent(percent, before: before, after: after, rounding: rounding) { return 0 }
      return isChangeAbove(percent, before: before, after: after) ? 1 : -1
    }
    return run(upTo: limit, compare)
  }

  /// The counts before for which a known difference (after - before) gives the percent.
  package static func befores(
    _ percent: ReportedPercent, difference: Int, upTo maximumBefore: Int = maximumCount,
    rounding: PercentRounding? = .halfUp
  ) -> ClosedRange<Int>? {
    guard difference.magnitude <= UInt(maximumCount) / 2, maximumBefore >= 1 else { return nil }
    let smallest = difference < 0 ? -difference : 1
    let limit = min(maximumBefore, maximumCount / 2)
    guard smallest <= limit else { return nil }
    func compare(_ offset: Int) -> Int {
      let before = smallest + offset - 1
      let after = before + difference
      if isConsistent(percent, before: before, after: after, rounding: rounding) { return 0 }
      let isAbove = isChangeAbove(percent, before: before, after: after)
      return isAbove == (difference > 0) ? 1 : -1
    }
    return run(upTo: limit - smallest + 1, compare).map {
      ($0.lowerBound + smallest - 1)...($0.upperBound + smallest - 1)
    }
  }

  /// The pair with the smallest base: the fewest events that the printed percent can stand on.
  package static func smallestPair(
    _ percent: ReportedPercent, upTo maximumBefore: Int, rounding: PercentRounding? = .halfUp
  ) -> Pair? {
    // With 100 x 10^d events before, every percent with d decimals is possible.
    let limit = min(maximumBefore, percent.unitsPerWhole)
    guard limit >= 1, percent.signedUnits >= -percent.unitsPerWhole else { return nil }
    for before in 1...limit {
      if let after = afters(percent, before: before, rounding: rounding, limit: 1).first {
        return Pair(before: before, after: after)
      }
    }
    return nil
  }

  /// For a percent that a known count cannot give: the nearest ones below and above that it can,
  /// with the same number of decimals. One side is missing when nothing lies there.
  ///
  /// 42 after "-20 %" is impossible: 53 -> 42 is "-21", 52 -> 42 is "-19".
  package static func nearest(
    _ percent: ReportedPercent, before: Int? = nil, after: Int? = nil,
    rounding: PercentRounding = .halfUp
  ) -> [Possible] {
    var pairs: [Pair] = []
    if let before, let after {
      pairs = [Pair(before: before, after: after)]
    } else if let after, after > 0 {
      // The exact base is after x S / (S + u); its whole neighbours are the nearest bases.
      let whole = Int128(percent.unitsPerWhole) + Int128(percent.signedUnits)
      guard whole > 0 else { return [] }
      let base = Int128(after) * Int128(percent.unitsPerWhole) / whole
      guard base <= Int128(maximumCount) else { return [] }
      pairs = [Pair(before: Int(base) + 1, after: after), Pair(before: Int(base), after: after)]
    } else if let before, before > 0 {
      let change = Int128(before) * Int128(percent.signedUnits)
      let scale = Int128(percent.unitsPerWhole)
      let step = change < 0 && change % scale != 0 ? change / scale - 1 : change / scale
      guard Int128(before) + step <= Int128(maximumCount) else { return [] }
      pairs = [Int128(0), 1].compactMap { offset in
        let after = Int128(before) + step + offset
        return after >= 0 ? Pair(before: before, after: Int(after)) : nil
      }
    }
    var result: [Possible] = []
    for pair in pairs where pair.before > 0 {
      guard
        let text = text(
          before: pair.before, after: pair.after, decimals: percent.decimals, rounding: rounding)
      else { continue }
      if result.last?.percent != text {
        result.append(Possible(before: pair.before, after: pair.after, percent: text))
      }
    }
    return result
  }

  /// The percent change of two counts as text with a number of decimals; `nil` for a zero base.
  package static func text(
    before: Int, after: Int, decimals: Int, rounding: PercentRounding = .halfUp
  ) -> String? {
    guard before > 0, after >= 0, before <= maximumCount, after <= maximumCount, decimals >= 0,
      decimals <= ReportedPercent.maximumDecimals
    else { return nil }
    let scale = Int128(100 * ReportedPercent.power(decimals))
    let numerator = Int128((after - before).magnitude) * scale
    let units = rounding.quotient(numerator, Int128(before))
    guard let whole = Int(exactly: units) else { return nil }
    return ReportedPercent.text(signedUnits: after < before ? -whole : whole, decimals: decimals)
  }

  private static func signed(_ step: Int128, _ percent: ReportedPercent) -> Int128 {
    percent.sign == .minus ? -step : step
  }

  /// Whether the exact change is above the printed percent.
  private static func isChangeAbove(_ percent: ReportedPercent, before: Int, after: Int) -> Bool {
    let change = Int128(after - before) * Int128(percent.unitsPerWhole)
    let printed = Int128(percent.signedUnits) * Int128(before)
    if change == printed { return percent.sign == .minus }
    return change > printed
  }

  /// The run of positions 1...limit where `compare` is 0, given that it falls from 1 to -1.
  private static func run(upTo limit: Int, _ compare: (Int) -> Int) -> ClosedRange<Int>? {
    guard limit >= 1 else { return nil }
    func firstPosition(atMost level: Int) -> Int {
      var low = 1
      var high = limit + 1
      while low < high {
        let middle = low + (high - low) / 2
        if compare(middle) <= level { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let first = firstPosition(atMost: 0)
    let end = firstPosition(atMost: -1)
    return first < end ? first...(end - 1) : nil
  }
}
