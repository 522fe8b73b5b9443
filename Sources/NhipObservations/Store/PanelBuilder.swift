// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Builds the groups of plain rows on several cores: count per place, lay out slots, scatter.
///
/// What it leaves to `RunGroupBuilder`: groups with sparse runs, with details, with rows that claim
/// one slot. Rows are cut into ranges by their number and slots belong to one row each, so that
/// the groups are the same for any number of threads.
struct PanelBuilder {
  /// Most groups that are filled in one pass.
  static let groupLimit = 1_000
  /// Rows of a task, at least.
  static let taskRows = 1 << 18
  /// Rows with details, at most, that passes over the others step around.
  static let detailLimit = 1_000

  let builder: RunGroupBuilder
  let threads: Int

  /// The groups it can build of the kinds whose key `keyOf` tells, and whether plain rows are left
  /// over.
  func build(
    _ rows: PanelRows, _ lines: RowLines, _ keyOf: (Int) -> RunKey?
  ) -> (groups: [RunGroup], isComplete: Bool) {
    if let groups = WholePanels(builder: builder, threads: threads).build(rows, lines, keyOf) {
      return (groups, true)
    }
    let survey = PanelSurvey(
      rows, placeCount: builder.registry.count, threads: threads, panelLimit: panelLimit(rows)
    ) { keyOf($0) != nil }
    let panels = survey.kinds.indices.compactMap { index in
      keyOf(survey.kinds[index]).map {
        Panel(index: index, key: $0, rowCount: survey.rowCount(index))
      }
    }
    let groups = panels.isEmpty ? [] : groups(of: panels, survey, rows, lines)
    let built = groups.reduce(0) { $0 + $1.filledCount }
    return (groups, built == survey.rowCount)
  }

  /// Most panels of all places that rows of such a number may fill.
  private func panelLimit(_ rows: PanelRows) -> Int {
    min(
      PanelBuilder.groupLimit, max(1 << 16, rows.rowCount * 2) / max(1, builder.registry.count))
  }

  private func groups(
    of panels: [Panel], _ survey: PanelSurvey, _ rows: PanelRows, _ lines: RowLines
  ) -> [RunGroup] {
    var panels = lay(out: panels, survey)
    guard !panels.isEmpty else { return [] }
    fill(&panels, survey, rows, lines)
    return finished(panels)
  }

  /// A group on its way.
  private struct Panel: Sendable {
    /// Its number in the survey.
    let index: Int
    let key: RunKey
    let rowCount: Int
    var runs: [Run] = []
    var layout = RunGroupBuilder.Layout(runOf: [])
    /// What added to an ordinal gives its slot, by depth-first place number.
    var bases: [Int32] = []
    var values: [Double] = []
    var lines: [Int32]?
  }

  // MARK: Layout

  /// The panels of dense runs, laid out.
  private func lay(out panels: [Panel], _ survey: PanelSurvey) -> [Panel] {
    let laid = Workers.map(panels.count, threads: threads) { number -> Panel? in
      var panel = panels[number]
      (panel.runs, panel.layout) = builder.lay(out: survey.spans(panel.index), panel.key, [])
      guard panel.layout.ordinalCount == 0 else { return nil }
      panel.bases = panel.layout.runOf.map { run in
        run < 0 ? 0 : panel.runs[Int(run)].offset &- panel.runs[Int(run)].first
      }
      return panel
    }
    return laid.compactMap { $0 }
  }

  // MARK: Values

  private func fill(
    _ panels: inout [Panel], _ survey: PanelSurvey, _ rows: PanelRows, _ lines: RowLines
  ) {
    var indices = [Int32](repeating: -1, count: rows.kindCount + 1)
    for (index, panel) in panels.enumerated() {
      indices[survey.kinds[panel.index]] = Int32(index)
    }
    let kindIndices = indices
    let bases = panels.flatMap(\.bases)
    let placeCount = builder.registry.count
    let steps = StepSample(rows, lines, indices, panelCount: panels.count, placeCount)
    // Room is made here, since what workers allocate goes back to the system with each of them.
    for index in panels.indices {
      let count = panels[index].layout.slotCount
      panels[index].values = Array(filling: count) { _ in }
      if SlotRows.mayBeKept(
        slots: count, runs: panels[index].runs.count, haveSteps: steps.isPossible[index])
      {
        panels[index].lines = [Int32](repeating: 0, count: count)
      }
    }
    let firstLine = lines.first
    withTargets(&panels) { targets in
      Workers.run(targets.count, threads: threads) { targets[$0].clear() }
      let ranges = Workers.ranges(rows.rowCount, size: PanelBuilder.taskRows)
      Workers.run(ranges.count, threads: threads) { task in
        kindIndices.withBuffers(bases, targets) { indices, bases, targets in
          rows.forEach(ranges[task]) { row, kind, place, ordinal in
            let index = Int(indices[kind])
            guard index >= 0 else { return }
            let slot = Int(bases[index &* placeCount &+ place] &+ ordinal)
            // Two rows of one slot may meet here; then the group is built another way.
            targets[index].values[slot] = rows.values[row]
            guard let own = targets[index].lines else { return }
            own[slot] = firstLine.map { $0 &+ Int32(truncatingIfNeeded: row) } ?? lines[row]
          }
        }
      }
    }
  }

  /// Calls `body` with the buffers of all panels at once.
  private func withTargets(_ panels: inout [Panel], _ body: ([PanelTarget]) -> Void) {
    func open(_ index: Int, _ targets: [PanelTarget]) {
      guard index < panels.count else { return body(targets) }
      var values: [Double] = []
      var lines: [Int32] = []
      let keepsLines = panels[index].lines != nil
      swap(&values, &panels[index].values)
      if let own = panels[index].lines {
        panels[index].lines = nil
        lines = own
      }
      values.withUnsafeMutableBufferPointer { values in
        lines.withUnsafeMutableBufferPointer { lines in
          guard let start = values.baseAddress else { return }
          let target = PanelTarget(
            values: start, lines: keepsLines ? lines.baseAddress : nil, count: values.count)
          open(index + 1, targets + [target])
        }
      }
      panels[index].values = values
      panels[index].lines = keepsLines ? lines : nil
    }
    open(0, [])
  }

  /// Groups in which every row has a slot of its own.
  private func finished(_ panels: [Panel]) -> [RunGroup] {
    let groups = Workers.map(panels.count, threads: threads) { index -> RunGroup? in
      let panel = panels[index]
      var facts = DenseValues()
      panel.values.withUnsafeBufferPointer { facts.add($0) }
      guard facts.count == panel.rowCount else { return nil }
      return RunGroup(
        plain: panel.key, runs: panel.runs, values: panel.values, facts,
        rows: panel.lines.map { SlotRows($0, of: panel.runs, panel.values) } ?? .unknown,
        panel.layout)
    }
    return groups.compactMap { $0 }
  }
}
