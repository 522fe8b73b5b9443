// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// A value of a case file or of a result, in one form so that the two can be compared.
indirect enum Value: Equatable, CustomStringConvertible, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([Value])
  case record([String: Value])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(String.self) {
      switch value {
      case "Infinity": self = .number(.infinity)
      case "-Infinity": self = .number(-.infinity)
      default: self = .text(value)
      }
    } else if let values = try? container.decode([Value].self) {
      self = .list(values)
    } else {
      self = .record(try container.decode([String: Value].self))
    }
  }

  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "\"\(value)\""
    case .list(let values): "\(values)"
    case .record(let values): "\(values)"
    }
  }

  subscript(key: String) -> Value {
    if case .record(let record) = self { record[key] ?? .null } else { .null }
  }

  var text: String? { if case .text(let value) = self { value } else { nil } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var list: [Value] { if case .list(let values) = self { values } else { [] } }
  var isTrue: Bool { self == .bool(true) }

  /// Numbers with NaN for null, as the module takes them.
  var numbers: [Double] { list.map { $0.number ?? .nan } }
  var integer: Int? { number.map { Int($0) } }
}

/// One case file: input, expected fields and tolerances.
struct CaseFile: CustomTestStringConvertible, Sendable {
  struct Tolerance: Sendable {
    var relative = 0.0
    var absolute = 0.0
  }

  let name: String
  let url: URL

  var testDescription: String { name }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  static let all: [CaseFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map {
      CaseFile(name: String($0.dropLast(5)), url: folder.appendingPathComponent($0))
    }
  }()

  func content() throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
  }

  static func tolerance(_ content: Value, _ field: String) -> Tolerance {
    let tolerances = content["tolerance"]
    let own = tolerances["fields"][field]
    let chosen = own == .null ? tolerances["default"] : own
    return Tolerance(
      relative: chosen["rel"].number ?? 0, absolute: chosen["abs"].number ?? 0)
  }
}
