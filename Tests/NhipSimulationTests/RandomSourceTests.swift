// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipSimulation
import Testing

struct RandomSourceTests {
  static let draws = 100_000

  /// Mean and variance of many draws from a fixed seed.
  private func moments(_ draw: (inout RandomSource) -> Double) -> (mean: Double, variance: Double) {
    var random = RandomSource(seed: 7, stream: 1)
    var sum = 0.0
    var square = 0.0
    for _ in 0..<Self.draws {
      let value = draw(&random)
      sum += value
      square += value * value
    }
    let mean = sum / Double(Self.draws)
    return (mean, square / Double(Self.draws) - mean * mean)
  }

  @Test(arguments: [0.3, 4.0, 15.9, 16.0, 60.0, 2_000.0])
  func drawsPoissonNumbers(_ mean: Double) {
    let found = moments { Double($0.poisson(mean)) }
    #expect(abs(found.mean / mean - 1) < 5 / (mean * Double(Self.draws)).squareRoot())
    #expect(abs(found.variance / mean - 1) < 0.04)
  }

  @Test func drawsNormalNumbers() {
    let found = moments { $0.normal() }
    #expect(abs(found.mean) < 0.015)
    #expect(abs(found.variance - 1) < 0.025)
  }

  @Test(arguments: [1.0, 5.0, 10.0]) func drawsGammaNumbers(_ shape: Double) {
    let found = moments { $0.gammaOfMeanOne(shape: shape) }
    #expect(abs(found.mean - 1) < 0.015)
    #expect(abs(found.variance * shape - 1) < 0.05)
  }

  @Test(arguments: [1, 20, 64, 65, 400]) func drawsBinomialNumbers(_ trials: Int) {
    let found = moments { Double($0.binomial(trials, 0.3)) }
    #expect(abs(found.mean / (0.3 * Double(trials)) - 1) < 0.025)
    #expect(abs(found.variance / (0.21 * Double(trials)) - 1) < 0.03)
  }

  @Test func keepsStreamsApart() {
    var first = RandomSource(seed: 7, stream: 1)
    var second = RandomSource(seed: 7, stream: 2)
    var product = 0.0
    for _ in 0..<Self.draws { product += first.normal() * second.normal() }
    #expect(abs(product / Double(Self.draws)) < 0.015)
  }

  @Test func agreesWithTheLibraryOnElementaryFunctions() {
    for step in -6_000...6_000 {
      let x = Double(step) / 10
      #expect(abs(PortableMath.exp(x) / Foundation.exp(x) - 1) < 1e-15)
    }
    for step in 1...10_000 {
      let x = Double(step) * Double(step) / 700
      let expected = Foundation.log(x)
      #expect(abs(PortableMath.log(x) - expected) <= 1e-15 * max(1, abs(expected)))
    }
    for n in [0, 1, 2, 5, 11, 12, 13, 100] {
      let expected = (1...max(n, 1)).map { Foundation.log(Double($0)) }.reduce(0, +)
      #expect(abs(PortableMath.logFactorial(n) - expected) < 1e-8)
    }
  }
}
