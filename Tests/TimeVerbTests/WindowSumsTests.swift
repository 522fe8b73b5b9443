// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import Testing

@testable import NhipLibrary

/// Windows over blocks add in the tree of `Windows.reduced`, so that they are its sums to the bit.
struct WindowSumsTests {
  /// Values whose sums round differently in another order, with gaps.
  private func series(_ count: Int, _ generator: inout Generator) -> [Double] {
    let gapEvery = [0, 5, 40][Int(generator.next() % 3)]
    return (0..<count).map { _ in
      let draw = generator.next()
      if gapEvery > 0 && draw % UInt64(gapEvery) == 0 { return .nan }
      let magnitude: Double = draw % 7 == 0 ? 1e12 : 1
      return (Double(draw >> 11) / 0x1p53 - 0.5) * magnitude
    }
  }

  private func expect(_ width: Int, lengths: [Int], seed: UInt64) {
    var generator = Generator(state: seed)
    let all = lengths.map { series($0, &generator) }
    var ends: [Int] = []
    for length in lengths { ends.append((ends.last ?? 0) + length) }
    let layout = SeriesLayout(
      grain: .month, starts: [Int32](repeating: 0, count: lengths.count), runs: RunEnds(ends))
    for function in [RollingFunction.sum, .mean] {
      let expected = all.flatMap { function.windows($0, width: width) }
      // On a processor without wide vectors both ways are one.
      for (threads, isWide) in [(1, false), (3, false), (1, true), (3, true)] {
        var sums = WindowSums(width: width, isMean: function == .mean)
        sums.isWide = isWide && WindowSums.isWideHere
        let found = sums.all(all.flatMap { $0 }, layout, threads: threads).windows
        #expect(found.count == expected.count)
        let wrong = zip(found, expected).enumerated().first { _, pair in
          pair.0.isNaN ? !pair.1.isNaN : pair.0.bitPattern != pair.1.bitPattern
        }
        #expect(
          wrong == nil,
          "\(function) of \(width), wide \(isWide), lengths \(lengths), seed \(seed): row \(wrong)")
      }
    }
  }

  @Test(arguments: 1...70) func everyWidth(width: Int) {
    expect(
      width, lengths: [0, 1, width - 1, width, width + 1, 0, width + 8, 3 * width + 20],
      seed: UInt64(width))
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>) func anyWidthAndLength(seed: UInt64) {
    var generator = Generator(state: seed)
    let width = 1 + Int(generator.next() % 200)
    let lengths = (0..<5).map { _ in Int(generator.next() % 601) }
    expect(width, lengths: lengths, seed: seed)
  }

  /// One sum too large for a number, wherever it is.
  @Test(arguments: [1, 2, 3, 5, 12, 13, 30], [false, true])
  func tellsInfiniteWindows(width: Int, isWide: Bool) {
    let count = 61
    let layout = SeriesLayout(grain: .month, starts: [0], runs: RunEnds([count]))
    for isMean in [false, true] {
      var sums = WindowSums(width: width, isMean: isMean)
      sums.isWide = isWide && WindowSums.isWideHere
      for large in -1..<count {
        for sign in [1.0, -1] {
          let values = (0..<count).map { $0 == large ? sign * .infinity : $0 % 7 == 3 ? .nan : 1 }
          let (windows, areFinite) = sums.all(values, layout, threads: 1)
          #expect(areFinite == !windows.contains(where: \.isInfinite), "\(large), \(isMean)")
        }
      }
    }
  }
}
