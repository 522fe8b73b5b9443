// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension Array where Element: Sendable {
  /// `transform` of each element, on the threads of `morsels`.
  ///
  /// For this module only: elsewhere it would not be specialised and cost a call an element.
  @inline(__always)
  func mapped<Result>(_ morsels: Morsels, _ transform: @Sendable (Element) -> Result) -> [Result] {
    let ranges = morsels.ranges(count)
    return withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      return [Result](filling: buffer.count) { target in
        let results = SharedBuffer(target)
        Workers.run(ranges.count, threads: morsels.threads) { task in
          let (elements, results) = (source.buffer, results.buffer)
          for row in ranges[task] { results[row] = transform(elements[row]) }
        }
      }
    }
  }
}
