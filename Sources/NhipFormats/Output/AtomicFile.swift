// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file that appears whole or not at all: written beside its place, synced, then renamed.
///
/// A final class, because it owns an open descriptor and the temporary file behind it. Devices and
/// pipes are written straight. Not for use from several tasks at once.
package final class AtomicFile {
  private let path: String
  /// The temporary file, `nil` where the target is no regular file.
  private let temporaryPath: String?
  private var descriptor: Int32
  private var isCommitted = false

  /// Opens the temporary file in the folder of `path`.
  package init(_ path: String) throws(Diagnostic) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw AtomicFile.failure(path, EISDIR) }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      self.path = path
      temporaryPath = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw AtomicFile.failure(path, errno) }
      return
    }
    if exists, access(path, W_OK) != 0 { throw AtomicFile.failure(path, errno) }
    // A link keeps pointing at the file it names.
    self.path = exists ? AtomicFile.resolved(path) : path
    var found: Int32 = -1
    var name = ""
    for attempt in 0..<100 {
      name = "\(self.path).part-\(getpid())-\(attempt)"
      found = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if found >= 0 || errno != EEXIST { break }
    }
    if found < 0 { throw AtomicFile.failure(path, errno) }
    descriptor = found
    temporaryPath = name
    if exists { _ = fchmod(found, status.st_mode & 0o7777) }
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
    if let temporaryPath, !isCommitted { _ = unlink(temporaryPath) }
  }

  package func write(_ bytes: [UInt8]) throws(Diagnostic) {
    let code: Int32 = bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
        #else
          let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        #endif
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        offset += count
      }
      return 0
    }
    if code != 0 { throw AtomicFile.failure(path, code) }
  }

  /// Makes the file appear under its name. Nothing may be written after it.
  package func commit() throws(Diagnostic) {
    if temporaryPath != nil, fsync(descriptor) != 0 { throw AtomicFile.failure(path, errno) }
    let closing = close(descriptor)
    descriptor = -1
    if closing != 0 { throw AtomicFile.failure(path, errno) }
    guard let temporaryPath else { return }
    if rename(temporaryPath, path) != 0 { throw AtomicFile.failure(path, errno) }
    isCommitted = true
    // The new name is safe only when the folder is on disk too; not every file system can.
    let folder = open(AtomicFile.folder(path), O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      _ = close(folder)
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ path: String, _ code: Int32) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR:
      return Diagnostic(
        "E0520", "cannot write `\(path)`: the folder `\(folder(path))` is not there",
        helps: ["make the folder first"])
    case EACCES, EPERM, EROFS:
      return Diagnostic(
        "E0521", "cannot write `\(path)`: no permission to write there",
        helps: ["choose a folder that can be written to"])
    case ENOSPC, EDQUOT:
      return Diagnostic(
        "E0522", "cannot write `\(path)`: the disk is full",
        notes: ["nothing was written; a file of that name is as it was"])
    case EISDIR:
      return Diagnostic("E0523", "cannot write `\(path)`: this is a folder")
    default:
      return Diagnostic(
        "E0525", "cannot write `\(path)`: \(String(cString: strerror(code)).lowercased())")
    }
  }
}
