// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

/// The line through values where they lie is the line through them without the gaps.
struct ConsecutiveLineTests {
  private func line(_ values: [Double], first: Double = 2_015, perYear: Double = 12) -> LineFit {
    values.withUnsafeBufferPointer {
      LineFit(consecutive: $0, firstTime: first, stepsPerUnit: perYear)
    }
  }

  /// The same by leaving out the gaps first.
  private func compacted(_ values: [Double], first: Double = 2_015, perYear: Double = 12)
    -> LineFit
  {
    let kept = values.indices.filter { !values[$0].isNaN }
    let times = kept.map { first + Double($0) / perYear }
    return times.withUnsafeBufferPointer { times in
      kept.map { values[$0] }.withUnsafeBufferPointer { LineFit(times: times, values: $0) }
    }
  }

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude)
  }

  /// Every length of the last group, no, few and many gaps, and values far from zero.
  @Test(arguments: Array(5...40), [0, 0.03, 0.5])
  func skipsGaps(count: Int, share: Double) {
    for offset in [0, 1e6] {
      var generator = SeededGenerator(seed: UInt64(count) * 7 + UInt64(share * 100))
      func unit() -> Double { Double(generator.next() >> 11) / 0x1p53 }
      var values = (0..<count).map { Double($0) * 0.3 + 20 * unit() + offset }
      for index in values.indices where unit() < share { values[index] = .nan }
      guard values.count(where: { !$0.isNaN }) >= 3 else { continue }
      let found = line(values)
      let expected = compacted(values)
      #expect(found.n == expected.n)
      // Digits that the times and the offset take from the compacted sums.
      #expect(isClose(found.slope, expected.slope, 1e-7), "\(count) \(share) \(offset)")
      #expect(
        isClose(found.rSquared ?? -1, expected.rSquared ?? -1, 1e-7), "\(count) \(share) \(offset)")
    }
  }

  @Test func isPerfectOnALine() {
    for count in 5...30 {
      var values = (0..<count).map { 3 * Double($0) + 7 }
      values[2] = .nan
      let found = line(values)
      #expect(isClose(found.slope, 36, 1e-14) && found.isPerfect, "\(count)")
    }
    // A hair off the line is no line.
    var values = (0..<60).map { 3 * Double($0) + 7 }
    values[30] += 1e-6
    #expect(!line(values).isPerfect)
    values[30] += 1e-3
    #expect(isClose(1 - (line(values).rSquared ?? 0), 1 - (compacted(values).rSquared ?? 0), 1e-3))
  }

  @Test func knowsConstants() {
    let values: [Double] = [.nan, 0.1, 0.1, .nan, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    #expect(line(values).isConstant && line(values).slope == 0 && line(values).n == 9)
    // Tiny beside the values, but there.
    let nearly = values.enumerated().map { $0.offset == 5 ? $0.element.nextUp : $0.element }
    #expect(!line(nearly).isConstant)
  }

  /// The first value is what the others are counted from, however far away it lies.
  @Test func standsAFarFirstValue() {
    var values = (0..<240).map { Double($0 % 7) }
    values[0] = 1e9
    #expect(isClose(line(values).slope, compacted(values).slope, 1e-9))
    #expect(isClose(line(values).rSquared ?? -1, compacted(values).rSquared ?? -1, 1e-9))
  }

  @Test func hasNoneWithoutNumbers() {
    #expect(!line([]).isDefined && line([]).n == 0)
    #expect(!line([.nan, .nan]).isDefined)
    #expect(!line([.nan, 4, .nan]).isDefined)
    let many = (0..<20).map { Double($0) }
    for wrong in [Double.infinity, -.infinity] {
      #expect(!line([wrong] + many).isDefined)
      #expect(!line(many + [wrong] + many).isDefined)
      #expect(!line(many + [wrong, -wrong]).isDefined)
      #expect(!line([wrong, wrong, wrong, wrong, wrong, wrong]).isDefined)
    }
    #expect(!line([1e308, -1e308, 1e308, -1e308, 1e308]).isDefined)
  }
}
