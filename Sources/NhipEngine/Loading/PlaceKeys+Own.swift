// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations

/// Places of a file's own, where no list of places knows all its names.
extension PlaceKeys {
  func addRoot(_ registry: inout PlaceRegistry) -> PlaceID {
    let root = registry.append(
      Place(
        code: tableName, name: tableName, level: .country, scheme: tableName, expectsReporters: true
      ))
    registry.renumber()
    return root
  }

  /// Places of the file's own, keyed by code or by path: one for each of these rows.
  func own(
    _ rows: [Int], _ paths: [[String]], _ registry: inout PlaceRegistry
  ) throws(Diagnostic) -> [PlaceID] {
    let root = addRoot(&registry)
    var known: [String: PlaceID] = [:]
    var placeOfPath: [String: PlaceID] = [:]
    var nameOfCode: [String: [String]] = [:]
    for (row, key) in sortedKeys(rows, paths) {
      let (code, path) = (key.code, key.path)
      if let code, known[code] != nil {
        if let first = nameOfCode[code], first != path, !path.isEmpty {
          let names = [first, path].map { $0.filter { !$0.isEmpty }.joined(separator: " > ") }
          throw Diagnostic(
            "E0504", "the code `\(code)` has two names",
            notes: ["`\(names[0])` and, on line \(lineOf(row)), `\(names[1])`"])
        }
        continue
      }
      // Parents first, each keyed by the path so far.
      var parent = root
      for depth in 0..<max(0, path.count - 1) where !path[depth].isEmpty {
        let prefix = path.prefix(depth + 1).joined(separator: "\u{1F}")
        if let id = placeOfPath[prefix] {
          parent = id
          continue
        }
        parent = registry.append(
          Place(
            code: parentCode(prefix), name: path[depth], level: shape.places[depth].level,
            parent: parent, scheme: tableName, expectsReporters: true))
        placeOfPath[prefix] = parent
      }
      let level = path.isEmpty ? .place : shape.places[path.count - 1].level
      let id = registry.append(
        Place(
          code: key.text, name: path.last ?? code ?? "", level: level, parent: parent,
          scheme: tableName, isUnnamed: path.last == "?", expectsReporters: true))
      known[key.text] = id
      // A row of the whole is a figure of the place that the rows of its parts lie in.
      let whole = path.joined(separator: "\u{1F}")
      if !path.isEmpty, placeOfPath[whole] == nil { placeOfPath[whole] = id }
      if let code { nameOfCode[code] = path }
    }
    registry.renumber()
    return zip(rows, paths).map { known[key($0, $1).text] ?? -1 }
  }

  /// The code of a place that only the rows of its parts name; no code of the file begins so.
  private func parentCode(_ path: String) -> String {
    shape.placeCode == nil ? path : "\u{2}" + path
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
  /// says nothing of the order of places; parents stand before their parts.
  private func sortedKeys(_ rows: [Int], _ paths: [[String]]) -> [(row: Int, key: Key)] {
    var firstRow: [Key: Int] = [:]
    for (row, path) in zip(rows, paths) {
      let key = key(row, path)
      if !key.text.isEmpty && firstRow[key] == nil { firstRow[key] = row }
    }
    func rank(_ key: Key) -> (Int, Int, String, String, String) {
      let code = key.code ?? ""
      // Codes do not say which place lies in which.
      return (
        key.code == nil ? 0 : key.path.count,
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
