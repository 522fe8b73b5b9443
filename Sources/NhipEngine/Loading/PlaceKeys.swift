// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations

/// Finds the place of each row of a plain file: in the registry where every name is known there,
/// else as places of the file's own.
struct PlaceKeys {
  let table: Table
  let shape: FileShape
  let tableName: String
  let lineOf: (Int) -> Int

  func resolve(into registry: inout PlaceRegistry) throws(Diagnostic) -> KeyColumn {
    guard !shape.places.isEmpty || shape.placeCode != nil else {
      // One place, the file's own.
      return KeyColumn(addRoot(&registry), rowCount: table.rowCount)
    }
    let (codes, count) = numbered()
    let rows = firstRows(codes, count)
    let named = rows.filter { $0 >= 0 }
    let ids = try places(named, &registry)
    var identities = [PlaceID](repeating: -1, count: count)
    var next = 0
    for (code, row) in rows.enumerated() where row >= 0 {
      identities[code] = ids[next]
      next += 1
    }
    return KeyColumn(codes: codes, identities: identities)
  }

  /// A number for each row, equal where the places' cells are; rows name few distinct places, of
  /// which the cells are looked at as text.
  private func numbered() -> (codes: [Int32], count: Int) {
    // The texts of a single column are numbered already.
    if shape.places.count + (shape.placeCode == nil ? 0 : 1) == 1,
      let column = shape.places.first?.column ?? shape.placeCode,
      case .text(let codes, let dictionary) = table.columns[column].storage
    {
      return (codes, dictionary.count)
    }
    var numbering = RowNumbering(rowCount: table.rowCount)
    var ended = [Bool](repeating: false, count: table.rowCount)
    for place in shape.places { numbering.refine(by: nameCodes(place.column, &ended)) }
    if let code = shape.placeCode { numbering.refine(by: codeCodes(code)) }
    return (numbering.numbers, numbering.count)
  }

  /// The first row of each code, -1 for one that no row has.
  private func firstRows(_ codes: [Int32], _ count: Int) -> [Int] {
    var rows = [Int](repeating: -1, count: count)
    var missing = count
    for (row, code) in codes.enumerated() where code >= 0 && rows[Int(code)] < 0 {
      rows[Int(code)] = row
      missing -= 1
      if missing == 0 { break }
    }
    return rows
  }

  /// The places that these rows name.
  private func places(
    _ rows: [Int], _ registry: inout PlaceRegistry
  ) throws(Diagnostic) -> [PlaceID] {
    let paths = rows.map(path)
    if shape.placeCode == nil, let known = inRegistry(paths, registry) { return known }
    return try own(rows, paths, &registry)
  }

  /// Codes of a column of names; from the first empty name of a row on, -1.
  private func nameCodes(_ column: Int, _ ended: inout [Bool]) -> [Int32] {
    guard case .text(let codes, let dictionary) = table.columns[column].storage else {
      return [Int32](repeating: -1, count: table.rowCount)
    }
    let isEmpty = dictionary.values.map(\.isEmpty)
    var result = codes
    for row in result.indices {
      if ended[row] || result[row] < 0 || isEmpty[Int(result[row])] {
        ended[row] = true
        result[row] = -1
      }
    }
    return result
  }

  /// Codes of a column of place codes, which may read as numbers.
  private func codeCodes(_ column: Int) -> [Int32] {
    switch table.columns[column].storage {
    case .text(let codes, _): codes
    case .numbers(let values): RowNumbering(values: values).numbers
    default: [Int32](repeating: -1, count: table.rowCount)
    }
  }

  /// The names of a row, outermost first; empty cells end the path.
  private func path(_ row: Int) -> [String] {
    var names: [String] = []
    for place in shape.places {
      guard let name = table.columns[place.column].text(row), !name.isEmpty else { break }
      names.append(name.trimmingSpaces)
    }
    return names
  }

  /// The registry's places, where it knows every name and they stand at one level.
  private func inRegistry(_ paths: [[String]], _ registry: PlaceRegistry) -> [PlaceID]? {
    var known: [[String]: PlaceID] = [[]: -1]
    var ranks: Set<Int> = []
    for path in paths where known[path] == nil {
      guard case .found(let id, _) = registry.match(path) else { return nil }
      known[path] = id
      ranks.insert(registry[id].level.rank)
    }
    guard ranks.count == 1, let rank = ranks.first else { return nil }
    if let declared = shape.places.last?.level, declared != .place, declared.rank != rank {
      return nil
    }
    return paths.map { known[$0] ?? -1 }
  }

