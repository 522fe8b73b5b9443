// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

#if canImport(Glibc)
  import CMalloc
  import Glibc
#endif

/// Memory for columns of millions of values.
package enum LargeMemory {
  /// From this size on, page faults of small pages cost as much as the values themselves.
  private static let adviseFrom = 1 << 20

  /// Keeps freed blocks in the process for the next column instead of giving them back to the
  /// system, which would clear and map them anew: a fresh column of 19 MB costs four times a
  /// reused one. Called once by whoever owns the process.
  package static func keepFreedBlocks() {
    #if canImport(Glibc)
      mallopt(M_MMAP_MAX, 0)
      mallopt(M_TRIM_THRESHOLD, CInt.max)
      mallopt(M_TOP_PAD, 64 << 20)
    #endif
  }

  /// Asks for huge pages behind a block that is about to be filled.
  package static func advise(_ start: UnsafeMutableRawPointer?, bytes: Int) {
    #if canImport(Glibc)
      guard let start, bytes >= adviseFrom else { return }
      let page = 4_096
      let from = (Int(bitPattern: start) + page - 1) & ~(page - 1)
      let to = (Int(bitPattern: start) + bytes) & ~(page - 1)
      guard let aligned = UnsafeMutableRawPointer(bitPattern: from), to > from else { return }
      // Refused advice costs time, not correctness.
      _ = madvise(aligned, to - from, MADV_HUGEPAGE)
    #endif
  }
}

extension Array {
  /// An array of `count` elements that `fill` writes, every one of them.
  package init(filling count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      let exact = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      LargeMemory.advise(
        UnsafeMutableRawPointer(exact.baseAddress), bytes: count * MemoryLayout<Element>.stride)
      fill(exact)
      initialized = count
    }
  }
}
