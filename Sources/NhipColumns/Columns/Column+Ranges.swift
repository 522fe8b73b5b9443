// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Column {
  /// The rows of `ranges`, one range after the other, flat.
  package func joined(_ ranges: [Range<Int>]) -> Column {
    guard case .numbers(let values) = storage else {
      return gathered(ranges.flatMap { $0.map { Int32($0) } })
    }
    return Column(.numbers(pick(values, ranges)), detail: detail?.joined(ranges))
  }
}

extension MeasureDetail {
  func joined(_ ranges: [Range<Int>]) -> MeasureDetail {
    var result = MeasureDetail()
    result.coverageUnits = coverageUnits
    result.lower = lower.map { pick($0, ranges) }
    result.upper = upper.map { pick($0, ranges) }
    result.marks = marks.map { pick($0, ranges) }
    result.coverage = coverage.map { pick($0, ranges) }
    result.numerator = numerator.map { pick($0, ranges) }
    result.denominator = denominator.map { pick($0, ranges) }
    result.asOf = asOf.map { pick($0, ranges) }
    result.comparison = comparison.map { pick($0, ranges) }
    return result
  }

  /// The marks of all cells together.
  package var allMarks: Marks { marks.map(Marks.union) ?? [] }
}

extension Marks {
  /// All marks that some of these have.
  package static func union(_ marks: [Marks]) -> Marks {
    var bits: UInt32 = 0
    for mark in marks { bits |= mark.rawValue }
    return Marks(rawValue: bits)
  }
}

/// The elements of consecutive ranges.
private func pick<T>(_ values: [T], _ ranges: [Range<Int>]) -> [T] {
  let count = ranges.reduce(0) { $0 + $1.count }
  return values.withUnsafeBufferPointer { source in
    [T](filling: count) { target in
      var start = 0
      for range in ranges where !range.isEmpty {
        _ = target[start..<(start + range.count)].initialize(fromContentsOf: source[range])
        start += range.count
      }
    }
  }
}
