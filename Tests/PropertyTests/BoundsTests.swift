// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// Whatever figures may be within their bounds, an expression of them lies within its own.
struct BoundsTests {
  @Test(arguments: Seeds.fresh(20))
  func holdWhateverTheFiguresAre(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let bench = try Bench(Self.store(&generator))
    for _ in 0..<12 {
      let term = Term(&generator, depth: 3)
      let query = "series a, b by place, year | derive e = \(term)"
      let source =
        term.hasFunctions || generator.happens(0.5)
        ? query : "series a, b, \(term) as e by place, year"
      let result = try bench.result(source)
      let table = result.table
      let index = try #require(table.schema.index(of: "e"))
      for row in 0..<result.rowCount {
        guard let stated = result.number(row: row, column: "e") else { continue }
        let (low, high) = Self.bounds(table, index, row, stated)
        for a in Self.possible(table, 2, row) {
          for b in Self.possible(table, 3, row) {
            let value = term.value(a, b)
            guard value.isFinite else { continue }
            let slack = 1e-9 * max(1, value.magnitude)
            #expect(
              !(value < low - slack) && !(value > high + slack),
              "seed \(seed): \(source), row \(row): \(value) at \(a), \(b) not in \(low)...\(high)")
          }
        }
      }
    }
  }

  /// Bounds that are not known hold anything.
  private static func bounds(
    _ table: Table, _ column: Int, _ row: Int, _ stated: Double
  ) -> (Double, Double) {
    let detail = table.columns[column].detail
    return (detail?.lower?[row] ?? stated, detail?.upper?[row] ?? stated)
  }

  private static func possible(_ table: Table, _ column: Int, _ row: Int) -> [Double] {
    guard let stated = table.columns[column].numbers?[row], !stated.isNaN else { return [] }
    let (low, high) = bounds(table, column, row, stated)
    guard high < .infinity else { return [low, low + 1, low + 10, low + 1000, low + 1e7] }
    return (0...4).map { low + (high - low) * Double($0) / 4 }
  }

  private static func store(_ generator: inout SplitMix) -> ObservationStore {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "reports"))
    let indicators = ["a", "b"].map {
      store.addIndicator(Indicator(key: $0, unit: .count, kind: .flow), to: table)
    }
    var batch = ObservationBatch()
    for number in 0..<8 {
      let ids = store.registry.add([
        Place(
          code: "P\(number)", name: "P\(number)", level: .province, parent: nil, scheme: "s",
          hasAllChildren: true)
      ])
      for indicator in indicators {
        batch.append(
          Observation(
            indicator: indicator, unit: .count, place: ids[0], period: Period(.year, 2023),
            tuple: 0, value: Double(generator.pick(0...200)),
            qualifier: generator.one(of: [.exact, .atLeast, .atLeast, .atMost, .approximate])),
          defaultUnit: .count)
      }
    }
    store.commit(batch)
    return store
  }
}

/// An expression of `a` and `b`, as text and as what it comes to.
private indirect enum Term: CustomStringConvertible {
  case a, b
  case number(Int)
  case operation(String, Term, Term)
  case function(String, Term)

  init(_ generator: inout SplitMix, depth: Int) {
    switch generator.pick(0...(depth == 0 ? 2 : 8)) {
    case 0: self = .a
    case 1: self = .b
    case 2: self = .number(generator.pick(1...60))
    case 3:
      self = .function(
        generator.one(of: ["floor", "ceil", "sqrt", "abs", "log"]),
        Term(&generator, depth: depth - 1))
    default:
      self = .operation(
        generator.one(of: ["+", "-", "*", "/"]), Term(&generator, depth: depth - 1),
        Term(&generator, depth: depth - 1))
    }
  }

  var description: String {
    switch self {
    case .a: "a"
    case .b: "b"
    case .number(let number): "\(number)"
    case .operation(let sign, let x, let y): "(\(x) \(sign) \(y))"
    case .function(let name, let x): "\(name)(\(x))"
    }
  }

  /// Terms of `series` know none.
  var hasFunctions: Bool {
    switch self {
    case .a, .b, .number: false
    case .function: true
    case .operation(_, let x, let y): x.hasFunctions || y.hasFunctions
    }
  }

  func value(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .a: return a
    case .b: return b
    case .number(let number): return Double(number)
    case .operation(let sign, let left, let right):
      let (x, y) = (left.value(a, b), right.value(a, b))
      switch sign {
      case "+": return x + y
      case "-": return x - y
      case "*": return x * y
      default: return y == 0 ? .nan : x / y
      }
    case .function(let name, let term):
      let x = term.value(a, b)
      switch name {
      case "floor": return x.rounded(.down)
      case "ceil": return x.rounded(.up)
      case "sqrt": return x < 0 ? .nan : x.squareRoot()
      case "log": return x > 0 ? Foundation.log(x) : .nan
      default: return x.magnitude
      }
    }
  }
}
