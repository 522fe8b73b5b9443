// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How good forecasts were. Errors are actual - forecast; pairs with a gap are dropped.
///
/// MASE and RMSSE scale by the in-sample (seasonal) naive errors of the training set (Hyndman &
/// Koehler 2006). The interval score is that of Gneiting & Raftery 2007 at 95 %.
package struct ForecastAccuracy: Hashable, Sendable {
  package let n: Int
  package let me: Double
  package let rmse: Double
  package let mae: Double
  /// `nil` when an actual value is 0; so is `mape`.
  package let mpe: Double?
  package let mape: Double?
  /// Mean of 200 |e| / (|actual| + |forecast|).
  package let smape: Double?
  /// 100 sum |e| / sum |actual|.
  package let wape: Double?
  package let mase: Double?
  package let rmsse: Double?
  package let coverage95: Double?
  package let intervalScore95: Double?
  package let status: Status?

  package init(
    training: [Double], actual: [Double], forecast: [Double], period: Int = 1,
    lower95: [Double]? = nil, upper95: [Double]? = nil
  ) throws(StatisticsError) {
    guard period >= 1 else { throw .invalid("period") }
    try Check.complete(training, field: "train")
    for list in [forecast, lower95 ?? forecast, upper95 ?? forecast] {
      try Check.sameLength(actual.count, list.count)
    }
    let kept = actual.indices.filter { !actual[$0].isNaN && !forecast[$0].isNaN }
    for index in kept {
      guard actual[index].isFinite, forecast[index].isFinite else {
        throw .nonfiniteValue(index: index)
      }
    }
    guard !kept.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    let count = Double(kept.count)
    func mean(_ term: (Int) -> Double) -> Double { CompensatedSum.of(kept.map(term)) / count }
    func error(_ index: Int) -> Double { actual[index] - forecast[index] }
    n = kept.count
    me = mean(error)
    mae = mean { error($0).magnitude }
    rmse = mean { error($0) * error($0) }.squareRoot()
    guard rmse.isFinite, mae.isFinite else { throw .invalid("test") }
    let hasZero = kept.contains { actual[$0] == 0 }
    mpe = hasZero ? nil : mean { 100 * error($0) / actual[$0] }.finite
    mape = hasZero ? nil : mean { 100 * (error($0) / actual[$0]).magnitude }.finite
    let hasBothZero = kept.contains { actual[$0] == 0 && forecast[$0] == 0 }
    smape =
      hasBothZero
      ? nil
      : mean { 200 * error($0).magnitude / (actual[$0].magnitude + forecast[$0].magnitude) }.finite
    let volume = mean { actual[$0].magnitude }
    wape = volume > 0 ? (100 * mae / volume).finite : nil

    let naive = ForecastBenchmark.differences(training, period)
    let steps = Double(max(1, naive.count))
    let scale = CompensatedSum.of(naive.map(\.magnitude)) / steps
    let square = CompensatedSum.of(naive.map { $0 * $0 }) / steps
    mase = scale > 0 ? (mae / scale).finite : nil
    rmsse = square > 0 ? (rmse / square.squareRoot()).finite : nil
    status = scale > 0 ? nil : .zeroScale

    guard let lower95, let upper95,
      kept.allSatisfy({ !lower95[$0].isNaN && !upper95[$0].isNaN })
    else {
      coverage95 = nil
      intervalScore95 = nil
      return
    }
    coverage95 = mean { actual[$0] >= lower95[$0] && actual[$0] <= upper95[$0] ? 1 : 0 }
    intervalScore95 =
      mean {
        let below = max(0, lower95[$0] - actual[$0])
        let above = max(0, actual[$0] - upper95[$0])
        return upper95[$0] - lower95[$0] + 2 / 0.05 * (below + above)
      }.finite
  }
}
