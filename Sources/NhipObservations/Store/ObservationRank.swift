// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The rank of alternatives: recorded last first; then the later document name, the later
/// position in it, the larger value, the narrower bounds, the larger denominator. Never the
/// order of loading, so that shuffled rows agree.
struct ObservationRank: Comparable {
  let recorded: Int32
  let document: String
  let start: Int32
  let value: Double
  var width = 0.0
  var denominator = 0.0
  /// What else may differ, as text, so that equal ranks are equal rows.
  var rest = ""

  static func < (a: ObservationRank, b: ObservationRank) -> Bool {
    let x = (a.recorded, a.document, a.start, a.value)
    let y = (b.recorded, b.document, b.start, b.value)
    if x != y { return x < y }
    return (-a.width, a.denominator, a.rest) < (-b.width, b.denominator, b.rest)
  }
}
