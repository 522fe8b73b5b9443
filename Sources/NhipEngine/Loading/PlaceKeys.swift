// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations

/// Finds the place of each row of a plain file: in the registry where every name is known there,
/// else as places of the file's own.
struct PlaceKeys {
  struct Resolved {
    var ids: [PlaceID]
    var emptyCount: Int
  }

  let table: Table
  let shape: FileShape
  let tableName: String
  let lineOf: (Int) -> Int

  func resolve(
    into registry: inout PlaceRegistry
  ) throws(Diagnostic) -> Resolved {
    let levels = shape.places
    guard !levels.isEmpty || shape.placeCode != nil else {
      // One place, the file's own.
      let root = addRoot(&registry)
      return Resolved(ids: [PlaceID](repeating: root, count: table.rowCount), emptyCount: 0)
    }
    let paths = (0..<table.rowCount).map(path)
    if shape.placeCode == nil, let known = inRegistry(paths, registry) {
      return Resolved(ids: known, emptyCount: known.count { $0 < 0 })
    }
    return try own(paths, &registry)
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

  /// Places of the file's own, keyed by code or by path.
  private func own(
    _ paths: [[String]], _ registry: inout PlaceRegistry
  ) throws(Diagnostic) -> Resolved {
    let root = addRoot(&registry)
    var known: [String: PlaceID] = [:]
    var nameOfCode: [String: [String]] = [:]
    for (row, key) in sortedKeys(paths) {
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
    let ids = paths.indices.map { known[self.key($0, paths[$0]).text] ?? -1 }
    return Resolved(ids: ids, emptyCount: ids.count { $0 < 0 })
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
  private func sortedKeys(_ paths: [[String]]) -> [(row: Int, key: Key)] {
    var firstRow: [Key: Int] = [:]
    for (row, path) in paths.enumerated() {
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
