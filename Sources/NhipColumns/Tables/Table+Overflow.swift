// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Table {
  /// Makes results that are too large for a number missing, and says so.
  ///
  /// - Complexity: O(*n*) for the columns named.
  package mutating func dropOverflow(in names: some Sequence<String>, threads: Int) {
    for name in names {
      guard let index = schema.index(of: name) else { continue }
      let count = columns[index].dropOverflow(threads: threads)
      if count > 0 { note(Note("tooLarge", String(count), name)) }
    }
  }
}

extension Column {
  /// Makes infinite numbers missing, with what decorates them.
  ///
  /// - Returns: how many those are.
  package mutating func dropOverflow(threads: Int) -> Int {
    guard case .numbers(var values) = storage, Self.hasInfinite(values, threads) else { return 0 }
    let rows = values.indices.filter { values[$0].isInfinite }
    var detail = detail
    for row in rows {
      values[row] = .nan
      detail?.lower?[row] = .nan
      detail?.upper?[row] = .nan
      detail?.numerator?[row] = .nan
      detail?.denominator?[row] = .nan
      detail?.marks?[row] = []
      detail?.coverage?[row] = .full
    }
    self = Column(.numbers(values), detail: detail)
    return rows.count
  }

  /// Numbers that make a task.
  private static let taskNumbers = 1 << 18

  private static func hasInfinite(_ values: [Double], _ threads: Int) -> Bool {
    let tasks = Workers.ranges(values.count, size: taskNumbers)
    return values.withUnsafeBufferPointer { values in
      let source = SharedInput(values)
      return Workers.map(tasks.count, threads: threads) {
        hasInfinite(UnsafeBufferPointer(rebasing: source.buffer[tasks[$0]]))
      }.contains(true)
    }
  }

  /// Whether some number is infinite.
  package static func hasInfinite(_ values: UnsafeBufferPointer<Double>) -> Bool {
    // Without a branch for each number, so that eight are compared at a time.
    let whole = values.count / 8 * 8
    let raw = UnsafeRawBufferPointer(values)
    let magnitude = SIMD8<UInt64>(repeating: .max >> 1)
    let infinity = SIMD8<Double>(repeating: .infinity)
    var found = SIMDMask<SIMD8<Int64>>(repeating: false)
    var start = 0
    while start < whole {
      let bits = raw.loadUnaligned(fromByteOffset: start &* 8, as: SIMD8<UInt64>.self)
      found .|= unsafeBitCast(bits & magnitude, to: SIMD8<Double>.self) .== infinity
      start &+= 8
    }
    while start < values.count {
      if values[start].isInfinite { return true }
      start &+= 1
    }
    return any(found)
  }
}
