// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A value for each element.
///
/// A protocol, so that each loop is compiled for its function: closures would be called element by
/// element. For this module only: in others it would not be specialised.
protocol ElementMap: Sendable {
  associatedtype Element: Sendable
  associatedtype Result
  func result(of element: Element) -> Result
}

extension ElementMap {
  /// The results for all elements, on the threads of `morsels`.
  func results(of elements: [Element], _ morsels: Morsels) -> [Result] {
    let ranges = morsels.ranges(elements.count)
    return elements.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      return [Result](filling: buffer.count) { target in
        let results = SharedBuffer(target)
        Workers.run(ranges.count, threads: morsels.threads) { task in
          let (elements, results) = (source.buffer, results.buffer)
          for index in ranges[task] { results[index] = result(of: elements[index]) }
        }
      }
    }
  }
}
