// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// Turns results into values and compares them with what a case expects.
enum Comparison {
  /// A result as a record: property names in snake case, intervals as pairs, `nil` as null.
  static func value(_ any: Any, renamed: [String: String] = [:]) -> Value {
    switch any {
    case let value as Double: return .number(value)
    case let value as Int: return .number(Double(value))
    case let value as Bool: return .bool(value)
    case let value as String: return .text(value)
    case let value as Interval: return .list([.number(value.lower), .number(value.upper)])
    case let value as Status: return .text(value.rawValue)
    case let value as Value: return value
    case let value as any RawRepresentable: return Comparison.value(value.rawValue)
    default: break
    }
    let mirror = Mirror(reflecting: any)
    switch mirror.displayStyle {
    case .optional:
      guard let child = mirror.children.first else { return .null }
      return value(child.value, renamed: renamed)
    case .collection:
      return .list(mirror.children.map { value($0.value, renamed: renamed) })
    default:
      var record: [String: Value] = [:]
      for child in mirror.children {
        let name = child.label ?? ""
        record[renamed[name] ?? snakeCase(name)] = value(child.value, renamed: renamed)
      }
      return .record(record)
    }
  }

  static func snakeCase(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase { result += "_" }
      result += character.lowercased()
    }
    return result
  }

  /// The first difference between what was got and what was wanted, in words.
  static func difference(
    _ got: Value, _ wanted: Value, _ tolerance: CaseFile.Tolerance, at path: String
  ) -> String? {
    switch (got, wanted) {
    case (.number(let got), .number(let wanted)):
      if got == wanted { return nil }
      let error = (got - wanted).magnitude
      if error <= tolerance.absolute || error <= tolerance.relative * wanted.magnitude {
        return nil
      }
      return "\(path): got \(got), wanted \(wanted)"
    case (.list(let got), .list(let wanted)):
      guard got.count == wanted.count else {
        return "\(path): got \(got.count) elements, wanted \(wanted.count)"
      }
      for index in got.indices {
        let here = "\(path)[\(index)]"
        if let found = difference(got[index], wanted[index], tolerance, at: here) { return found }
      }
      return nil
    case (.record(let got), .record(let wanted)):
      for key in wanted.keys.sorted() {
        let mine = got[key] ?? .text("no such field")
        if let found = difference(mine, wanted[key] ?? .null, tolerance, at: "\(path).\(key)") {
          return found
        }
      }
      return nil
    default:
      return got == wanted ? nil : "\(path): got \(got), wanted \(wanted)"
    }
  }
}
