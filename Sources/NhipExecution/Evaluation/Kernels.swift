// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Arithmetic over batches of numbers; NaN is missing and stays so.
enum Arithmetic {
  static func apply(_ op: ExpressionOperator, _ a: [Double], _ b: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: a.count)
    switch op {
    case .add: for i in result.indices { result[i] = a[i] + b[i] }
    case .subtract: for i in result.indices { result[i] = a[i] - b[i] }
    case .multiply: for i in result.indices { result[i] = a[i] * b[i] }
    case .divide: for i in result.indices { result[i] = b[i] == 0 ? .nan : a[i] / b[i] }
    case .remainder:
      for i in result.indices {
        result[i] = b[i] == 0 ? .nan : a[i].truncatingRemainder(dividingBy: b[i])
      }
    default: for i in result.indices { result[i] = .nan }
    }
    // An overflow is no number to show.
    for i in result.indices where result[i].isInfinite && a[i].isFinite && b[i].isFinite {
      result[i] = .nan
    }
    return result
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
    var result = [UInt8](repeating: 0, count: a.count)
    for i in result.indices {
      let x = a[i]
      let y = b[i]
      if x.isNaN || y.isNaN {
        result[i] = 2
        continue
      }
      result[i] = holds(op, isEqual: x == y, isLess: x < y) ? 1 : 0
    }
    return result
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
