// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A percent as it was printed: sign, digits and the number of decimals, which sets its precision.
///
/// "-14,7" and "-14.7 %" are the same; "-14.70" claims more than "-14.7".
package struct ReportedPercent: Hashable, Sendable {
  package enum Sign: Hashable, Sendable {
    case minus, unsigned, plus
  }

  /// No published percent has more decimals, and 10^6 keeps every search short.
  package static let maximumDecimals = 6
  /// Keeps all products inside 128 bits.
  static let maximumUnits: Int = 1_000_000_000_000_000

  package let sign: Sign
  /// The digits without sign and separator: 147 for "-14.7".
  package let units: Int
  package let decimals: Int

  /// The percent with its sign, in units of the last printed place.
  package var signedUnits: Int { sign == .minus ? -units : units }

  /// Units that make 100 percent.
  package var unitsPerWhole: Int { 100 * Self.power(decimals) }

  /// - Throws: `invalid_parameter` for text that is not a decimal number.
  package init(_ text: String) throws(StatisticsError) {
    var digits: [UInt8] = []
    var sign = Sign.unsigned
    var separatorAt: Int?
    var isFinished = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "\u{A0}", "\u{202F}":
        if !digits.isEmpty || separatorAt != nil { isFinished = true }
      case "-", "\u{2212}", "\u{2013}":
        guard sign == .unsigned, digits.isEmpty, separatorAt == nil else { throw Self.notNumber }
        sign = .minus
      case "+":
        guard sign == .unsigned, digits.isEmpty, separatorAt == nil else { throw Self.notNumber }
        sign = .plus
      case ".", ",":
        guard separatorAt == nil, !isFinished else { throw Self.notNumber }
        separatorAt = digits.count
      case "%":
        guard !digits.isEmpty else { throw Self.notNumber }
        isFinished = true
      default:
        guard !isFinished, scalar >= "0", scalar <= "9" else { throw Self.notNumber }
        digits.append(UInt8(scalar.value - 48))
      }
    }
    let decimals = separatorAt.map { digits.count - $0 } ?? 0
    guard !digits.isEmpty, decimals <= Self.maximumDecimals, separatorAt == nil || decimals > 0
    else { throw Self.notNumber }
    var units = 0
    for digit in digits {
      units = units * 10 + Int(digit)
      guard units <= Self.maximumUnits else { throw Self.notNumber }
    }
    self.sign = sign
    self.units = units
    self.decimals = decimals
  }

  private init(sign: Sign, units: Int, decimals: Int) {
    self.sign = sign
    self.units = units
    self.decimals = decimals
  }

  /// The same number with the other sign.
  var negated: ReportedPercent {
    let flipped: Sign = sign == .minus ? .unsigned : .minus
    return ReportedPercent(sign: flipped, units: units, decimals: decimals)
  }

  /// Signed units as text with this many decimals and a point: "-14.7".
  package static func text(signedUnits: Int, decimals: Int) -> String {
    let scale = power(decimals)
    let magnitude = signedUnits.magnitude
    var text = "\(magnitude / UInt(scale))"
    if decimals > 0 {
      let fraction = "\(magnitude % UInt(scale))"
      text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
    return signedUnits < 0 ? "-" + text : text
  }

  static func power(_ decimals: Int) -> Int {
    var result = 1
    for _ in 0..<min(decimals, 18) { result *= 10 }
    return result
  }

  private static let notNumber = StatisticsError.invalid("reported_percent_change")
}
