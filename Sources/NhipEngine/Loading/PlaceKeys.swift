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

  /// The place of each row, and what a person should know of how names were read.
  struct Found {
    var places: KeyColumn
    var notes: [Note] = []
    /// Rows left out because they are totals of others.
    var totalCount = 0
  }

  func resolve(into registry: inout PlaceRegistry) throws(Diagnostic) -> Found {
    guard !shape.places.isEmpty || shape.placeCode != nil else {
      // One place, the file's own.
      return Found(places: KeyColumn(addRoot(&registry), rowCount: table.rowCount))
    }
    let (codes, count) = numbered()
    let rows = firstRows(codes, count)
    let named = rows.indices.filter { rows[$0] >= 0 }
    let paths = named.map { path(rows[$0]) }
    let totals = TotalRows(paths, registry)
    let kept = named.indices.filter { totals.labels[$0] == nil }
    var notes: [Note] = []
    let ids = try places(kept.map { rows[named[$0]] }, kept.map { paths[$0] }, &registry, &notes)
    var identities = [PlaceID](repeating: -1, count: count)
    for (index, id) in zip(kept, ids) { identities[named[index]] = id }
    var left: [Int: String] = [:]
    let country = country(of: ids, registry)
    for (index, label) in totals.labels.enumerated() {
      guard let label else { continue }
      if let country, TotalRows.isCountry(paths[index]) {
        identities[named[index]] = country
      } else {
        left[named[index]] = label
      }
    }
    let told = TotalRows.notes(left, codes, lineOf: lineOf)
    return Found(
      places: KeyColumn(codes: codes, identities: identities), notes: notes + told.notes,
      totalCount: told.rowCount)
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
    for place in shape.places { numbering.refine(by: nameCodes(place.column)) }
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
    _ rows: [Int], _ paths: [[String]], _ registry: inout PlaceRegistry, _ notes: inout [Note]
  ) throws(Diagnostic) -> [PlaceID] {
    // Codes say which names are one place.
    guard shape.placeCode == nil else { return try own(rows, paths, &registry) }
    if let known = inRegistry(paths, registry) { return known }
    let respelled = respelled(paths, rows, registry)
    notes += respelled.notes
    return try own(rows, respelled.paths, &registry)
  }

  /// The country of places that are not the file's own, if it is one.
  private func country(of ids: [PlaceID], _ registry: PlaceRegistry) -> PlaceID? {
    var found: PlaceID?
    for id in Set(ids) where id >= 0 {
      guard let country = registry.ancestor(of: id, at: .country), country == found ?? country,
        registry[country].scheme != tableName
      else { return nil }
      found = country
    }
    return found
  }

  /// Codes of a column of names.
  private func nameCodes(_ column: Int) -> [Int32] {
    guard case .text(let codes, _) = table.columns[column].storage else {
      return [Int32](repeating: -1, count: table.rowCount)
    }
    return codes
  }

  /// Codes of a column of place codes, which may read as numbers.
  private func codeCodes(_ column: Int) -> [Int32] {
    switch table.columns[column].storage {
    case .text(let codes, _): codes
    case .numbers(let values): RowNumbering(values: values).numbers
    default: [Int32](repeating: -1, count: table.rowCount)
    }
  }

  /// The names of a row, outermost first, as far as the last that is not empty: a row without the
  /// finer ones is about the coarser place. Without the outermost it is about none.
  private func path(_ row: Int) -> [String] {
    var names = shape.places.map { (table.columns[$0.column].text(row) ?? "").trimmingSpaces }
    if names.first?.isEmpty ?? true { return [] }
    while names.last?.isEmpty ?? false { names.removeLast() }
    return names
  }

  /// The registry's places, where it knows every name and those of one column stand at one level.
  private func inRegistry(_ paths: [[String]], _ registry: PlaceRegistry) -> [PlaceID]? {
    var known: [[String]: PlaceID] = [[]: -1]
    var ranks = [Int?](repeating: nil, count: shape.places.count)
    for path in paths where known[path] == nil {
      guard case .found(let id, _) = registry.match(path.filter { !$0.isEmpty }) else { return nil }
      known[path] = id
      let rank = registry[id].level.rank
      let declared = shape.places[path.count - 1].level
      guard rank == ranks[path.count - 1] ?? rank, declared == .place || declared.rank == rank
      else { return nil }
      ranks[path.count - 1] = rank
    }
    return known.count > 1 ? paths.map { known[$0] ?? -1 } : nil
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
