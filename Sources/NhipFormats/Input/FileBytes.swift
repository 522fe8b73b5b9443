// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The bytes of a file, mapped into memory where the file allows it and read otherwise.
///
/// A final class, because it owns the memory. `@unchecked Sendable`: the bytes never change after
/// `init`. At least `padding` zero bytes follow the last one, so that scanners may read whole
/// words. A mapped file must not be cut short by another program while it is read.
package final class FileBytes: @unchecked Sendable {
  /// Bytes that may be read behind the end.
  static let padding = 64
  /// Most that is read from a pipe or a device, which may never end.
  static let longestStream = 4 << 30

  /// What errors call the file.
  package let name: String
  package let count: Int
  let base: UnsafePointer<UInt8>
  private let memory: UnsafeMutableRawPointer
  /// Bytes mapped; 0 where the memory was allocated.
  private let mappedLength: Int

  /// Opens the file at `path`.
  package convenience init(path: String) throws(Diagnostic) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileBytes.failure(path, errno) }
    defer { _ = close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileBytes.failure(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileBytes.failure(path, EISDIR) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let size = Int(status.st_size)
    if status.st_mode & S_IFMT == S_IFREG, size > 0,
      let (memory, length) = FileBytes.map(descriptor, size)
    {
      self.init(name: name, memory: memory, count: size, mappedLength: length)
      return
    }
    let bytes = try FileBytes.readAll(descriptor, path)
    self.init(name: name, bytes: bytes)
  }

  /// Bytes that are in memory already.
  package convenience init(name: String, bytes: [UInt8]) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes.count + FileBytes.padding, alignment: 64)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: source.count) }
    }
    memset(memory + bytes.count, 0, FileBytes.padding)
    self.init(name: name, memory: memory, count: bytes.count, mappedLength: 0)
  }

  private init(name: String, memory: UnsafeMutableRawPointer, count: Int, mappedLength: Int) {
    self.name = name
    self.memory = memory
    self.count = count
    self.mappedLength = mappedLength
    base = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
  }

  deinit {
    if mappedLength > 0 { _ = munmap(memory, mappedLength) } else { memory.deallocate() }
  }

  package var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// Maps the file over an anonymous reservation one page longer, so that reading a little past
  /// the end meets zeros and no hole.
  private static func map(
    _ descriptor: Int32, _ size: Int
  ) -> (UnsafeMutableRawPointer, Int)? {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    guard page > 0 else { return nil }
    let length = (size + page - 1) / page * page + page
    guard
      let whole = mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      whole != MAP_FAILED
    else { return nil }
    let file = mmap(whole, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
    if file == MAP_FAILED {
      _ = munmap(whole, length)
      return nil
    }
    _ = madvise(whole, size, Int32(MADV_SEQUENTIAL))
    return (whole, length)
  }

  private static func readAll(_ descriptor: Int32, _ path: String) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errno)
      }
      bytes.append(contentsOf: block[..<count])
      if bytes.count > longestStream {
        throw Diagnostic("E0506", "cannot read `\(path)`: more than 4 GiB came from a stream")
      }
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR: return Diagnostic("E0504", "there is no file `\(path)`")
    case EACCES, EPERM:
      return Diagnostic("E0505", "cannot read `\(path)`: no permission to read it")
    case EISDIR:
      return Diagnostic(
        "E0506", "cannot read `\(path)`: this is a folder",
        helps: ["name a CSV or TSV file in it"])
    default:
      return Diagnostic(
        "E0505", "cannot read `\(path)`: \(String(cString: strerror(code)).lowercased())")
    }
  }
}
