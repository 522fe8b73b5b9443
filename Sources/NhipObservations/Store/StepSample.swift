// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Whether the lines of rows can follow from the slots they take, as in files that are sorted.
///
/// In a shuffled file they cannot: three rows of one run that are on no straight line say so, and
/// spare the work of scattering a line for every row.
struct StepSample {
  /// By panel.
  private(set) var isPossible: [Bool]

  /// The first rows of a run.
  private struct Start {
    var count = 0
    var ordinals: (Int, Int) = (0, 0)
    var lines: (Int, Int) = (0, 0)
  }

  /// - Parameter panels: the panel of each kind, -1 for none.
  init(
    _ rows: PanelRows, _ lines: RowLines, _ panels: [Int32], panelCount: Int, _ placeCount: Int
  ) {
    var isPossible = [Bool](repeating: true, count: panelCount)
    var starts = [Start](repeating: Start(), count: panelCount * placeCount)
    let range = 0..<min(rows.rowCount, PanelSurvey.sampleRows)
    rows.forEach(range) { row, kind, place, ordinal in
      let panel = Int(panels[kind])
      guard panel >= 0, isPossible[panel] else { return }
      let at = panel * placeCount + place
      let (ordinal, line) = (Int(ordinal), Int(lines[row]))
      let start = starts[at]
      switch start.count {
      case 0:
        starts[at].ordinals.0 = ordinal
        starts[at].lines.0 = line
      case 1:
        starts[at].ordinals.1 = ordinal
        starts[at].lines.1 = line
      default:
        let first = (start.lines.1 - start.lines.0) * (ordinal - start.ordinals.0)
        let second = (line - start.lines.0) * (start.ordinals.1 - start.ordinals.0)
        if first != second { isPossible[panel] = false }
      }
      starts[at].count += 1
    }
    self.isPossible = isPossible
  }
}
