// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// The cells of one place and breakdown over a row of buckets, while they are resolved.
package struct Cells: Sendable {
  package var value: [Double]
  /// What a sum rounds off, for sums that it enters.
  var residue: [Double]
  package var lower: [Double]
  package var upper: [Double]
  package var marks: [Marks]
  package var coverage: [Coverage]
  /// How much of the whole is there, for choosing among incomplete axes: 1 when complete.
  var fraction: [Float]
  package var asOf: [Int32]
  /// Where the source of a reported value stands among the preferred ones.
  var sourceRank: [Int]
  package var comparison: [Period]
  /// Whether the value was reported for this very place, not made from places below it.
  package var isOwn: [Bool]

  init(count: Int) {
    value = [Double](repeating: .nan, count: count)
    residue = [Double](repeating: 0, count: count)
    lower = value
    upper = value
    marks = [Marks](repeating: [], count: count)
    coverage = [Coverage](repeating: .full, count: count)
    fraction = [Float](repeating: 0, count: count)
    asOf = [Int32](repeating: .min, count: count)
    sourceRank = [Int](repeating: .max, count: count)
    comparison = [Period](repeating: .none, count: count)
    isOwn = [Bool](repeating: false, count: count)
  }

  /// Cells of something that does not apply here.
  package static func notApplicable(count: Int) -> Cells {
    var cells = Cells(count: count)
    for index in 0..<count { cells.marks[index] = .notApplicable }
    return cells
  }

  package var count: Int { value.count }

  @inline(__always) func has(_ index: Int) -> Bool { !value[index].isNaN }

  @inline(__always) func isComplete(_ index: Int) -> Bool {
    has(index) && marks[index].isDisjoint(with: .incomplete)
  }

  /// Whether all the parts of the cell are there, of whatever date.
  @inline(__always) func isCovered(_ index: Int) -> Bool {
    has(index) && coverage[index].of == 0
      && (marks[index].isDisjoint(with: .incomplete) || marks[index].contains(.stale))
  }

  package var isEmpty: Bool { value.allSatisfy(\.isNaN) && marks.allSatisfy(\.isEmpty) }

  /// Makes room for a value that takes this one's place.
  mutating func clear(_ index: Int) {
    value[index] = .nan
    marks[index] = []
    sourceRank[index] = .max
  }

  mutating func copy(_ index: Int, from other: Cells) {
    value[index] = other.value[index]
    residue[index] = other.residue[index]
    lower[index] = other.lower[index]
    upper[index] = other.upper[index]
    marks[index] = other.marks[index]
    coverage[index] = other.coverage[index]
    fraction[index] = other.fraction[index]
    asOf[index] = other.asOf[index]
    comparison[index] = other.comparison[index]
    isOwn[index] = other.isOwn[index]
  }

  /// Puts a sum and its bounds into a cell.
  mutating func set(_ index: Int, _ sum: CellSum) {
    value[index] = sum.value.value
    residue[index] = sum.value.residue
    lower[index] = sum.lower.value
    upper[index] = sum.upper.value
  }

  /// Makes a mean of a sum.
  mutating func divide(_ index: Int, by count: Double) {
    value[index] /= count
    lower[index] /= count
    upper[index] /= count
    residue[index] = 0
  }

  /// Opens the bounds of an incomplete sum: parts that cannot be negative bound it from below,
  /// others not at all.
  mutating func open(_ index: Int, isNonNegative: Bool) {
    upper[index] = isNonNegative ? .infinity : .nan
    if !isNonNegative { lower[index] = .nan }
  }

  /// Marks that pass from a part to the whole made of it.
  static let inherited: Marks = [
    .partial, .approximate, .conflict, .differs, .parts, .held, .derived, .stale, .provisional,
  ]
}

/// A sum of cells with its bounds.
struct CellSum {
  var value = ExactSum()
  var lower = ExactSum()
  var upper = ExactSum()

  @inline(__always) mutating func add(_ cells: Cells, _ index: Int) {
    let residue = cells.residue[index]
    value.add(cells.value[index], residue: residue)
    // A bound that is the value itself has the same digits behind it.
    let isExactBelow = cells.lower[index] == cells.value[index]
    let isExactAbove = cells.upper[index] == cells.value[index]
    lower.add(cells.lower[index], residue: isExactBelow ? residue : 0)
    upper.add(cells.upper[index], residue: isExactAbove ? residue : 0)
  }
}
