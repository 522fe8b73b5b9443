// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import Foundation
import NhipDiagnostics

/// Which written names of places below one parent mean one place, where no list of places says so.
///
/// Case, composition, the letter that bears a tone (`Hoà`, `Hòa`), hyphens and blanks make no
/// difference; nor do a type word and all marks left out, where only one place can be meant.
package struct PlaceSpellings {
  /// The name first written for the place that each name means.
  package private(set) var shown: [String: String] = [:]
  /// Names of which it is open whose spellings they are: places of their own.
  package private(set) var unclear: [String] = []

  /// A name taken apart.
  private struct Spelling {
    let name: String
    let type: String
    /// The name without type word, its marks kept.
    let marked: String
    let hasMarks: Bool
  }

  /// - Parameters:
  ///   - names: distinct names, first written first.
  ///   - level: the level of the places; decides which type words are none of the name.
  ///   - known: the place that a list of places has under a name.
  package init(_ names: [String], level: PlaceLevel, known: (String) -> PlaceID?) {
    var groups: [String: [Int]] = [:]
    let parts = names.map { Self.split($0, level) }
    for (index, part) in parts.enumerated() {
      groups[TextFolding.fold(part.rest), default: []].append(index)
    }
    for members in groups.values where members.count > 1 {
      join(members.map { Self.spelling(names[$0], parts[$0]) }, known)
    }
    for name in names where shown[name] == nil { shown[name] = name }
    unclear.sort()
  }

  /// Names that are equal without marks and type words.
  private mutating func join(_ group: [Spelling], _ known: (String) -> PlaceID?) {
    let marked = Set(group.filter(\.hasMarks).map(\.marked))
    var rooms: [String: [Spelling]] = [:]
    for spelling in group {
      if spelling.hasMarks || marked.isEmpty {
        rooms[spelling.marked, default: []].append(spelling)
      } else if marked.count == 1, let only = marked.first {
        rooms[only, default: []].append(spelling)
      } else {
        rooms[spelling.marked, default: []].append(spelling)
        unclear.append(spelling.name)
      }
    }
    for room in rooms.values { joinTypes(room, known) }
  }

  /// Names that differ in type words only.
  private mutating func joinTypes(_ room: [Spelling], _ known: (String) -> PlaceID?) {
    var firstOfType: [String: String] = [:]
    let types = Set(room.map(\.type)).subtracting([""]).sorted()
    func type(_ spelling: Spelling) -> String? {
      guard spelling.type.isEmpty, !types.isEmpty else { return spelling.type }
      if let id = known(spelling.name) {
        let typed = room.filter { !$0.type.isEmpty }.map { ($0.type, known($0.name)) }
        if let same = typed.first(where: { $0.1 == id }) { return same.0 }
        if typed.contains(where: { $0.1 != nil }) { return "" }
      }
      return types.count == 1 ? types[0] : nil
    }
    for spelling in room {
      let key = type(spelling)
      if key == nil { unclear.append(spelling.name) }
      shown[spelling.name] = firstOfType[key ?? "", default: spelling.name]
      if firstOfType[key ?? ""] == nil { firstOfType[key ?? ""] = spelling.name }
    }
  }

  private static func spelling(
    _ name: String, _ parts: (type: String, rest: String)
  ) -> Spelling {
    let marked = marked(parts.rest)
    return Spelling(
      name: name, type: parts.type, marked: marked,
      hasMarks: marked != Self.marked(TextFolding.fold(parts.rest)))
  }

  /// The type word that places of the level bear, if one stands first, and the rest.
  private static func split(_ name: String, _ level: PlaceLevel) -> (type: String, rest: String) {
    let plain = withoutHyphens(name)
    guard plain.contains(where: { $0 == " " || $0 == "." }) else { return ("", plain) }
    guard let (type, rest) = PlaceTypeWords.split(TextFolding.fold(plain)),
      types(level).contains(type)
    else { return ("", plain) }
    return (type, String(plain.suffix(rest.count)))
  }

  private static func types(_ level: PlaceLevel) -> [String] {
    switch level {
    case .province: ["tỉnh", "thành phố"]
    case .district: ["thành phố", "thị xã", "huyện", "quận"]
    case .commune: ["xã", "phường", "thị trấn", "đặc khu"]
    case .village: ["thôn", "bản", "ấp", "tổ", "tổ dân phố", "khu phố"]
    case .place:
      ["tỉnh", "thành phố", "thị xã", "huyện", "quận", "xã", "phường", "thị trấn", "đặc khu"]
    default: []
    }
  }

  /// Composed, with one blank for each run of blanks and hyphens inside.
  private static func withoutHyphens(_ name: String) -> String {
    let words = name.precomposedStringWithCanonicalMapping.split {
      $0.isWhitespace || "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}".contains($0)
    }
    // A name of hyphens alone is one.
    return words.isEmpty ? name : words.joined(separator: " ")
  }

  /// Small letters with their marks, the tone of each word behind it.
  package static func marked(_ name: String) -> String {
    let small = name.lowercased()
    if small.utf8.allSatisfy({ $0 < 0x80 }) { return small }
    var result = String.UnicodeScalarView()
    var tones: [Unicode.Scalar] = []
    for scalar in small.decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar.value {
      case 0x300, 0x301, 0x303, 0x309, 0x323: tones.append(scalar)
      case 0x20:
        result.append(contentsOf: tones)
        tones = []
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    result.append(contentsOf: tones)
    return String(result)
  }
}
