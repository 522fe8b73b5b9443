// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct EncodingTests {
  static let text = "tên,giá trị\nHà Giang,1.370\n"

  private func load(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws(Diagnostic)
    -> LoadedFile
  {
    var options = LoadOptions()
    options.encoding = encoding
    return try DelimitedText.load(name: "x.csv", bytes: bytes, options: options)
  }

  private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBig ? pair : pair.reversed()
    }
  }

  private func check(_ file: LoadedFile) {
    #expect(file.table.schema.names == ["tên", "giá trị"])
    #expect(Loading.texts(file, 0) == ["Hà Giang"])
    #expect(Loading.texts(file, 1) == ["1370"])
  }

  @Test func utf8WithAndWithoutMark() throws {
    let plain = try load(Array(Self.text.utf8))
    check(plain)
    #expect(plain.report.encoding.encoding == .utf8)
    #expect(!plain.report.encoding.hasByteOrderMark)
    let marked = try load([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8))
    check(marked)
    #expect(marked.report.encoding.hasByteOrderMark)
    #expect(marked.lineNumbers.line(of: 0) == 2)
  }

  @Test(arguments: [false, true])
  func utf16WithAndWithoutMark(_ isBig: Bool) throws {
    let body = utf16(Self.text + "Đà Nẵng 😀,2.000\n", isBig: isBig)
    let mark: [UInt8] = isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for bytes in [body, mark + body] {
      let file = try load(bytes)
      #expect(Loading.texts(file, 0) == ["Hà Giang", "Đà Nẵng 😀"])
      #expect(file.report.encoding.encoding == (isBig ? .utf16BigEndian : .utf16LittleEndian))
    }
  }

  @Test func windows1258IsFoundAndComposed() throws {
    // "Hà Giang, phường Ngọc Hà, Điện Biên": tones of ơ, o and ê follow their letters.
    let bytes: [UInt8] =
      Array("name,value\n".utf8) + [0x48, 0xE0, 0x20] + Array("Giang".utf8) + Array(",1\nph".utf8)
      + [0xFD, 0xF5, 0xCC] + Array("ng Ng".utf8) + [0x6F, 0xF2] + Array("c,2\n".utf8)
      + [0xD0, 0x69, 0xEA, 0xF2] + Array("n Bi".utf8) + [0xEA] + Array("n,3\n".utf8)
    let file = try load(bytes)
    #expect(Loading.texts(file, 0) == ["Hà Giang", "phường Ngọc", "Điện Biên"])
    #expect(Array((Loading.texts(file, 0)[2] ?? "").utf8) == Array("Điện Biên".utf8))
    #expect(file.report.encoding.encoding == .windows1258)
    #expect(file.report.warnings == [Note("guessedEncoding", "windows-1258")])
  }

  @Test func everyVietnameseLetterSurvivesWindows1258() throws {
    let letters = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    let all = letters + letters.uppercased()
    var bytes = Array("name\n".utf8)
    for character in all { bytes += Self.encode1258(character) }
    let file = try load(bytes, .windows1258)
    #expect(Array((Loading.texts(file, 0)[0] ?? "").utf8) == Array(all.utf8))
  }

  /// A letter as base and tone, the way Windows writes it.
  private static func encode1258(_ character: Character) -> [UInt8] {
    let bases: [UInt32: UInt8] = [
      0x102: 0xC3, 0x103: 0xE3, 0x110: 0xD0, 0x111: 0xF0, 0x1A0: 0xD5, 0x1A1: 0xF5, 0x1AF: 0xDD,
      0x1B0: 0xFD, 0xC2: 0xC2, 0xE2: 0xE2, 0xCA: 0xCA, 0xEA: 0xEA, 0xD4: 0xD4, 0xF4: 0xF4,
    ]
    let tones: [UInt32: UInt8] = [0x300: 0xCC, 0x309: 0xD2, 0x303: 0xDE, 0x301: 0xEC, 0x323: 0xF2]
    var scalars = Array(String(character).decomposedStringWithCanonicalMapping.unicodeScalars)
    var tone: [UInt8] = []
    if let index = scalars.firstIndex(where: { tones[$0.value] != nil }) {
      tone = [tones[scalars.remove(at: index).value] ?? 0]
    }
    let base = String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
    let value = base.unicodeScalars.first?.value ?? 0
    return [bases[value] ?? UInt8(value)] + tone
  }

  @Test(
    arguments: [
      (
        [0x61, 0x0A, 0xC4, 0x90, 0xC3, 0xA0, 0xE1, 0xBA, 0xB5, 0xC3, 0xA0, 0xE1, 0xBA],
        "ends in the middle of a character"
      ),
      ([0xFF, 0xFE, 0x61, 0x00, 0x62], "ends in the middle of a character"),
      ([0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00], "is not valid UTF-16"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0xFF], "is not valid UTF-8"),
      ([0x61, 0x0A, 0x62, 0x00, 0x63], "is no text file"),
      ([0x61, 0x0A, 0x81, 0x8D], "is neither UTF-8 nor Windows-1258"),
    ] as [([UInt8], String)])
  func damagedFilesAreNamed(_ bytes: [UInt8], _ message: String) {
    let error = #expect(throws: Diagnostic.self) { try load(bytes) }
    #expect(error?.message == "`x.csv` \(message)")
  }

  @Test func filesThatCannotBeOpenedAreNamed() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: Diagnostic.self) {
      try DelimitedText.load(path: folder.path("none.csv"))
    }
    #expect(missing?.code == "E0504")
    let directory = #expect(throws: Diagnostic.self) {
      try DelimitedText.load(path: folder.path(""))
    }
    #expect(directory?.code == "E0506")
    let empty = try folder.write("empty.csv", [])
    let error = #expect(throws: Diagnostic.self) { try DelimitedText.load(path: empty) }
    #expect(error?.code == "E0509")
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 70_000])
  func mappedFilesReadLikeMemory(_ padding: Int) throws {
    // Sizes around a page: the bytes after the end are zeros whatever the size.
    let text = "a,b\n\(String(repeating: "x", count: padding)),12"
    let folder = try TemporaryFolder()
    let path = try folder.write("x.csv", Array(text.utf8))
    let file = try DelimitedText.load(path: path)
    #expect(Loading.texts(file, 1) == ["12"])
    #expect(file.report.file == "x.csv")
  }

  @Test(arguments: [
    ("UTF-8", TextEncoding.utf8), ("cp1258", .windows1258), ("utf-16", .utf16LittleEndian),
  ])
  func encodingsAreNamed(_ name: String, _ encoding: TextEncoding) {
    #expect(TextEncoding(name) == encoding)
  }
}
