// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipObservations

extension Column {
  /// One number a row whose order is the column's: texts by UTF-8 bytes, places in official
  /// order, periods in time; missing is infinity, which comes last both ways.
  package func sortRanks(
    _ registry: PlaceRegistry, isDescending: Bool, _ morsels: Morsels = .serial
  ) -> [Double] {
    func signed(_ value: Double) -> Double { isDescending ? -value : value }
    switch flattened().storage {
    case .numbers(let values):
      return NumberRank(isDescending: isDescending).results(of: values, morsels)
    case .booleans(let values): return values.map { $0 == 2 ? .infinity : signed(Double($0)) }
    case .text(let codes, let dictionary):
      let sorted = dictionary.values.indices.sorted {
        Comparison.less(dictionary.values[$0], dictionary.values[$1])
      }
      var rank = [Double](repeating: 0, count: dictionary.count)
      for (position, code) in sorted.enumerated() { rank[code] = Double(position) }
      return codes.map { $0 < 0 ? .infinity : signed(rank[Int($0)]) }
    case .places(let values):
      return values.map { $0 < 0 ? .infinity : signed(Double(registry.order[Int($0)])) }
    case .periods(let values):
      let distinct = Array(Set(values)).sorted()
      var rank: [Period: Double] = [:]
      for (position, period) in distinct.enumerated() { rank[period] = Double(position) }
      return values.map { $0.grain == .none ? .infinity : signed(rank[$0] ?? 0) }
    case .textRuns, .placeRuns, .periodCodes, .periodRuns: return []
    }
  }
}

private struct NumberRank: ElementMap {
  let isDescending: Bool

  func result(of element: Double) -> Double {
    let value = isDescending ? -element : element
    return value == value ? value : .infinity
  }
}
