// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Numbers the distinct combinations of key columns in the order of their first row.
///
/// Texts and places come as codes already, so that a group key is an integer; columns are combined
/// pairwise into dense numbers, which later become array indices.
package struct GroupKeys {
  package private(set) var groupOfRow: [Int32]
  /// The first row of each group.
  package private(set) var firstRows: [Int32]

  package var count: Int { firstRows.count }

  package init(_ columns: [Column], rowCount: Int) {
    groupOfRow = [Int32](repeating: 0, count: rowCount)
    firstRows = rowCount > 0 ? [0] : []
    var cardinality = 1
    for column in columns {
      let (codes, count) = GroupKeys.codes(column.flattened())
      (groupOfRow, cardinality) = GroupKeys.combine(groupOfRow, cardinality, codes, count)
    }
    guard !columns.isEmpty else { return }
    // Renumber by first appearance.
    var number = [Int32](repeating: -1, count: cardinality)
    firstRows = []
    for row in 0..<rowCount {
      let group = Int(groupOfRow[row])
      if number[group] < 0 {
        number[group] = Int32(firstRows.count)
        firstRows.append(Int32(row))
      }
      groupOfRow[row] = number[group]
    }
  }

  /// A dense code a row; missing is a code of its own.
  private static func codes(_ column: Column) -> (codes: [Int32], count: Int) {
    switch column.storage {
    case .text(let codes, let dictionary):
      let count = dictionary.count + 1
      guard let map = canonical(dictionary) else { return (codes.map { $0 + 1 }, count) }
      return (codes.map { $0 < 0 ? 0 : map[Int($0)] + 1 }, count)
    case .places(let values):
      return (values.map { $0 + 1 }, Int((values.max() ?? -1) + 2))
    case .booleans(let values): return (values.map { Int32($0) }, 3)
    case .numbers(let values):
      // Any NaN is missing, and the two zeros are one.
      let keys = values.map { $0.isNaN ? .nan : $0 == 0 ? 0 : $0 }
      let numbering = RowNumbering(values: keys)
      return (numbering.numbers, max(1, numbering.count))
    case .periods(let values):
      let numbering = RowNumbering(periods: values)
      return (numbering.numbers, max(1, numbering.count))
    case .textRuns, .placeRuns, .periodRuns: return ([], 1)
    }
  }

  /// The first code of equal texts, where some text stands twice: composed and decomposed letters
  /// are equal, though loading keeps them as different bytes. ASCII texts never do.
  private static func canonical(_ dictionary: TextDictionary) -> [Int32]? {
    var first: [String: Int32] = [:]
    var map = (0..<Int32(dictionary.count)).map { $0 }
    var hasTwins = false
    for (code, text) in dictionary.values.enumerated() where !text.utf8.allSatisfy({ $0 < 0x80 }) {
      if let known = first[text] {
        map[code] = known
        hasTwins = true
      } else {
        first[text] = Int32(code)
      }
    }
    return hasTwins ? map : nil
  }

  private static func combine(
    _ groups: [Int32], _ groupCount: Int, _ codes: [Int32], _ codeCount: Int
  ) -> (groups: [Int32], count: Int) {
    // Products that fit an array are looked up there, others are hashed.
    let product = groupCount.multipliedReportingOverflow(by: codeCount)
    var result = groups
    var count: Int32 = 0
    if !product.overflow && product.partialValue <= max(1 << 16, groups.count * 2) {
      var number = [Int32](repeating: -1, count: product.partialValue)
      for row in groups.indices {
        let key = Int(groups[row]) * codeCount + Int(codes[row])
        if number[key] < 0 {
          number[key] = count
          count += 1
        }
        result[row] = number[key]
      }
    } else {
      var number = KeyNumbering(expecting: groupCount)
      for row in groups.indices {
        // Both are dense numbers from zero.
        result[row] = number.number(of: UInt64(groups[row]) << 32 | UInt64(codes[row]))
      }
      count = Int32(number.count)
    }
    return (result, Int(max(count, 1)))
  }
}
