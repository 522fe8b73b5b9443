// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Table {
  /// Makes results that are too large for a number missing, and says so.
  ///
  /// - Complexity: O(*n*) for the columns named.
  package mutating func dropOverflow(in names: some Sequence<String>) {
    for name in names {
      guard let index = schema.index(of: name) else { continue }
      let count = columns[index].dropOverflow()
      if count > 0 { note(Note("tooLarge", String(count), name)) }
    }
  }
}

extension Column {
  /// Makes infinite numbers missing, with what decorates them.
  ///
  /// - Returns: how many those are.
  package mutating func dropOverflow() -> Int {
    guard case .numbers(var values) = storage, Self.hasInfinite(values) else { return 0 }
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

  private static func hasInfinite(_ values: [Double]) -> Bool {
    values.withUnsafeBufferPointer { values in
      // Without a branch for each number, so that eight are compared at a time.
      let whole = values.count / 8 * 8
      var found = SIMDMask<SIMD8<Int64>>(repeating: false)
      for start in stride(from: 0, to: whole, by: 8) {
        let lanes = UnsafeRawBufferPointer(values)
          .loadUnaligned(fromByteOffset: start * 8, as: SIMD8<Double>.self)
        found .|= (lanes .== .infinity) .| (lanes .== -.infinity)
      }
      return any(found) || values[whole...].contains(where: \.isInfinite)
    }
  }
}
