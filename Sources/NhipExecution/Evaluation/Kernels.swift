// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Arithmetic over batches of numbers; NaN is missing and stays so.
enum Arithmetic {
  static func apply(_ op: ExpressionOperator, _ a: [Double], _ b: [Double]) -> [Double] {
    switch op {
    case .add: apply(a, b) { $0 + $1 }
    case .subtract: apply(a, b) { $0 - $1 }
    case .multiply: apply(a, b) { $0 * $1 }
    case .divide: apply(a, b) { $1 == 0 ? .nan : $0 / $1 }
    case .remainder: apply(a, b) { $1 == 0 ? .nan : $0.truncatingRemainder(dividingBy: $1) }
    default: [Double](repeating: .nan, count: a.count)
    }
  }

  @inline(__always)
  private static func apply(
    _ a: [Double], _ b: [Double], _ operation: (Double, Double) -> Double
  ) -> [Double] {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        [Double](unsafeUninitializedCapacity: a.count) { result, count in
          var hasInfinite = false
          for i in a.indices {
            let value = operation(a[i], b[i])
            result[i] = value
            hasInfinite = hasInfinite || value.isInfinite
          }
          count = a.count
          guard hasInfinite else { return }
          // An overflow is no number to show.
          for i in a.indices where result[i].isInfinite && a[i].isFinite && b[i].isFinite {
            result[i] = .nan
          }
        }
      }
    }
  }
}

/// Three-valued logic: 0 false, 1 true, 2 unknown.
enum Kleene {
  static func and(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    zip(a, b).map { x, y in x == 0 || y == 0 ? 0 : x == 1 && y == 1 ? 1 : 2 }
  }

  static func or(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    zip(a, b).map { x, y in x == 1 || y == 1 ? 1 : x == 0 && y == 0 ? 0 : 2 }
  }
}

enum Comparison {
  enum IntervalVerdict { case always, never, sometimes, missing }

  static func holds(_ op: ExpressionOperator, isEqual: Bool, isLess: Bool) -> Bool {
    switch op {
    case .equal: isEqual
    case .notEqual: !isEqual
    case .less: isLess && !isEqual
    case .lessOrEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    default: !isLess || isEqual
    }
  }

  static func numbers(_ op: ExpressionOperator, _ a: [Double], _ b: [Double]) -> [UInt8] {
    switch op {
    case .equal: numbers(a, b) { $0 == $1 }
    case .notEqual: numbers(a, b) { $0 != $1 }
    case .less: numbers(a, b) { $0 < $1 }
    case .lessOrEqual: numbers(a, b) { $0 <= $1 }
    case .greater: numbers(a, b) { $0 > $1 }
    default: numbers(a, b) { $0 >= $1 }
    }
  }

  /// Without a branch a row: a missing side makes 2 of either verdict.
  @inline(__always)
  private static func numbers(
    _ a: [Double], _ b: [Double], _ holds: (Double, Double) -> Bool
  ) -> [UInt8] {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        [UInt8](unsafeUninitializedCapacity: a.count) { result, count in
          for i in a.indices {
            let isKnown = unsafeBitCast((a[i] == a[i]) && (b[i] == b[i]), to: UInt8.self)
            let verdict = unsafeBitCast(holds(a[i], b[i]), to: UInt8.self)
            result[i] = (verdict & isKnown) | ((isKnown ^ 1) << 1)
          }
          count = a.count
        }
      }
    }
  }

  static func booleans(_ op: ExpressionOperator, _ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    zip(a, b).map { x, y in
      x == 2 || y == 2 ? 2 : holds(op, isEqual: x == y, isLess: x < y) ? 1 : 0
    }
  }

  /// Text in the order of its UTF-8 bytes, equality by code where both share a dictionary.
  static func texts(_ op: ExpressionOperator, _ a: Column, _ b: Column, count: Int) -> [UInt8] {
    // One text on either side: one comparison.
    if case .textRuns(let codes, let dictionary, _) = a.storage, codes.count == 1,
      case .text(let others, let single) = b.storage, single.count == 1,
      others.allSatisfy({ $0 == 0 })
    {
      guard codes[0] >= 0 else { return [UInt8](repeating: 2, count: count) }
      let text = dictionary.values[Int(codes[0])]
      let verdict = holds(
        op, isEqual: text == single.values[0], isLess: less(text, single.values[0]))
      return [UInt8](repeating: verdict ? 1 : 0, count: count)
    }
    // One constant on the right: look at each distinct text once.
    if case .text(let codes, let dictionary) = a.storage,
      case .text(let others, let single) = b.storage, single.count == 1,
      others.allSatisfy({ $0 == 0 })
    {
      let constant = single.values[0]
      var verdicts = [UInt8](repeating: 2, count: dictionary.count)
      return codes.map { code in
        guard code >= 0 else { return 2 }
        if verdicts[Int(code)] == 2 {
          let text = dictionary.values[Int(code)]
          verdicts[Int(code)] =
            holds(op, isEqual: text == constant, isLess: less(text, constant)) ? 1 : 0
        }
        return verdicts[Int(code)]
      }
    }
    return (0..<count).map { row in
      guard let x = a.text(row), let y = b.text(row) else { return 2 }
      return holds(op, isEqual: x == y, isLess: less(x, y)) ? 1 : 0
    }
  }

  static func less(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  static func periods(_ op: ExpressionOperator, _ a: Column, _ b: Column, count: Int) -> [UInt8] {
    (0..<count).map { row in
      guard let x = a.period(row), let y = b.period(row) else { return 2 }
      return holds(op, isEqual: x == y, isLess: x < y) ? 1 : 0
    }
  }

  static func intervals(
    _ op: ExpressionOperator, _ a: (Double, Double), _ b: (Double, Double)
  ) -> IntervalVerdict {
    if a.0.isNaN || a.1.isNaN || b.0.isNaN || b.1.isNaN { return .missing }
    switch op {
    case .greater: return a.0 > b.1 ? .always : a.1 <= b.0 ? .never : .sometimes
    case .greaterOrEqual: return a.0 >= b.1 ? .always : a.1 < b.0 ? .never : .sometimes
    case .less: return a.1 < b.0 ? .always : a.0 >= b.1 ? .never : .sometimes
    case .lessOrEqual: return a.1 <= b.0 ? .always : a.0 > b.1 ? .never : .sometimes
    case .equal:
      if a.0 == a.1 && b.0 == b.1 && a.0 == b.0 { return .always }
      return a.1 < b.0 || b.1 < a.0 ? .never : .sometimes
    default:
      if a.1 < b.0 || b.1 < a.0 { return .always }
      return a.0 == a.1 && b.0 == b.1 && a.0 == b.0 ? .never : .sometimes
    }
  }
}
