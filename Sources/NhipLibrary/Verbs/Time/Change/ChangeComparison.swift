// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipStatistics

/// A column beside its base: differences, percents, tests and verdicts of all rows.
struct ChangeComparison {
  /// Level of the tests and of the verdict from q.
  static let alpha = 0.05
  /// A percent on a smaller base stands in brackets.
  static let smallestPlainBase = 20.0
  /// Marks that a comparison inherits from its two sides.
  static let inherited: Marks = [
    .partial, .conflict, .differs, .parts, .held, .derived, .stale, .provisional, .simulated,
  ]

  let measure: ChangeMeasure
  let current: ChangeSide
  let base: ChangeSide
  let currentColumn: Column
  let baseColumn: Column
  /// How many periods the base is the mean of.
  let baseCount: (Int) -> Int
  /// Days of each distinct period and of its base; `nil` where lengths are equal or do not matter.
  let days: (current: [Double], base: [Double])?
  let includesPartial: Bool
  let isTested: Bool
  let periods: PeriodCodes
  /// Distinct periods inside what was asked; those before it only serve later verbs.
  let shown: [Bool]
  /// Distinct periods that are their own base.
  let ownBase: [Bool]

  var rowCount: Int { current.values.count }

  private func isShown(_ row: Int) -> Bool { shown[Int(periods.codes[row])] }

  /// Days of a row's period and of its base, where they differ.
  private func unequalDays(_ row: Int) -> (current: Double, base: Double)? {
    guard let days else { return nil }
    let code = Int(periods.codes[row])
    let (current, base) = (days.current[code], days.base[code])
    return current == base ? nil : (current, base)
  }

  /// Rows with both values, of which one is partial.
  var leftOutCount: Int {
    guard !includesPartial else { return 0 }
    return (0..<rowCount).count { isShown($0) && hasBoth($0) && isPartial($0) }
  }

  /// Whether some shown pair differs in days.
  var hasUnequalDays: Bool {
    guard days != nil else { return false }
    return (0..<rowCount).contains { isShown($0) && hasBoth($0) && unequalDays($0) != nil }
  }

  private func hasBoth(_ row: Int) -> Bool {
    !current.values[row].isNaN && !base.values[row].isNaN
  }

  private func isPartial(_ row: Int) -> Bool { current.isPartial(row) || base.isPartial(row) }

  private func isCompared(_ row: Int) -> Bool {
    hasBoth(row) && (includesPartial || !isPartial(row))
  }

  // MARK: Differences and percents

  func difference() -> Column {
    column { row in
      let a = current.bounds(row)
      let b = base.bounds(row)
      return (current.values[row] - base.values[row], a.low - b.high, a.high - b.low)
    }
  }

  /// 100 (a / b - 1); with `adjusted`, of the values per day.
  func percent(adjusted: Bool) -> Column {
    var result = column { row in
      var scale = 1.0
      if adjusted, let days = unequalDays(row) { scale = days.base / days.current }
      let a = current.bounds(row)
      let b = base.bounds(row)
      let value = base.values[row]
      guard value > 0 else { return (.nan, .nan, .nan) }
      let range = Self.percentBounds(a, b, scale: scale)
      return (100 * (current.values[row] * scale - value) / value, range.low, range.high)
    }
    // The base stands beside as the denominator, which sets percents of small bases in brackets.
    if let smallBases {
      var detail = result.detail ?? MeasureDetail()
      detail.denominator = smallBases
      result.detail = detail
    }
    return result
  }

  /// What 100 (a scale / b - 1) may be of a positive base.
  @inline(__always)
  static func percentBounds(
    _ a: (low: Double, high: Double), _ b: (low: Double, high: Double), scale: Double
  ) -> (low: Double, high: Double) {
    func percent(_ x: Double, _ y: Double) -> Double { 100 * (x * scale - y) / y }
    let least =
      a.low < 0
      ? b.low > 0 ? percent(a.low, b.low) : -.infinity
      : b.high == .infinity ? -100 : percent(a.low, b.high)
    // A base that may be zero leaves the percent open above.
    return (least, b.low > 0 ? percent(a.high, b.low) : .infinity)
  }

  /// The counts behind the base, where it has some.
  private var smallBases: [Double]? {
    switch measure.test {
    case .none: nil
    case .counts: base.values
    case .rate: base.counts
    }
  }

  /// Shown percents whose base is small.
  var smallBaseCount: Int {
    guard let smallBases, !measure.isPercentage else { return 0 }
    return (0..<rowCount).count { row in
      isShown(row) && isCompared(row) && base.values[row] > 0
        && smallBases[row].magnitude < Self.smallestPlainBase
    }
  }

