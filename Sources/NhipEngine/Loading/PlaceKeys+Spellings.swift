// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// Spellings of one place in a file whose places are its own.
extension PlaceKeys {
  /// The paths with every name as it was first written, and what that joined.
  ///
  /// - Parameter rows: the first row of each path.
  func respelled(
    _ paths: [[String]], _ rows: [Int], _ registry: PlaceRegistry
  ) -> (paths: [[String]], notes: [Note]) {
    var result = paths
    let order = rows.indices.sorted { rows[$0] < rows[$1] }
    var joined: [String] = []
    var unclear: [String] = []
    for depth in shape.places.indices {
      var names: [[String]: [String]] = [:]
      var seen: Set<[String]> = []
      for index in order where result[index].count > depth && !result[index][depth].isEmpty {
        if seen.insert(Array(result[index][...depth])).inserted {
          names[Array(result[index][..<depth]), default: []].append(result[index][depth])
        }
      }
      var found: [[String]: PlaceSpellings] = [:]
      for (parent, names) in names where names.count > 1 {
        found[parent] = PlaceSpellings(names, level: shape.places[depth].level) {
          let path = (parent + [$0]).filter { !$0.isEmpty }
          guard case .found(let id, _) = registry.match(path) else { return nil }
          return id
        }
      }
      for (parent, spellings) in found {
        for name in names[parent] ?? [] {
          guard let shown = spellings.shown[name], shown != name else { continue }
          joined.append("`\(name)` = `\(shown)`")
        }
        unclear += spellings.unclear.map { "`\($0)`" }
      }
      for index in order where result[index].count > depth {
        let parent = Array(result[index][..<depth])
        if let shown = found[parent]?.shown[result[index][depth]] { result[index][depth] = shown }
      }
    }
    var notes: [Note] = []
    if !joined.isEmpty { notes.append(note("joinedSpellings", joined)) }
    if !unclear.isEmpty { notes.append(note("unclearSpellings", unclear)) }
    return (result, notes)
  }

  /// How many, and the first in the order of the alphabet.
  private func note(_ key: String, _ items: [String]) -> Note {
    let sorted = Set(items).sorted()
    let rest = sorted.count > Self.listLimit ? " …" : ""
    return Note(
      key, String(sorted.count), sorted.prefix(Self.listLimit).joined(separator: ", ") + rest)
  }

  private static var listLimit: Int { 8 }
}
