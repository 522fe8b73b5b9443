// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// `from places`: the registry in official order.
struct PlaceView {
  let registry: PlaceRegistry

  func table() -> Table {
    let ids = registry.byOrder
    let fields = [
      Field("place", .place, role: .place(level: "place")), Field("code", .text),
      Field("name", .text), Field("type", .text), Field("level", .text), Field("parent", .text),
      Field("path", .text), Field("valid_from", .date), Field("valid_to", .date),
      Field("scheme", .text),
    ]
    func texts(_ value: (Place) -> String) -> Column {
      Column(texts: ids.map { value(registry[$0]).isEmpty ? nil : value(registry[$0]) })
    }
    return Table(
      schema: Schema(fields),
      columns: [
        Column(.places(ids)), texts(\.code), texts(\.name), texts(\.type), texts(\.level.name),
        Column(texts: ids.map { registry[$0].parent.map { registry.typedName($0) } }),
        Column(texts: ids.map { registry.path($0) }),
        Column(.periods(ids.map { registry[$0].validFrom })),
        Column(.periods(ids.map { registry[$0].validTo })), texts(\.scheme),
      ])
  }
}

/// `from indicators`: what is declared, and how much of it is there.
struct IndicatorView {
  let store: ObservationStore

  func table() -> Table {
    let order = store.indicators.indices.filter { store.indicatorTables[$0] >= 0 }
    func texts(_ value: (Int) -> String) -> Column {
      Column(texts: order.map { value($0).isEmpty ? nil : value($0) })
    }
    func words(_ flag: Bool) -> String { flag ? "yes" : "no" }
    let counts = order.map { index in
      Double(store.groups[index].reduce(0) { $0 + $1.filledCount })
    }
    return Table(
      schema: Schema([
        Field("indicator", .text), Field("name_vi", .text), Field("name_en", .text),
        Field("unit", .text), Field("kind", .text), Field("additive_places", .text),
        Field("additive_time", .text), Field("direction", .integer),
        Field("observations", .integer), Field("source_table", .text),
      ]),
      columns: [
        texts { store.indicators[$0].key }, texts { store.indicators[$0].nameVietnamese },
        texts { store.indicators[$0].nameEnglish }, texts { store.indicators[$0].unit.name },
        texts { store.indicators[$0].kind.rawValue },
        texts { words(store.indicators[$0].additiveOverPlaces) },
        texts { words(store.indicators[$0].additiveOverTime) },
        Column(numbers: order.map { Double(store.indicators[$0].direction) }),
        Column(numbers: counts),
        texts { store.tables[Int(store.indicatorTables[$0])].name },
      ])
  }
}
