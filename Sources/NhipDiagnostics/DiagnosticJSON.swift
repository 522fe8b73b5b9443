// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Diagnostic {
  /// One JSON object on one line, for `--errors json`.
  public func json(in source: SourceText) -> String {
    let text = self.source ?? source
    let marks = labels.map { label -> String in
      let position = text.position(of: label.span.lower)
      let end = text.position(of: label.span.upper)
      return "{\"line\":\(position.line),\"column\":\(position.column),\"end_line\":\(end.line),"
        + "\"end_column\":\(end.column),\"text\":\(Self.quote(label.text))}"
    }
    return "{\"severity\":\"\(severity.rawValue)\",\"code\":\(Self.quote(code)),"
      + "\"message\":\(Self.quote(message)),\"file\":\(Self.quote(text.name)),"
      + "\"labels\":[\(marks.joined(separator: ","))],"
      + "\"notes\":[\(notes.map(Self.quote).joined(separator: ","))],"
      + "\"helps\":[\(helps.map(Self.quote).joined(separator: ","))]}"
  }

  /// A JSON string literal.
  public static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }
}
