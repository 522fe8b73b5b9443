// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Reductions of all windows of one width.
enum Windows {
  /// Windows by doubling: sums of 2, 4, 8 … values, joined by the binary digits of the width. Each
  /// window is added in one fixed tree, so that it does not depend on where its series begins, and
  /// no error drifts along. Windows that begin before the series are `empty`.
  /// Complexity: O(n log width).
  static func reduced<T>(
    _ values: [T], _ width: Int, empty: T, _ combine: (T, T) -> T
  ) -> [T] {
    let count = values.count
    var result = [T](repeating: empty, count: count)
    guard width >= 1, width <= count else { return result }
    var powers = values
    var length = 1
    var covered = 0
    var remaining = width
    // `powers[i]` reduces the `length` values that end at i; `result[i]` the last `covered`.
    while remaining > 0 {
      if remaining & 1 == 1 {
        for end in (0..<count).reversed() {
          let before = end - covered
          guard before - length + 1 >= 0 else {
            result[end] = empty
            continue
          }
          result[end] = covered == 0 ? powers[end] : combine(powers[before], result[end])
        }
        covered += length
      }
      remaining >>= 1
      guard remaining > 0 else { break }
      for end in (0..<count).reversed() where end - 2 * length + 1 >= 0 {
        powers[end] = combine(powers[end - length], powers[end])
      }
      length *= 2
    }
    return result
  }

  /// The same with windows cut off at the start of the series; `empty` changes nothing in
  /// `combine`.
  static func partial<T>(
    _ values: [T], _ width: Int, empty: T, _ combine: (T, T) -> T
  ) -> [T] {
    // A window as long as the series reaches all of it.
    let width = min(width, values.count)
    let padded = [T](repeating: empty, count: width) + values
    return Array(reduced(padded, width, empty: empty, combine)[width...])
  }
}
