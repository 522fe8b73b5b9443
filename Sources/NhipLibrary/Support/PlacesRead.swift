// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// The places that the figures below a stage stand at, found without making a row.
struct PlacesRead {
  /// Each place once, in official order.
  let places: [PlaceID]

  /// `nil` where the plan does not tell its places, as a roll-up over a named level.
  init?(_ plan: LogicalPlan, _ catalog: Catalog) {
    var isRead = [Bool](repeating: false, count: catalog.store.registry.count)
    guard PlacesRead.mark(plan, catalog, &isRead) else { return nil }
    places = catalog.store.registry.byOrder.filter { isRead[Int($0)] }
  }

  /// Marks what `plan` reads; false where that is not known. Complexity: O(runs + places).
  private static func mark(
    _ plan: LogicalPlan, _ catalog: Catalog, _ isRead: inout [Bool]
  ) -> Bool {
    let registry = catalog.store.registry
    switch plan {
    case .series(let spec, _):
      guard spec.leaves.allSatisfy({ $0.rollUp == nil }) else { return false }
      let groups = spec.leaves.flatMap(\.indicators).flatMap { catalog.store.groups[Int($0)] }
      mark(groups, &isRead) { place in
        spec.places.isEmpty || spec.places.contains { registry.isWithin(place, $0) }
      }
      return true
    case .scan(let name, let schema):
      guard schema.placeIndex != nil else { return true }
      guard let groups = catalog.provider.observationGroups(of: name) else {
        return mark(catalog.provider.table(named: name), &isRead)
      }
      mark(groups, &isRead) { _ in true }
      return true
    case .filter(let input, let predicate):
      guard mark(input, catalog, &isRead) else { return false }
      // Another place column need not follow the condition on the first.
      guard let place = input.schema.placeIndex,
        input.schema.fields.count(where: { $0.type == .place }) == 1
      else { return true }
      narrow(predicate, place, registry, &isRead)
      return true
    default:
      guard !plan.inputs.isEmpty else { return false }
      return plan.inputs.allSatisfy { mark($0, catalog, &isRead) }
    }
  }

  private static func mark(
    _ groups: [RunGroup], _ isRead: inout [Bool], _ isAsked: (PlaceID) -> Bool
  ) {
    for group in groups {
      for run in group.runs where !isRead[Int(run.place)] && isAsked(run.place) {
        isRead[Int(run.place)] = true
      }
    }
  }

  private static func mark(_ table: Table?, _ isRead: inout [Bool]) -> Bool {
    guard let table, let index = table.schema.placeIndex else { return false }
    let column = table.columns[index].flattened()
    for row in 0..<table.rowCount {
      if let place = column.place(row) { isRead[Int(place)] = true }
    }
    return true
  }

  /// Conditions on the place or its level.
  private static func narrow(
    _ predicate: Expression, _ place: Int, _ registry: PlaceRegistry, _ isRead: inout [Bool]
  ) {
    switch predicate {
    case .logical(.and, let a, let b):
      narrow(a, place, registry, &isRead)
      narrow(b, place, registry, &isRead)
    case .compare(.equal, .column(_, let field), .text(let text)),
      .compare(.equal, .text(let text), .column(_, let field)):
      guard field.name == "level" else { return }
      for id in isRead.indices where registry.level(of: PlaceID(id)).name != text {
        isRead[id] = false
      }
    case .inPlaces(.column(place, _), let places, let isNegated):
      for id in isRead.indices where places.contains(PlaceID(id)) == isNegated {
        isRead[id] = false
      }
    default: break
    }
  }
}