  private func addRoot(_ registry: inout PlaceRegistry) -> PlaceID {
    let root = registry.append(
      Place(
        code: tableName, name: tableName, level: .country, scheme: tableName, expectsReporters: true
      ))
    registry.renumber()
    return root
  }

  /// Places of the file's own, keyed by code or by path: one for each of these rows.
  private func own(
    _ rows: [Int], _ paths: [[String]], _ registry: inout PlaceRegistry
  ) throws(Diagnostic) -> [PlaceID] {
    let root = addRoot(&registry)
    var known: [String: PlaceID] = [:]
    var nameOfCode: [String: [String]] = [:]
    for (row, key) in sortedKeys(rows, paths) {
      let (code, path) = (key.code, key.path)
      if let code, known[code] != nil {
        if let first = nameOfCode[code], first != path, !path.isEmpty {
          throw Diagnostic(
            "E0504", "the code `\(code)` has two names",
            notes: [
              "`\(first.joined(separator: " > "))` and, on line \(lineOf(row)), `\(path.joined(separator: " > "))`"
            ])
        }
        continue
      }
      // Parents first, each keyed by the path so far.
      var parent = root
      for depth in 0..<max(0, path.count - 1) {
        let prefix = path.prefix(depth + 1).joined(separator: "\u{1F}")
        if let id = known["\u{2}" + prefix] {
          parent = id
          continue
        }
        parent = registry.append(
          Place(
            code: "\u{2}" + prefix, name: path[depth], level: shape.places[depth].level,
            parent: parent, scheme: tableName, expectsReporters: true))
        known["\u{2}" + prefix] = parent
      }
      let level = path.isEmpty ? .place : shape.places[path.count - 1].level
      let id = registry.append(
        Place(
          code: key.text, name: path.last ?? code ?? "", level: level, parent: parent,
          scheme: tableName, isUnnamed: path.last == "?", expectsReporters: true))
      known[key.text] = id
      if let code { nameOfCode[code] = path }
    }
    registry.renumber()
    return zip(rows, paths).map { known[key($0, $1).text] ?? -1 }
  }

  /// What a row's place is known by: its code, else its path.
  private struct Key: Hashable {
    var code: String?
    var path: [String]

    var text: String { code ?? path.joined(separator: "\u{1F}") }
  }

  private func key(_ row: Int, _ path: [String]) -> Key {
    Key(code: shape.placeCode.flatMap { codeText($0, row) }, path: path)
  }

  /// Each place once, with the first row that names it: by code, else by name. The order of rows
  /// says nothing of the order of places.
  private func sortedKeys(_ rows: [Int], _ paths: [[String]]) -> [(row: Int, key: Key)] {
    var firstRow: [Key: Int] = [:]
    for (row, path) in zip(rows, paths) {
      let key = key(row, path)
      if !key.text.isEmpty && firstRow[key] == nil { firstRow[key] = row }
    }
    func rank(_ key: Key) -> (Int, String, String, String) {
      let code = key.code ?? ""
      return (
        code.allSatisfy(\.isNumber) ? code.count : 0, code,
        TextFolding.fold(key.path.joined(separator: "\u{1F}")), key.path.joined(separator: "\u{1F}")
      )
    }
    return firstRow.map { (row: $0.value, key: $0.key, rank: rank($0.key)) }
      .sorted { $0.rank < $1.rank }.map { ($0.row, $0.key) }
  }

  private func codeText(_ column: Int, _ row: Int) -> String? {
    if let text = table.columns[column].text(row) { return text.isEmpty ? nil : text }
    guard let numbers = table.columns[column].numbers, !numbers[row].isNaN else { return nil }
    return numbers[row].writtenPlainly
  }
}

extension Double {
  /// Whole numbers without a point, as codes and years are written.
  var writtenPlainly: String {
    self == rounded() && magnitude < 1e15 ? String(Int(self)) : "\(self)"
  }
}

extension String {
  /// Without blanks at its ends.
  var trimmingSpaces: String {
    var view = Substring(self)
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}