  /// A column of what both sides give, with bounds and marks where some row has them.
  private func column(
    _ value: (Int) -> (value: Double, low: Double, high: Double)
  ) -> Column {
    var values = [Double](repeating: .nan, count: rowCount)
    var detail = MeasureDetail()
    let isBounded =
      current.lower != nil || base.lower != nil
      || (includesPartial && (current.isAnyPartial || base.isAnyPartial))
    if isBounded {
      detail.lower = values
      detail.upper = values
    }
    let isMarked = isBounded || current.marks != nil || base.marks != nil
    var marks = isMarked ? [Marks](repeating: [], count: rowCount) : nil
    var isOpen = false
    for row in 0..<rowCount where isCompared(row) {
      let (stated, low, high) = value(row)
      values[row] = stated
      guard !stated.isNaN, isMarked else { continue }
      var own = (current.marks?[row] ?? []).union(base.marks?[row] ?? [])
        .intersection(Self.inherited)
      if isBounded {
        let isKnown = !low.isNaN && !high.isNaN
        detail.lower?[row] = isKnown ? low : stated
        detail.upper?[row] = isKnown ? high : stated
        if isKnown { own.formUnion(.signs(value: stated, lower: low, upper: high, beside: own)) }
        if isKnown && (low != stated || high != stated) { isOpen = true }
      }
      marks?[row] = own
    }
    if !isOpen {
      detail.lower = nil
      detail.upper = nil
    }
    if marks?.contains(where: { !$0.isEmpty }) == true { detail.marks = marks }
    return Column(.numbers(values), detail: detail)
  }

  // MARK: Contributions

  /// 100 (a - b) over the sum of the bases of the row's period, which add up to the period's own
  /// percent change.
  func contribution() -> Column {
    let count = periods.periods.count
    var bases = [[Double]](repeating: [], count: count)
    var (lows, highs) = (bases, bases)
    var openCounts = [Int](repeating: 0, count: count)
    for row in 0..<rowCount where isCompared(row) {
      let code = Int(periods.codes[row])
      let b = base.bounds(row)
      bases[code].append(base.values[row])
      lows[code].append(b.low)
      if b.high.isInfinite { openCounts[code] += 1 } else { highs[code].append(b.high) }
    }
    // Values are added in their order, so that the order of rows does not matter.
    let totals = bases.map { FixedSum.of($0) }
    let lowest = lows.map { FixedSum.of($0) }
    let highest = highs.map { FixedSum.of($0) }
    return column { row in
      let code = Int(periods.codes[row])
      let total = totals[code]
      guard total > 0 else { return (.nan, .nan, .nan) }
      let a = current.bounds(row)
      let b = base.bounds(row)
      let stated = 100 * (current.values[row] - base.values[row]) / total
      let isExact = a.low == a.high && b.low == b.high
      if isExact, openCounts[code] == 0, lowest[code] == highest[code] {
        return (stated, stated, stated)
      }
      let isOpen = b.high.isInfinite
      let others = (
        low: lowest[code] - b.low,
        high: openCounts[code] > (isOpen ? 1 : 0)
          ? .infinity : highest[code] - (isOpen ? 0 : b.high)
      )
      let range = Self.contribution(a, b, others)
      return (stated, min(range.low, stated), max(range.high, stated))
    }
  }

  /// What 100 (a - b) / (b + others) may be: it rises with a and falls with b where the whole is
  /// not negative; the others shrink it, whichever sign it has.
  private static func contribution(
    _ a: (low: Double, high: Double), _ b: (low: Double, high: Double),
    _ others: (low: Double, high: Double)
  ) -> (low: Double, high: Double) {
    guard a.low + others.low >= 0, b.low + others.low >= 0 else { return (-.infinity, .infinity) }
    func share(_ gap: Double, _ base: Double, _ isLargest: Bool) -> Double {
      let whole = base + ((gap > 0) == isLargest ? others.low : others.high)
      if gap == 0 || whole == .infinity { return gap.isFinite ? 0 : gap > 0 ? .infinity : -100 }
      return whole > 0 ? 100 * gap / whole : gap > 0 ? .infinity : -.infinity
    }
    return (share(a.low - b.high, b.high, false), share(a.high - b.low, b.low, true))
  }

  // MARK: Tests

  /// What the count test of a row takes: nothing where it has no counts.
  func testInput(_ row: Int) -> ChangeTestInput? {
    guard isTested, isCompared(row), isShown(row), !ownBase[Int(periods.codes[row])] else {
      return nil
    }
    let count = Double(baseCount(row))
    switch measure.test {
    case .none: return nil
    case .counts:
      let a = current.bounds(row)
      let b = base.bounds(row)
      var exposures = (before: count, after: 1.0)
      if let days = unequalDays(row) {
        exposures = ((days.base * count).rounded(), days.current)
      }
      return ChangeTestInput(
        before: base.values[row], beforeBounds: b, after: current.values[row], afterBounds: a,
        periods: count, exposureBefore: exposures.before, exposureAfter: exposures.after)
    case .rate:
      guard let before = base.counts?[row], let after = current.counts?[row],
        let exposureBefore = base.exposures?[row], let exposureAfter = current.exposures?[row],
        exposureBefore > 0, exposureAfter > 0
      else { return nil }
      return ChangeTestInput(
        before: before, beforeBounds: base.countBounds(row), after: after,
        afterBounds: current.countBounds(row), periods: count,
        exposureBefore: exposureBefore * count, exposureAfter: exposureAfter)
    }
  }
}
