// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A block of memory behind a column. Columns that share one show the same address.
package struct ColumnBuffer: Hashable, Sendable {
  package let address: UInt
  package let bytes: Int

  package init<Element>(_ values: [Element]) {
    address = values.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    bytes = values.count * MemoryLayout<Element>.stride
  }
}

extension Column {
  /// The blocks of values and companions; dictionaries, which columns share, are left out.
  package var buffers: [ColumnBuffer] {
    var found: [ColumnBuffer]
    switch storage {
    case .numbers(let values): found = [ColumnBuffer(values)]
    case .booleans(let values): found = [ColumnBuffer(values)]
    case .text(let codes, _), .periodCodes(let codes, _): found = [ColumnBuffer(codes)]
    case .places(let values): found = [ColumnBuffer(values)]
    case .periods(let values): found = [ColumnBuffer(values)]
    case .textRuns(let values, _, let runs), .placeRuns(let values, let runs),
      .periodRuns(_, let values, let runs):
      found = [ColumnBuffer(values), ColumnBuffer(runs.ends)]
    }
    if let detail { found += detail.buffers }
    return found
  }

  /// Bytes of the values and companions.
  package var byteCount: Int { buffers.reduce(0) { $0 + $1.bytes } }

  /// Bytes that gathering `count` rows of the column makes.
  package func gatheredBytes(_ count: Int, areAscending: Bool = false) -> Int {
    let perRow: Int
    switch storage {
    case .numbers: perRow = 8
    case .booleans: perRow = 1
    case .text, .places, .periodCodes: perRow = 4
    case .periods, .periodRuns: perRow = MemoryLayout<Period>.stride
    case .textRuns(let values, _, _), .placeRuns(let values, _):
      perRow = values.count == 1 || (areAscending && values.count < count / 8) ? 0 : 4
    }
    let companions = detail.map { $0.bytesPerRow } ?? 0
    return count * (perRow + companions)
  }
}

extension MeasureDetail {
  /// The blocks of the companions that are there.
  var buffers: [ColumnBuffer] {
    var found = [lower, upper, numerator, denominator].compactMap { $0 }.map { ColumnBuffer($0) }
    if let marks { found.append(ColumnBuffer(marks)) }
    if let coverage { found.append(ColumnBuffer(coverage)) }
    if let asOf { found.append(ColumnBuffer(asOf)) }
    if let comparison { found.append(ColumnBuffer(comparison)) }
    return found
  }

  /// Bytes of all companions of one row.
  var bytesPerRow: Int {
    var bytes = [lower, upper, numerator, denominator].count { $0 != nil } * 8
    if marks != nil { bytes += MemoryLayout<Marks>.stride }
    if coverage != nil { bytes += MemoryLayout<Coverage>.stride }
    if asOf != nil { bytes += MemoryLayout<Int32>.stride }
    if comparison != nil { bytes += MemoryLayout<Period>.stride }
    return bytes
  }
}

extension Table {
  package var buffers: [ColumnBuffer] { columns.flatMap(\.buffers) }

  /// Bytes of all columns, each shared block counted once.
  package var byteCount: Int { Set(buffers).reduce(0) { $0 + $1.bytes } }

  /// Bytes of chosen columns.
  package func byteCount(of chosen: Set<Int>) -> Int {
    chosen.reduce(0) { $0 + columns[$1].byteCount }
  }

  /// Bytes that gathering `count` rows makes.
  package func gatheredBytes(_ count: Int, areAscending: Bool = false) -> Int {
    columns.reduce(0) { $0 + $1.gatheredBytes(count, areAscending: areAscending) }
  }
}

extension TextDictionary {
  /// Bytes of the texts: those of 15 bytes or fewer lie in the array itself.
  package var byteCount: Int {
    values.reduce(values.count * MemoryLayout<String>.stride) {
      $0 + ($1.utf8.count > 15 ? $1.utf8.count + 32 : 0)
    }
  }
}
