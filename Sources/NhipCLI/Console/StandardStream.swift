// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics

/// Standard output or standard error, written without a buffer of our own.
struct StandardStream {
  let descriptor: Int32

  static let output = StandardStream(descriptor: 1)
  static let error = StandardStream(descriptor: 2)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of `text`. When the reader of the results went away, the program ends quietly; when
  /// they cannot be written for another reason, it says so and fails.
  func write(_ text: String) {
    guard !text.isEmpty else { return }
    let isWhole = StandardStream.write(Array(text.utf8), to: descriptor)
    guard !isWhole, descriptor == 1 else { return }
    let code = errno
    if code == EPIPE { exit(ExitStatus.brokenPipe) }
    let reason = String(cString: strerror(code)).lowercased()
    let failure = Diagnostic("E0525", "cannot write to the standard output: \(reason)")
    let rendered = DiagnosticRenderer().render([failure], in: SourceText(name: "output", text: ""))
    _ = StandardStream.write(Array((rendered + "\n").utf8), to: 2)
    exit(ExitStatus.failure)
  }

  /// Gives each closed standard stream a place to go, so that no file that is opened later takes its
  /// number: writing results to it fails, as it would have.
  static func occupy() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY)
    }
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
