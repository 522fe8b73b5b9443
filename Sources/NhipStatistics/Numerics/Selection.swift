// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Order statistics of a mutable buffer without missing values.
enum Selection {
  /// Moves the k-th smallest value (0-based) to position `k`, smaller ones before it.
  ///
  /// - Complexity: O(n) on average; O(n log n) at worst, since bad pivots end in a sort.
  static func select(_ buffer: UnsafeMutableBufferPointer<Double>, _ k: Int) -> Double {
    var low = 0
    var high = buffer.count - 1
    guard k >= 0, k <= high else { return .nan }
    var patience = 4 * (Int.bitWidth - buffer.count.leadingZeroBitCount)
    while low < high {
      if high - low < 16 || patience == 0 {
        sort(buffer, low, high)
        break
      }
      patience -= 1
      let pivot = medianOfThree(buffer[low], buffer[(low + high) / 2], buffer[high])
      var i = low
      var j = high
      while i <= j {
        while buffer[i] < pivot { i += 1 }
        while buffer[j] > pivot { j -= 1 }
        if i <= j {
          buffer.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if k <= j {
        high = j
      } else if k >= i {
        low = i
      } else {
        break
      }
    }
    return buffer[k]
  }

  /// The median; the buffer is reordered.
  static func median(_ buffer: UnsafeMutableBufferPointer<Double>) -> Double {
    let count = buffer.count
    guard count > 0 else { return .nan }
    let upper = select(buffer, count / 2)
    guard count % 2 == 0 else { return upper }
    var lower = -Double.infinity
    for index in 0..<(count / 2) { lower = max(lower, buffer[index]) }
    return lower + (upper - lower) / 2
  }

  static func median(_ values: inout [Double]) -> Double {
    values.withUnsafeMutableBufferPointer { median($0) }
  }

  private static func medianOfThree(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }

  private static func sort(
    _ buffer: UnsafeMutableBufferPointer<Double>, _ low: Int, _ high: Int
  ) {
    if high - low < 32 {
      for i in stride(from: low + 1, through: high, by: 1) {
        let value = buffer[i]
        var j = i
        while j > low, buffer[j - 1] > value {
          buffer[j] = buffer[j - 1]
          j -= 1
        }
        buffer[j] = value
      }
    } else {
      var part = UnsafeMutableBufferPointer(rebasing: buffer[low...high])
      part.sort()
    }
  }
}
