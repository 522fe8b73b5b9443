// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipFormats
import Testing

struct AtomicFileTests {
  @Test func aFileAppearsWholeAndReplacesTheOldOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.csv")
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    chmod(path, 0o640)
    let file = try AtomicFile(path)
    try file.write(Array("new".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try folder.names() == ["x.csv"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    let folder = try TemporaryFolder()
    do {
      let file = try AtomicFile(folder.path("x.csv"))
      try file.write(Array("half".utf8))
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func aLinkKeepsPointingAtItsFile() throws {
    let folder = try TemporaryFolder()
    try "old".write(toFile: folder.path("real"), atomically: false, encoding: .utf8)
    symlink(folder.path("real"), folder.path("link"))
    let file = try AtomicFile(folder.path("link"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try String(contentsOfFile: folder.path("real"), encoding: .utf8) == "new")
    #expect(try folder.names() == ["link", "real"])
  }

  @Test func aMissingFolderIsNamed() {
    let error = #expect(throws: Diagnostic.self) { _ = try AtomicFile("/nowhere/at/all/x.csv") }
    #expect(error?.code == "E0520")
    #expect(error?.message.contains("`/nowhere/at/all`") == true)
  }

  @Test func aFolderIsNoFile() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: Diagnostic.self) { _ = try AtomicFile(folder.path("")) }
    #expect(error?.code == "E0523")
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aReadOnlyFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path(""), 0o555)
    defer { chmod(folder.path(""), 0o755) }
    let error = #expect(throws: Diagnostic.self) { _ = try AtomicFile(folder.path("x.csv")) }
    #expect(error?.code == "E0521")
  }

  @Test(.enabled(if: access("/sys", F_OK) == 0, "needs a file system that nobody may write to"))
  func aReadOnlyFileSystemIsRefused() {
    let error = #expect(throws: Diagnostic.self) { _ = try AtomicFile("/sys/x.csv") }
    #expect(error?.code == "E0521")
  }

  @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs /dev/full"))
  func aFullDiskIsToldApart() throws {
    let file = try AtomicFile("/dev/full")
    let error = #expect(throws: Diagnostic.self) { try file.write([1, 2, 3]) }
    #expect(error?.code == "E0522")
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  private let root: String

  init() throws {
    root = NSTemporaryDirectory() + "/nhip-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { name.isEmpty ? root : "\(root)/\(name)" }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).sorted()
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }
}
