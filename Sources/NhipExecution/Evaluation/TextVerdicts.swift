// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan
import Synchronization

/// What a comparison with one text says of each text of a dictionary, found out once.
///
/// A final class, because all batches of an evaluation share it; the mutex protects it.
final class TextVerdicts: Sendable {
  private struct Question: Hashable {
    let column: Int
    let op: String
    let constant: String
  }

  private let known = Mutex<[Question: [UInt8]]>([:])

  /// By code: 0 false, 1 true.
  func verdicts(
    _ op: ExpressionOperator, column: Int, _ constant: String, _ dictionary: TextDictionary
  ) -> [UInt8] {
    let question = Question(column: column, op: op.rawValue, constant: constant)
    return known.withLock { known in
      if let found = known[question] { return found }
      let found = dictionary.values.map { text -> UInt8 in
        let isTrue = Comparison.holds(
          op, isEqual: text == constant, isLess: Comparison.less(text, constant))
        return isTrue ? 1 : 0
      }
      known[question] = found
      return found
    }
  }
}

extension Evaluator {
  /// A text column against one text: a look-up a row, or one a run; `nil` where it is no column of
  /// texts.
  func compareText(
    _ op: ExpressionOperator, column index: Int, _ constant: String, _ range: Range<Int>
  ) -> [UInt8]? {
    switch table.columns[index].storage {
    case .text(let codes, let dictionary):
      let verdicts = verdicts.verdicts(op, column: index, constant, dictionary)
      return codes[range].map { $0 < 0 ? 2 : verdicts[Int($0)] }
    case .textRuns(let codes, let dictionary, let runs):
      let verdicts = verdicts.verdicts(op, column: index, constant, dictionary)
      var result: [UInt8] = []
      result.reserveCapacity(range.count)
      var run = range.isEmpty ? 0 : runs.run(of: range.lowerBound)
      while result.count < range.count {
        let end = min(runs.ends[run], range.upperBound)
        let verdict = codes[run] < 0 ? 2 : verdicts[Int(codes[run])]
        result.append(
          contentsOf: repeatElement(verdict, count: end - range.lowerBound - result.count))
        run += 1
      }
      return result
    default: return nil
    }
  }
}
