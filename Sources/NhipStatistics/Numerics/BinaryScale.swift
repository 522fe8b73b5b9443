// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Powers of two by which values are scaled whose squares overflow or underflow. Such scaling
/// rounds nothing that counts: only values that are nothing beside the largest lose digits.
enum BinaryScale {
  /// Sums of squares outside of this may have lost something.
  private static let safeSquares = 1e-250...1e250
  /// Values up to two to the power of this, or down to its inverse, are squared as they are.
  private static let safeExponent = 300

  /// Whether a sum of squares has all its digits; an exact zero may have lost them too.
  static func holds(_ squares: Double) -> Bool { safeSquares.contains(squares) }

  /// The power of two of the largest value, 0 where the values need no scaling; NaN is left out.
  static func exponent(of values: some Sequence<Double>) -> Int {
    var largest = 0.0
    for value in values where value.magnitude > largest { largest = value.magnitude }
    guard largest > 0, largest.isFinite else { return 0 }
    let exponent = Int(largest.exponent)
    return exponent.magnitude > safeExponent ? exponent : 0
  }

  static func scaled(_ values: some Sequence<Double>, by exponent: Int) -> [Double] {
    values.map { Double(sign: .plus, exponent: exponent, significand: $0) }
  }
}
