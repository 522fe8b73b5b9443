// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The permutation test of Pearson's r: the share of orders of y with |r*| >= |r|, the observed
/// order included. All n! orders for few pairs, else (1 + b) / (1 + m) over m random ones.
package struct CorrelationPermutation: Hashable, Sendable {
  /// Up to this many pairs all orders are tried (3.6 million).
  package static let exactLimit = 10

  package let n: Int
  package let r: Double
  package let permutations: Int
  package let pTwoSided: Double
  package let isExact: Bool
  /// The seed of the random orders; `nil` for an exact test.
  package let seed: UInt64?

  /// - Parameter samples: the number of random orders; `nil` tries all, which few pairs allow.
  package init(
    _ x: [Double], _ y: [Double], samples: Int? = nil, seed: UInt64 = 1
  ) throws(StatisticsError) {
    let pairs = try PairedValues(x, y)
    guard pairs.count >= 3 else { throw .insufficientData(needed: 3, got: pairs.count) }
    guard let r = pairs.pearson, !pairs.isConstant else { throw .invalid("x") }
    if let samples, samples < 1 || samples > 100_000_000 { throw .invalid("samples") }
    if samples == nil, pairs.count > Self.exactLimit { throw .invalid("samples") }
    n = pairs.count
    self.r = r
    let centred = Moments(pairs.x).mean
    let first = pairs.x.map { $0 - centred }
    var second = pairs.y
    let mean = Moments(second).mean
    for i in second.indices { second[i] -= mean }
    let scale =
      Moments(pairs.x).sumOfSquares.squareRoot()
      * Moments(pairs.y).sumOfSquares.squareRoot()
    let threshold = r.magnitude * scale * (1 - 1e-10)  // equal sums differ by rounding
    func isExtreme() -> Bool {
      var sum = 0.0
      for i in first.indices { sum += first[i] * second[i] }
      return sum.magnitude >= threshold
    }
    if let samples {
      var generator = SeededGenerator(seed: seed)
      var extreme = 0
      for _ in 0..<samples {
        for i in stride(from: second.count - 1, to: 0, by: -1) {
          second.swapAt(i, generator.index(below: i + 1))
        }
        if isExtreme() { extreme += 1 }
      }
      permutations = samples
      pTwoSided = Double(1 + extreme) / Double(1 + samples)
      isExact = false
      self.seed = seed
      return
    }
    // Heap's algorithm: every order by one swap from the last.
    var extreme = isExtreme() ? 1 : 0
    var total = 1
    var counters = [Int](repeating: 0, count: second.count)
    var i = 1
    while i < second.count {
      if counters[i] < i {
        second.swapAt(i % 2 == 0 ? 0 : counters[i], i)
        if isExtreme() { extreme += 1 }
        total += 1
        counters[i] += 1
        i = 1
      } else {
        counters[i] = 0
        i += 1
      }
    }
    permutations = total
    pTwoSided = Double(extreme) / Double(total)
    isExact = true
    self.seed = nil
  }
}
