// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipStatistics

/// The lines of blocks of consecutive periods where nobody asks how sure they are: a small record
/// each, written where its row will stand, and columns only of what is read.
struct TrendLines: Sendable {
  /// Series that make a task.
  private static let taskSeries = 256

  /// One series of one term.
  private struct Line: Sendable {
    var estimate = Double.nan
    var rSquared = Double.nan
    var n: Int32 = 0
    /// Places of the first and last value in the block, where there is a value.
    var first: Int32 = 0
    var last: Int32 = -1
    var status = RowStatus.ok
    /// Whether the fit got as far as to have errors with a lag.
    var isFitted = false
  }

  private let grain: Grain
  private let layout: SeriesLayout
  private let termCount: Int
  /// Blocks that have rows.
  private let blocks: [Int]
  private let lines: [Line]

  /// - Returns: `nil` where rows do not stand in blocks.
  init?(
    _ terms: [SeriesFitter.Term], _ layout: SeriesLayout?, _ periods: SeriesFitter.Periods,
    _ context: ExecutionContext
  ) {
    guard let layout, periods.areConsecutive else { return nil }
    let blocks = (0..<layout.seriesCount).filter { layout.runs.start($0) < layout.runs.ends[$0] }
    let tasks = Workers.ranges(blocks.count, size: Self.taskSeries)
    let flag = context.cancelFlag
    lines = [Line](filling: blocks.count * terms.count) { lines in
      lines.initialize(repeating: Line())
      let lines = SharedBuffer(lines)
      Workers.run(tasks.count, threads: context.settings.threadCount) { task in
        guard !flag.isCancelled else { return }
        var fitter = SeriesFitter(method: .ols, isSlim: true, periods: periods)
        // Term by term, so that values are read in the order in which they lie.
        for (position, term) in terms.enumerated() {
          for index in tasks[task] {
            let block = blocks[index]
            lines.buffer[index * terms.count + position] = Self.line(
              term, layout.runs.start(block)..<layout.runs.ends[block], layout.starts[block],
              &fitter)
          }
        }
      }
    }
    grain = layout.grain
    self.layout = layout
    self.blocks = blocks
    termCount = terms.count
  }

  private static func line(
    _ term: SeriesFitter.Term, _ rows: Range<Int>, _ start: Int32, _ fitter: inout SeriesFitter
  ) -> Line {
    var line = Line()
    guard let fit = fitter.blockLine(term.values, rows, first: start),
      fit.n >= TrendOperator.fewestJudged
    else {
      let found = fitter.fit(term, rows, first: start)
      line.estimate = found.figures.estimate.isInfinite ? .nan : found.figures.estimate
      line.rSquared = found.extra
      line.n = Int32(found.figures.n)
      line.status = found.figures.status
      line.isFitted = found.figures.method != TrendMethod.ols.words
      if found.figures.n > 0 {
        line.first = found.first.first - start
        line.last = found.last.first - start
      }
      return line
    }
    line.estimate = fit.slope.isInfinite ? .nan : fit.slope
    line.rSquared = fit.rSquared ?? .nan
    line.n = Int32(fit.n)
    line.status = fit.isConstant ? .noVariation : fit.isPerfect ? .perfectFit : .ok
    line.isFitted = true
    var first = rows.lowerBound
    while term.values[first].isNaN { first += 1 }
    var last = rows.upperBound - 1
    while term.values[last].isNaN { last -= 1 }
    line.first = Int32(first - rows.lowerBound)
    line.last = Int32(last - rows.lowerBound)
    return line
  }

  var count: Int { lines.count }

  /// Lines through fewer values than a verdict takes.
  var fewCount: Int {
    lines.count { $0.n < Int32(TrendOperator.fewestJudged) || $0.estimate.isNaN }
  }

  /// The first row of each line's series.
  var rows: [Int32] {
    [Int32](filling: count) { rows in
      for (index, block) in blocks.enumerated() {
        rows[(index * termCount)..<((index + 1) * termCount)].initialize(
          repeating: Int32(layout.runs.start(block)))
      }
    }
  }

  // MARK: Columns

  var n: Column { numbers { Double($0.n) } }
  var estimate: Column { numbers { $0.estimate } }
  var rSquared: Column { numbers { $0.rSquared } }
  var first: Column { periods { $0.first } }
  var last: Column { periods { $0.last } }

  /// The terms by name, again and again.
  func terms(_ names: [String]) -> Column {
    var builder = TextDictionaryBuilder()
    let own = names.map { builder.code($0) }
    let codes = [Int32](filling: count) { codes in
      for row in codes.indices { codes[row] = own[row % own.count] }
    }
    return Column(.text(codes, builder.finish()))
  }

  /// One text for all.
  func text(_ text: String) -> Column { texts { _ in text } }

  var method: Column {
    var fitter = SeriesFitter(method: .ols, isSlim: true, periods: .any([]))
    return texts { line in
      line.isFitted
        ? fitter.name(lag: OLSTrend.defaultLag(Int(line.n))) : TrendMethod.ols.words
    }
  }

  var status: Column { texts { $0.status.rawValue } }

  private func numbers(_ value: (Line) -> Double) -> Column {
    Column(
      numbers: [Double](filling: count) { values in
        for row in values.indices { values[row] = value(lines[row]) }
      })
  }

  private func periods(_ offset: (Line) -> Int32) -> Column {
    Column(
      .periods(
        lines.indices.map { row in
          lines[row].last < 0
            ? .none
            : Period(grain, layout.starts[blocks[row / termCount]] + offset(lines[row]))
        }))
  }

  private func texts(_ text: (Line) -> String) -> Column {
    var codes = TextCodes()
    for line in lines { codes.append(text(line)) }
    return codes.column
  }
}
