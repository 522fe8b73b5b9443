// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// CSV that a spreadsheet of one language opens right by double click: a byte order mark, so that
/// it reads UTF-8, and the separator and decimal mark that it expects.
///
/// No `sep=` line: it would switch the byte order mark off.
package struct ExcelFormat: OutputFormat {
  package let name: String
  package let fileEndings: [String] = []
  private let writer: DelimitedWriter

  /// `;` between cells, a decimal comma.
  package static let vietnamese = ExcelFormat("excel-vi", separator: ";", decimalMark: ",")
  /// `,` between cells, a decimal point.
  package static let english = ExcelFormat("excel-en", separator: ",", decimalMark: ".")

  private init(_ name: String, separator: Character, decimalMark: Character) {
    self.name = name
    writer = DelimitedWriter(
      separator: separator, lineEnding: "\r\n", decimalMark: decimalMark, guardsTexts: true)
  }

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    output.append("\u{FEFF}")
    try writer.write(table, to: &output)
  }
}

/// Keeps a spreadsheet from turning texts into other things.
enum ExcelText {
  /// `="001"` for codes, periods and dates that would become numbers or days, and for texts that
  /// would run as formulas; other texts as they are.
  static func guarded(_ text: String) -> String {
    guard let first = text.utf8.first, endangers(text, first) else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "=\"\(doubled)\""
  }

  private static func endangers(_ text: String, _ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      return true
    case 0x30...0x39:
      // A year may become a number; anything longer made of digits and marks may not.
      if text.utf8.count == 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), first != 0x30 {
        return false
      }
      return text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: "E") || byte == UInt8(ascii: "e")
      }
    default: return false
    }
  }
}
