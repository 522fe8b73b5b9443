// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipStatistics

/// Ranks rows among their peers; adds columns and keeps the rows.
struct RankOperator: Sendable {
  let measures: [Int]
  let exposure: Int?
  let peers: PeerGroups
  let includesPartial: Bool

  /// The columns added for a measure.
  private func added(_ field: Field) -> [Field] {
    var fields = [Field("\(field.name)_rank", .integer)]
    if RateParts.hasExposure(field, per: exposure) {
      let isOwn = field.measure?.exposure.isEmpty == false
      let unit = isOwn ? field.unit : RateParts.perColumnUnit
      let digits = isOwn ? nil : 1
      if !isOwn { fields.append(Field("\(field.name)_rate", .float, unit: unit, digits: digits)) }
      fields += ["low", "high", "shrunk"].map {
        Field("\(field.name)_\($0)", .float, unit: unit, digits: digits)
      }
      fields.append(Field("\(field.name)_status", .text))
    } else if exposure != nil {
      fields += [
        Field("\(field.name)_rate", .float, unit: RateParts.perColumnUnit, digits: 1),
        Field("\(field.name)_status", .text),
      ]
    } else if adds(field) {
      fields.append(Field("\(field.name)_share", .float, unit: .percent))
    }
    return fields
  }

  private func adds(_ field: Field) -> Bool {
    guard let info = field.measure else { return field.unit == .count }
    return info.isNonNegative && (info.additiveOverPlaces || info.isCount)
  }

  func schema(_ input: Schema) -> Schema {
    var schema = input
    for measure in measures {
      for field in added(input.fields[measure]) {
        if let index = schema.index(of: field.name) {
          schema.fields[index] = field
        } else {
          schema.fields.append(field)
        }
      }
    }
    return schema
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let groups = try peers.groups(table, context)
    var result = table
    var hasRates = false
    for measure in measures {
      let field = table.schema.fields[measure]
      let usable = UsableValues(table.columns[measure], includingPartial: includesPartial)
      if let note = usable.note(field.name) { result.note(note) }
      let columns: [Column]
      if RateParts.hasExposure(field, per: exposure) {
        hasRates = true
        columns = try rates(table, measure, usable, groups, context)
      } else if let exposure {
        columns = quotients(table, measure, usable, exposure, groups)
      } else {
        columns = plain(table.columns[measure], usable, groups, hasShare: adds(field))
      }
      for (field, column) in zip(added(field), columns) { result = result.adding(field, column) }
    }
    if hasRates { result.note(Note("rankMethod")) }
    return result
  }

  private func plain(
    _ column: Column, _ usable: UsableValues, _ groups: RowGroups, hasShare: Bool
  ) -> [Column] {
    var ranks = [Double](repeating: .nan, count: usable.values.count)
    var shares = RankShares(column, count: usable.values.count)
    for group in 0..<groups.count {
      let rows = groups[group].map { Int($0) }
      guard let found = try? Ranking(rows.map { usable.values[$0] }) else { continue }
      put(found, of: rows, into: &ranks)
      if hasShare { shares.fill(rows, found.sharePercent) }
    }
    return [Column(numbers: ranks)] + (hasShare ? [shares.made] : [])
  }

  private func put(_ found: Ranking, of rows: [Int], into ranks: inout [Double]) {
    for (row, rank) in zip(rows, found.descendingCompetition) {
      ranks[row] = rank.map { Double($0) } ?? .nan
    }
  }

  /// Amounts that are no counts over the column after `per`: without a model of chance.
  private func quotients(
    _ table: Table, _ measure: Int, _ usable: UsableValues, _ exposure: Int, _ groups: RowGroups
  ) -> [Column] {
    let bases = UsableValues(table.columns[exposure], includingPartial: includesPartial).values
    var rates = [Double](repeating: .nan, count: table.rowCount)
    var ranks = rates
    var texts = TextCodes()
    for row in rates.indices {
      var status = RowStatus.ok
      if usable.values[row].isNaN {
        status = table.columns[measure].isMissing(row) ? .noValue : .partial
      } else if !(bases[row] > 0) {
        status = .noExposure
      } else {
        rates[row] = RateParts.perColumnScale * usable.values[row] / bases[row]
      }
      texts.append(status.rawValue)
    }
    for group in 0..<groups.count {
      let rows = groups[group].map { Int($0) }
      guard let found = try? Ranking(rows.map { rates[$0] }) else { continue }
      put(found, of: rows, into: &ranks)
    }
    return [Column(numbers: ranks), Column(numbers: rates), texts.column]
  }

  private func rates(
    _ table: Table, _ measure: Int, _ usable: UsableValues, _ groups: RowGroups,
    _ context: ExecutionContext
  ) throws(Diagnostic) -> [Column] {
    let count = table.rowCount
    let blank = [Double](repeating: .nan, count: count)
    var (ranks, rates, low, high, shrunk) = (blank, blank, blank, blank, blank)
    var statuses = [RowStatus](repeating: .noValue, count: count)
    let parts = RateParts(
      table, measure, usable, per: exposure, includingPartial: includesPartial)
    // Counts repeat, and each interval takes two searches.
    var intervals: [Double: Interval] = [:]
    for group in 0..<groups.count {
      try context.checkCancelled()
      let rows = groups[group].map { Int($0) }
      guard let parts, let exposures = parts.exposures else {
        for row in rows { statuses[row] = .notWhole }
        continue
      }
      for row in rows {
        if usable.values[row].isNaN {
          if !table.columns[measure].isMissing(row) { statuses[row] = .partial }
          continue
        }
        guard exposures[row] > 0, exposures[row].isFinite else {
          statuses[row] = .noExposure
          continue
        }
        rates[row] = parts.rate(row)
        statuses[row] = .ok
        let interval =
          intervals[parts.counts[row]] ?? PoissonInterval.exact(parts.counts[row], 0.95)
        intervals[parts.counts[row]] = interval
        if let interval {
          low[row] = parts.scale * interval.lower / exposures[row]
          high[row] = parts.scale * interval.upper / exposures[row]
        }
      }
      let used = rows.filter { !rates[$0].isNaN }
      if let found = try? Ranking(used.map { rates[$0] }) {
        put(found, of: used, into: &ranks)
      }
      guard
        let steadied = ShrunkRates(
          used.map { parts.counts[$0] }, exposure: used.map { exposures[$0] })
      else { continue }
      for (index, row) in used.enumerated() {
        shrunk[row] = parts.scale * steadied.rates[index]
        if !steadied.hasExcess { statuses[row] = .noExcess }
      }
    }
    var texts = TextCodes()
    for status in statuses { texts.append(status.rawValue) }
    let isOwn = table.schema.fields[measure].measure?.exposure.isEmpty == false
    return [Column(numbers: ranks)] + (isOwn ? [] : [Column(numbers: rates)])
      + [Column(numbers: low), Column(numbers: high), Column(numbers: shrunk), texts.column]
  }
}
