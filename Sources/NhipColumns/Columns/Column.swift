// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The row ends of runs of equal keys, shared by the key columns of a frame.
///
/// A final class, because several columns share it; immutable.
package final class RunEnds: Sendable {
  /// `ends[i]` is one past the last row of run `i`; ascending.
  package let ends: [Int]

  package init(_ ends: [Int]) { self.ends = ends }

  package var rowCount: Int { ends.last ?? 0 }

  package func start(_ run: Int) -> Int { run == 0 ? 0 : ends[run - 1] }

  /// The run that holds `row`. Complexity: O(log runs).
  package func run(of row: Int) -> Int { ends.partitioningIndex { $0 > row } }
}

/// A column: values in one of a closed set of encodings, and a measure's companions.
///
/// Missing is NaN in numbers, 2 in booleans, -1 in codes and places, `Period.none` in periods.
package struct Column: Sendable {
  package enum Storage: Sendable {
    case numbers([Double])
    /// 0 false, 1 true, 2 unknown.
    case booleans([UInt8])
    case text([Int32], TextDictionary)
    /// Place identities.
    case places([Int32])
    case periods([Period])
    /// The code of each row and the period of each code, as files are read: a third of what periods
    /// take. Queries read it flattened.
    case periodCodes([Int32], [Period])
    /// One text or place a run, and periods that follow each other inside a run: the keys of a
    /// frame, so that millions of result rows copy no keys.
    case textRuns([Int32], TextDictionary, RunEnds)
    case placeRuns([Int32], RunEnds)
    case periodRuns(Grain, starts: [Int32], RunEnds)
  }

  package var storage: Storage
  package var detail: MeasureDetail?

  package init(_ storage: Storage, detail: MeasureDetail? = nil) {
    self.storage = storage
    self.detail = detail.flatMap { $0.isPlain ? nil : $0 }
  }

  package init(numbers: [Double]) { self.init(.numbers(numbers)) }

  /// A text column; `nil` is missing.
  package init(texts: [String?]) {
    var builder = TextDictionaryBuilder()
    let codes = texts.map { $0.map { builder.code($0) } ?? -1 }
    self.init(.text(codes, builder.finish()))
  }

  package var count: Int {
    switch storage {
    case .numbers(let values): values.count
    case .booleans(let values): values.count
    case .text(let codes, _): codes.count
    case .places(let values): values.count
    case .periods(let values): values.count
    case .periodCodes(let codes, _): codes.count
    case .textRuns(_, _, let runs), .placeRuns(_, let runs), .periodRuns(_, _, let runs):
      runs.rowCount
    }
  }

  /// The rows of `range`, flat.
  package func slice(_ range: Range<Int>) -> Column {
    switch storage {
    case .numbers(let values) where detail == nil: return Column(.numbers(Array(values[range])))
    case .booleans(let values): return Column(.booleans(Array(values[range])))
    case .text(let codes, let dictionary): return Column(.text(Array(codes[range]), dictionary))
    case .places(let values): return Column(.places(Array(values[range])))
    case .periods(let values): return Column(.periods(Array(values[range])))
    case .periodCodes(let codes, let periods):
      return Column(.periodCodes(Array(codes[range]), periods))
    default: return gathered(range.map { Int32($0) })
    }
  }

  /// The same column without run encodings and codes of periods.
  package func flattened() -> Column {
    switch storage {
    case .textRuns(let codes, let dictionary, let runs):
      return Column(.text(expand(codes, runs), dictionary))
    case .placeRuns(let values, let runs): return Column(.places(expand(values, runs)))
    case .periodCodes(let codes, let periods):
      return Column(.periods(gather(periods, codes, empty: .none)))
    case .periodRuns(let grain, let starts, let runs):
      var result: [Period] = []
      result.reserveCapacity(runs.rowCount)
      for run in starts.indices {
        for step in 0..<(runs.ends[run] - runs.start(run)) {
          result.append(Period(grain, starts[run] + Int32(step)))
        }
      }
      return Column(.periods(result))
    default: return self
    }
  }

  private func expand(_ values: [Int32], _ runs: RunEnds) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(runs.rowCount)
    for run in values.indices {
      result.append(contentsOf: repeatElement(values[run], count: runs.ends[run] - runs.start(run)))
    }
    return result
  }

  /// The numbers, where the column has some.
  package var numbers: [Double]? {
    if case .numbers(let values) = storage { return values }
    return nil
  }

  /// Whether the value at `row` is missing.
  package func isMissing(_ row: Int) -> Bool {
    switch storage {
    case .numbers(let values): values[row].isNaN
    case .booleans(let values): values[row] == 2
    case .text(let codes, _): codes[row] < 0
    case .places(let values): values[row] < 0
    case .periods(let values): values[row].grain == .none
    case .periodCodes: period(row) == nil
    case .textRuns(let codes, _, let runs): codes[runs.run(of: row)] < 0
    case .placeRuns(let values, let runs): values[runs.run(of: row)] < 0
    case .periodRuns: false
    }
  }

  /// The text at `row`, where this is a text column with a value there.
  package func text(_ row: Int) -> String? {
    switch storage {
    case .text(let codes, let dictionary):
      return codes[row] < 0 ? nil : dictionary.values[Int(codes[row])]
    case .textRuns(let codes, let dictionary, let runs):
      let code = codes[runs.run(of: row)]
      return code < 0 ? nil : dictionary.values[Int(code)]
    default: return nil
    }
  }

  /// The place identity at `row`.
  package func place(_ row: Int) -> Int32? {
    switch storage {
    case .places(let values): return values[row] < 0 ? nil : values[row]
    case .placeRuns(let values, let runs):
      let value = values[runs.run(of: row)]
      return value < 0 ? nil : value
    default: return nil
    }
  }

  /// The period at `row`.
  package func period(_ row: Int) -> Period? {
    switch storage {
    case .periods(let values): return values[row].grain == .none ? nil : values[row]
    case .periodCodes(let codes, let periods):
      guard codes[row] >= 0 else { return nil }
      let period = periods[Int(codes[row])]
      return period.grain == .none ? nil : period
    case .periodRuns(let grain, let starts, let runs):
      let run = runs.run(of: row)
      return Period(grain, starts[run] + Int32(row - runs.start(run)))
    default: return nil
    }
  }
}
