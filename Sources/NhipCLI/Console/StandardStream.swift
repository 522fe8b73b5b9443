// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Standard output or standard error, written without a buffer of our own.
struct StandardStream {
  let descriptor: Int32

  static let output = StandardStream(descriptor: 1)
  static let error = StandardStream(descriptor: 2)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of `text`. When the reader of the results went away, the program ends quietly.
  func write(_ text: String) {
    guard !text.isEmpty else { return }
    let isWhole = StandardStream.write(Array(text.utf8), to: descriptor)
    if !isWhole && descriptor == 1 && errno == EPIPE { exit(ExitStatus.brokenPipe) }
  }

  /// Whether every byte went out; else `errno` says why not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        offset += count
      }
      return true
    }
  }
}
