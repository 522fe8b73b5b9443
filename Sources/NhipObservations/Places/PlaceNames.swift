// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// What a written place name means in a registry.
package enum PlaceMatch: Sendable, Equatable {
  /// The place; `isProvinceOfMany` where a bare name was read as the province that bears it
  /// although other places bear it too.
  case found(PlaceID, isProvinceOfMany: Bool)
  /// Several places bear the name: their typed paths.
  case ambiguous([PlaceID])
  /// None bears it; the nearest name, if one is near.
  case unknown(segment: String, nearest: String?)
}

/// Type words of Vietnamese places, with the short forms that reports use.
package enum PlaceTypeWords {
  static let spellings: [(spelling: String, type: String)] = [
    ("thành phố", "thành phố"), ("tp.", "thành phố"), ("tp", "thành phố"), ("tỉnh", "tỉnh"),
    ("t.", "tỉnh"), ("thị xã", "thị xã"), ("tx.", "thị xã"), ("tx", "thị xã"),
    ("huyện", "huyện"), ("h.", "huyện"), ("quận", "quận"), ("q.", "quận"),
    ("thị trấn", "thị trấn"), ("tt.", "thị trấn"), ("phường", "phường"), ("p.", "phường"),
    ("đặc khu", "đặc khu"), ("xã", "xã"), ("x.", "xã"), ("tổ dân phố", "tổ dân phố"),
    ("khu phố", "khu phố"), ("thôn", "thôn"), ("bản", "bản"), ("ấp", "ấp"), ("tổ", "tổ"),
  ]

  private static let folded = spellings.map { (TextFolding.fold($0.spelling), $0.type) }

  /// Splits a leading type word off a folded name; longest spelling first.
  static func split(_ foldedName: String) -> (type: String, rest: String)? {
    var best: (type: String, rest: String, length: Int)?
    for (spelling, type) in folded {
      guard foldedName.hasPrefix(spelling), spelling.count > (best?.length ?? 0) else { continue }
      let rest = foldedName.dropFirst(spelling.count)
      guard spelling.hasSuffix(".") || rest.first == " " else { continue }
      let name = rest.drop { $0 == " " }
      if !name.isEmpty { best = (type, String(name), spelling.count) }
    }
    return best.map { ($0.type, $0.rest) }
  }
}

extension PlaceRegistry {
  /// Finds the place that a path of names means (outermost first), among `allowed` roots.
  ///
  /// A type word belongs to the name and settles it; an exact match wins over a folded one; a bare
  /// name that a province bears means the province; a code is a name too.
  package func match(_ path: [String], schemes: Set<String>? = nil) -> PlaceMatch {
    var within: [PlaceID]?
    for (index, segment) in path.enumerated() {
      let found = candidates(segment, schemes: schemes).filter { id in
        within?.contains { $0 != id && isWithin(id, $0) } ?? true
      }
      if found.isEmpty {
        return .unknown(segment: segment, nearest: nearest(to: segment, schemes: schemes))
      }
      if index < path.count - 1 {
        within = found
        continue
      }
      if found.count == 1 { return .found(found[0], isProvinceOfMany: false) }
      let provinces = found.filter { places[Int($0)].level.rank == 2 }
      if provinces.count == 1 { return .found(provinces[0], isProvinceOfMany: true) }
      return .ambiguous(found.sorted { order[Int($0)] < order[Int($1)] })
    }
    return .unknown(segment: "", nearest: nil)
  }

  private func candidates(_ segment: String, schemes: Set<String>?) -> [PlaceID] {
    func allowed(_ id: PlaceID) -> Bool { schemes?.contains(places[Int(id)].scheme) ?? true }
    let folded = TextFolding.fold(segment)
    var result = (byFoldedName[folded] ?? []).filter(allowed)
    let exact = result.filter { places[Int($0)].name == segment }
    if !exact.isEmpty { result = exact }
    if let (type, rest) = PlaceTypeWords.split(folded) {
      let typed = (byFoldedName[rest] ?? []).filter {
        allowed($0) && TextFolding.fold(places[Int($0)].type) == TextFolding.fold(type)
      }
      let typedName = segment.dropFirst(segment.count - rest.count)
      let exactTyped = typed.filter { places[Int($0)].name == typedName }
      result.append(contentsOf: exactTyped.isEmpty ? typed : exactTyped)
    }
    if result.isEmpty {
      result = places.indices.map { PlaceID($0) }.filter {
        allowed($0) && places[Int($0)].code == segment
      }
    }
    return result
  }

  private func nearest(to segment: String, schemes: Set<String>?) -> String? {
    let names = places.indices.filter {
      (schemes?.contains(places[$0].scheme) ?? true) && !places[$0].isUnnamed
    }.map { places[$0].name }
    return NearestName.find(segment, in: names)
  }
}
