// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import CMachine
import NhipColumns

/// How fast the threads of a session read memory together.
package enum MemoryBandwidth {
  /// Larger than the caches that two or more cores share, so that memory itself is read.
  package static let bufferBytes = 256 << 20
  /// Words of a task: some 50 µs.
  private static let taskWords = 1 << 17

  /// Bytes a second: the better of two reads of one buffer.
  package static func measured(threads: Int, clock: () -> Double) -> Double {
    let count = bufferBytes / MemoryLayout<UInt64>.stride
    let tasks = Workers.ranges(count, size: taskWords)
    let words = [UInt64](filling: count) { buffer in
      let target = SharedBuffer(buffer)
      Workers.run(tasks.count, threads: threads) { task in
        UnsafeMutableBufferPointer(rebasing: target.buffer[tasks[task]]).initialize(repeating: 1)
      }
    }
    var best = Double.infinity
    words.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      for _ in 0..<2 {
        let start = clock()
        let sums = Workers.map(tasks.count, threads: threads) { task in
          let piece = UnsafeBufferPointer(rebasing: source.buffer[tasks[task]])
          return piece.baseAddress.map { nhip_sum($0, Int64(piece.count)) } ?? 0
        }
        let seconds = clock() - start
        // Comparing the sum keeps the reads in.
        if sums.reduce(0, &+) == UInt64(count) { best = min(best, seconds) }
      }
    }
    return Double(bufferBytes) / max(best, 1e-9)
  }
}
