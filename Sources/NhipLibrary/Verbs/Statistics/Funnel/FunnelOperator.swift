// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipStatistics

/// Places each rate in the funnel of its peers; adds columns and keeps the rows.
struct FunnelOperator: Sendable {
  let measures: [Int]
  let exposure: Int?
  let peers: PeerGroups
  let includesPartial: Bool

  private func added(_ field: Field) -> [Field] {
    let isOwn = field.measure?.exposure.isEmpty == false
    let unit = isOwn ? field.unit : RateParts.perColumnUnit
    let digits = isOwn ? nil : 1
    let rates = ["rate", "expected", "low", "high", "low998", "high998"]
    return rates.dropFirst(isOwn ? 1 : 0).map {
      Field("\(field.name)_\($0)", .float, unit: unit, digits: digits)
    } + [
      Field("\(field.name)_z", .float, digits: 2), Field("\(field.name)_p", .float, digits: 3),
      Field("\(field.name)_q", .float, digits: 3), Field("\(field.name)_verdict", .text),
      Field("\(field.name)_status", .text),
    ]
  }

  func schema(_ input: Schema) -> Schema {
    var schema = input
    for field in measures.flatMap({ added(input.fields[$0]) }) {
      if let index = schema.index(of: field.name) {
        schema.fields[index] = field
      } else {
        schema.fields.append(field)
      }
    }
    return schema
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let groups = try peers.groups(table, context)
    var result = table
    for measure in measures {
      let field = table.schema.fields[measure]
      let usable = UsableValues(table.columns[measure], includingPartial: includesPartial)
      if let note = usable.note(field.name) { result.note(note) }
      let parts = RateParts(
        table, measure, usable, per: exposure, includingPartial: includesPartial)
      var rows = FunnelRows(count: table.rowCount)
      rows.markPartial(table.columns[measure], usable)
      for group in 0..<groups.count {
        try context.checkCancelled()
        rows.fill(groups[group].map { Int($0) }, parts)
      }
      if rows.largestPhi > 1 {
        let tenths = (rows.largestPhi * 10).rounded() / 10
        result.note(Note("funnelWidened", "\(tenths)"))
      }
      let isOwn = field.measure?.exposure.isEmpty == false
      for (field, column) in zip(added(field), rows.columns(withRate: !isOwn)) {
        result = result.adding(field, column)
      }
    }
    return result
  }
}

/// The columns of a funnel, filled group by group.
struct FunnelRows {
  private var numbers: [[Double]]
  private var verdicts: [String]
  private var statuses: [RowStatus]
  private(set) var largestPhi = 0.0

  private enum Number: Int, CaseIterable {
    case rate, expected, low, high, low998, high998, z, p
  }

  init(count: Int) {
    numbers = Number.allCases.map { _ in [Double](repeating: .nan, count: count) }
    verdicts = [String](repeating: "", count: count)
    statuses = [RowStatus](repeating: .noValue, count: count)
  }

  /// Rows whose value stands there but was left out.
  mutating func markPartial(_ column: Column, _ usable: UsableValues) {
    for row in statuses.indices where usable.values[row].isNaN && !column.isMissing(row) {
      statuses[row] = .partial
    }
  }

  mutating func fill(_ rows: [Int], _ parts: RateParts?) {
    guard let parts, let exposures = parts.exposures else {
      for row in rows { statuses[row] = .notWhole }
      return
    }
    let used = rows.filter { !parts.rate($0).isNaN }
    for row in rows where !parts.counts[row].isNaN && !(exposures[row] > 0) {
      statuses[row] = .noExposure
    }
    do throws(StatisticsError) {
      let plot = try FunnelPlot(
        used.map { parts.counts[$0] }, exposure: used.map { exposures[$0] },
        multiplier: parts.scale)
      guard plot.status == nil else {
        for row in used { statuses[row] = .allZero }
        return
      }
      let phi = plot.phiWinsorised10 ?? 1
      largestPhi = max(largestPhi, phi)
      for (index, row) in used.enumerated() { take(plot, index, row, isWidened: phi > 1) }
    } catch {
      for row in used { statuses[row] = RowStatus(error) }
    }
  }

  private mutating func take(_ plot: FunnelPlot, _ index: Int, _ row: Int, isWidened: Bool) {
    func set(_ number: Number, _ value: Double) { numbers[number.rawValue][row] = value }
    let z = isWidened ? plot.zAdjustedMultiplicative[index] : plot.z[index]
    set(.rate, plot.rates[index])
    set(.expected, plot.targetRate)
    set(.z, z)
    statuses[row] = .ok
    guard isWidened else {
      set(.low, plot.lower95[index])
      set(.high, plot.upper95[index])
      set(.low998, plot.lower998[index])
      set(.high998, plot.upper998[index])
      set(.p, plot.pTwoSided[index])
      switch plot.positions[index] {
      case .within: verdicts[row] = "within"
      case .low95: verdicts[row] = "below 95 %"
      case .high95: verdicts[row] = "above 95 %"
      case .low998: verdicts[row] = "below 99.8 %"
      case .high998: verdicts[row] = "above 99.8 %"
      }
      return
    }
    let near = Distributions.normalCritical(0.95)
    let far = Distributions.normalCritical(0.998)
    let reach = (plot.limits95OverdispersedMultiplicative[index].upper - plot.targetRate) / near
    set(.low, max(0, plot.targetRate - near * reach))
    set(.high, plot.targetRate + near * reach)
    set(.low998, max(0, plot.targetRate - far * reach))
    set(.high998, plot.targetRate + far * reach)
    set(.p, Distributions.normalTwoSided(z))
    let side = z > 0 ? "above" : "below"
    verdicts[row] =
      z.magnitude > far ? "\(side) 99.8 %" : z.magnitude > near ? "\(side) 95 %" : "within"
  }

  func columns(withRate: Bool) -> [Column] {
    var words = TextCodes()
    var texts = TextCodes()
    for row in verdicts.indices {
      words.append(verdicts[row])
      texts.append(statuses[row].rawValue)
    }
    let q = (try? FalseDiscovery(numbers[Number.p.rawValue]).bh.map { $0 ?? .nan }) ?? []
    let shown = numbers.dropFirst(withRate ? 0 : 1).map { Column(numbers: $0) }
    return shown + [Column(numbers: q), words.column, texts.column]
  }
}
