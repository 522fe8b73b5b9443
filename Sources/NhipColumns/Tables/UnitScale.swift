// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Unit {
  /// Words for scales, in English and Vietnamese.
  private static let scales: [String: Double] = [
    "hundred": 1e2, "hundreds": 1e2, "trăm": 1e2,
    "thousand": 1e3, "thousands": 1e3, "nghìn": 1e3, "ngàn": 1e3,
    "million": 1e6, "millions": 1e6, "triệu": 1e6,
    "billion": 1e9, "billions": 1e9, "tỷ": 1e9, "tỉ": 1e9,
  ]

  /// A unit as a file writes it, without its scale: `thousand people` is people by 1000, `triệu
  /// VND` is VND by a million. A scale alone counts things.
  package static func reading(_ text: String) -> (unit: Unit, scale: Double) {
    var words = text.split(separator: " ")
    var scale = 1.0
    while let first = words.first, let factor = scales[first.lowercased()] {
      scale *= factor
      words.removeFirst()
    }
    guard scale != 1 else { return (Unit(text), 1) }
    if words.first?.lowercased() == "of" { words.removeFirst() }
    return (words.isEmpty ? .count : Unit(words.joined(separator: " ")), scale)
  }

  /// A number of a scale in plain units: 9.921 thousand is 9921, not 9920.999….
  package static func scaled(_ value: Double, by scale: Double) -> Double {
    let product = value * scale
    let whole = product.rounded()
    return (product - whole).magnitude <= 1e-12 * whole.magnitude ? whole : product
  }
}
