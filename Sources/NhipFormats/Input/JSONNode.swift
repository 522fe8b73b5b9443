// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

/// A JSON value and where it stands, so that errors can point at it.
struct JSONNode: Hashable {
  enum Value: Hashable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONNode])
    /// Members in the order of the file.
    case object([Member])
  }

  struct Member: Hashable {
    var key: String
    var keySpan: Span
    var node: JSONNode
  }

  var value: Value
  var span: Span

  /// The member called `key`, where this is an object that has one.
  subscript(_ key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.node
  }

  var text: String? {
    if case .text(let text) = value { return text }
    return nil
  }

  var boolean: Bool? {
    if case .boolean(let truth) = value { return truth }
    return nil
  }

  var list: [JSONNode]? {
    if case .list(let nodes) = value { return nodes }
    return nil
  }

  var members: [Member]? {
    if case .object(let members) = value { return members }
    return nil
  }
}

/// Reads JSON by RFC 8259.
struct JSONParser {
  /// Lists and objects inside each other; deeper files are refused, not crashed on.
  static let deepest = 200

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// The one value of the text.
  mutating func parse() throws(Diagnostic) -> JSONNode {
    let node = try value()
    skipBlanks()
    if index < bytes.count { throw unexpected("nothing more") }
    return node
  }

  private mutating func value() throws(Diagnostic) -> JSONNode {
    skipBlanks()
    let start = index
    guard index < bytes.count else { throw unexpected("a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return JSONNode(value: try object(), span: Span(start, index))
    case UInt8(ascii: "["): return JSONNode(value: try list(), span: Span(start, index))
    case UInt8(ascii: "\""): return JSONNode(value: .text(try string()), span: Span(start, index))
    case UInt8(ascii: "t") where word("true"):
      return JSONNode(value: .boolean(true), span: Span(start, index))
    case UInt8(ascii: "f") where word("false"):
      return JSONNode(value: .boolean(false), span: Span(start, index))
    case UInt8(ascii: "n") where word("null"):
      return JSONNode(value: .null, span: Span(start, index))
    case UInt8(ascii: "-"), 0x30...0x39:
      return JSONNode(value: .number(try number()), span: Span(start, index))
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(Diagnostic) -> JSONNode.Value {
    try open()
    var members: [JSONNode.Member] = []
    skipBlanks()
    if take("}") {
      depth -= 1
      return .object(members)
    }
    while true {
      skipBlanks()
      let start = index
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw unexpected("a key in quotes")
      }
      let key = try string()
      let span = Span(start, index)
      skipBlanks()
      guard take(":") else { throw unexpected("`:`") }
      members.append(JSONNode.Member(key: key, keySpan: span, node: try value()))
      skipBlanks()
      if take("}") { break }
      guard take(",") else { throw unexpected("`,` or `}`") }
    }
    depth -= 1
    return .object(members)
  }

  private mutating func list() throws(Diagnostic) -> JSONNode.Value {
    try open()
    var nodes: [JSONNode] = []
    skipBlanks()
    if take("]") {
      depth -= 1
      return .list(nodes)
    }
    while true {
      nodes.append(try value())
      skipBlanks()
      if take("]") { break }
      guard take(",") else { throw unexpected("`,` or `]`") }
    }
    depth -= 1
    return .list(nodes)
  }

  private mutating func open() throws(Diagnostic) {
    index += 1
    depth += 1
    if depth > JSONParser.deepest { throw unexpected("fewer lists inside each other") }
  }

  private mutating func string() throws(Diagnostic) -> String {
    index += 1
    var out: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return String(decoding: out, as: UTF8.self)
      }
      if byte < 0x20 { break }
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        out.append(byte)
        continue
      }
      try escape(&out)
    }
    throw unexpected("`\"` at the end of the text")
  }

  private mutating func escape(_ out: inout [UInt8]) throws(Diagnostic) {
    guard index < bytes.count else { throw unexpected("an escaped character") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "u"):
      var scalar = try hexadecimal()
      if (0xD800..<0xDC00).contains(scalar), index + 1 < bytes.count, bytes[index] == 0x5C,
        bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        let low = try hexadecimal()
        if (0xDC00..<0xE000).contains(low) {
          scalar = 0x10000 + ((scalar - 0xD800) << 10) + low - 0xDC00
        }
      }
      out.append(
        contentsOf: Array(String(Unicode.Scalar(scalar).map(Character.init) ?? "\u{FFFD}").utf8))
    default:
      index -= 1
      throw unexpected("an escaped character")
    }
  }

  private mutating func hexadecimal() throws(Diagnostic) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<(index + 4)].allSatisfy({ $0 < 0x80 }),
      let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    index += 4
    return value
  }

  private mutating func number() throws(Diagnostic) -> Double {
    let start = index
    while index < bytes.count,
      CellReading.isDigit(bytes[index]) || "+-.eE".utf8.contains(bytes[index])
    {
      index += 1
    }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)) else {
      index = start
      throw unexpected("a number")
    }
    return value
  }

  private mutating func word(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard index < bytes.count, UInt32(bytes[index]) == sign.value else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func unexpected(_ wanted: String) -> Diagnostic {
    let at = min(index, bytes.count)
    return Diagnostic(
      "E0510", "not valid JSON", at: Span(at, min(at + 1, bytes.count)), label: "expected \(wanted)"
    )
  }
}
