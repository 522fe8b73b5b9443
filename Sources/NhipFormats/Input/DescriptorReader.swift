// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension PackageDescriptor {
  /// Reads `datapackage.json`; its files must be there.
  package static func load(path: String) throws(Diagnostic) -> PackageDescriptor {
    let reader = try DescriptorReader(path: path)
    return try reader.package()
  }

  /// Reads a descriptor in memory whose files lie in `folder`; they are not looked for.
  package static func read(
    _ text: String, name: String = "datapackage.json", folder: String = "."
  ) throws(Diagnostic) -> PackageDescriptor {
    let reader = try DescriptorReader(text, name: name, folder: folder, checksFiles: false)
    return try reader.package()
  }
}

extension ResourceDescriptor {
  /// The descriptor beside a single file: `x.resource.json` or `x.json` for `x.csv`; `nil` where
  /// there is none.
  package static func beside(_ file: String) throws(Diagnostic) -> ResourceDescriptor? {
    let slash = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    let stem = file.lastIndex(of: ".").flatMap { $0 > slash ? String(file[..<$0]) : nil } ?? file
    for ending in [".resource.json", ".json"] {
      let path = stem + ending
      guard path != file, access(path, F_OK) == 0 else { continue }
      let reader = try DescriptorReader(path: path)
      // A JSON file of the same name may be anything, such as an export.
      if ending == ".json", !reader.looksLikeResource { continue }
      return try reader.resource(for: file)
    }
    return nil
  }
}

/// Turns the JSON of a descriptor into its structs; every mistake points into the file.
struct DescriptorReader {
  let source: SourceText
  private let root: JSONNode
  private let folder: String
  private let checksFiles: Bool

  init(path: String) throws(Diagnostic) {
    let file = try FileBytes(path: path)
    let (bytes, start, _) = try TextDecoder.decode(file, forced: .utf8, threads: 1)
    let text = String(decoding: bytes.buffer[start...], as: UTF8.self)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    try self.init(text, name: file.name, folder: folder, checksFiles: true)
  }

  init(_ text: String, name: String, folder: String, checksFiles: Bool) throws(Diagnostic) {
    source = SourceText(name: name, text: text)
    self.folder = folder
    self.checksFiles = checksFiles
    do throws(Diagnostic) {
      var parser = JSONParser(text)
      root = try parser.parse()
    } catch {
      var placed = error
      placed.source = source
      throw placed
    }
  }

  var looksLikeResource: Bool {
    root.members?.contains { ["schema", "nhip", "fields", "dialect"].contains($0.key) } ?? false
  }

  func package() throws(Diagnostic) -> PackageDescriptor {
    var package = PackageDescriptor()
    package.name = try text(root["name"]) ?? ""
    package.title = try text(root["title"]) ?? ""
    if let nhip = root["nhip"] {
      try check(
        nhip,
        keys: [
          "country", "simulated", "load", "levels", "table", "complete_places", "parameters",
          "rows",
        ])
      package.hasAllPlaces = try boolean(nhip["complete_places"]) ?? false
      package.country = try text(nhip["country"]) ?? ""
      package.isSimulated = try boolean(nhip["simulated"]) ?? false
      package.load = try choice(nhip["load"], "load") ?? .start
      package.rows = try choice(nhip["rows"], "meaning of rows") ?? .alternatives
      package.levels = try levels(nhip["levels"])
      package.table = try text(nhip["table"]) ?? ""
    }
    if package.table.isEmpty { package.table = package.name }
    guard let resources = root["resources"] else {
      throw mistake("a data package needs `resources`", root.span, "no `resources` in here")
    }
    for node in try list(resources) { package.resources.append(try resource(node, path: nil)) }
    return package
  }

  /// The root as the one resource that `file` is.
  func resource(for file: String) throws(Diagnostic) -> ResourceDescriptor {
    try resource(root, path: file)
  }

  private func resource(_ node: JSONNode, path: String?) throws(Diagnostic) -> ResourceDescriptor {
    guard node.members != nil else { throw wrongType(node, "an object") }
    var resource = ResourceDescriptor()
    resource.name = try text(node["name"]) ?? ""
    resource.title = try text(node["title"]) ?? ""
    if let path { resource.paths = [path] } else { resource.paths = try paths(node) }
    if let nhip = node["nhip"] {
      try check(nhip, keys: ["role", "layout"])
      resource.role = try choice(nhip["role"], "role") ?? .table
      resource.layout = try choice(nhip["layout"], "layout")
    }
    try dialect(node, &resource.options)
    // `schema` holds the fields; a bare schema beside a file may hold them itself.
    if let fields = node["schema"]?["fields"] ?? node["fields"] {
      for field in try list(fields) {
        resource.fields.append(try self.field(field, &resource.options))
      }
    }
    return resource
  }

  private func dialect(_ node: JSONNode, _ options: inout LoadOptions) throws(Diagnostic) {
    if let encoding = node["encoding"], let name = try text(encoding) {
      guard let found = TextEncoding(name) else {
        throw unknown("encoding", name, encoding.span, TextEncoding.allCases.map(\.rawValue))
      }
      // UTF-8 is what descriptors say by default; the file's own bytes know better.
      options.encoding = found == .utf8 ? nil : found
    }
    guard let dialect = node["dialect"] else { return }
    if let delimiter = try text(dialect["delimiter"]) { options.separator = delimiter.first }
    options.hasHeader = try boolean(dialect["header"])
    if let quote = dialect["quoteChar"], quote.text?.isEmpty == true { options.hasQuotes = false }
  }

  private func field(
    _ node: JSONNode, _ options: inout LoadOptions
  ) throws(Diagnostic) -> FieldDescriptor {
    guard let name = try text(node["name"]) else {
      throw mistake("a field needs a `name`", node.span, "no `name` in here")
    }
    var field = FieldDescriptor(name)
    field.title = try text(node["title"]) ?? ""
    field.description = try text(node["description"]) ?? ""
    field.type = try type(node["type"])
    if let mark = try text(node["decimalChar"]) {
      options.decimalMark = mark == "," ? .comma : .point
    }
    if let nhip = node["nhip"] {
      let keys = [
        "role", "indicator", "unit", "kind", "additive_places", "additive_time", "direction",
        "name_en", "name_vi",
      ]
      try check(nhip, keys: keys)
      field.role = try choice(nhip["role"], "role")
      field.indicator = try text(nhip["indicator"]) ?? ""
      field.unit = try text(nhip["unit"]) ?? ""
      field.kind = try choice(nhip["kind"], "kind")
      field.additivePlaces = try boolean(nhip["additive_places"])
      field.additiveTime = try boolean(nhip["additive_time"])
      field.nameEnglish = try text(nhip["name_en"]) ?? ""
      field.nameVietnamese = try text(nhip["name_vi"]) ?? ""
      if let direction = try text(nhip["direction"]) {
        field.direction = direction.contains("1") ? (direction.hasPrefix("-") ? -1 : 1) : 0
      }
    }
    if let type = forcedType(field) { options.types[name] = type }
    return field
  }

  /// The type that the reader must hold a column to: roles decide before types.
  private func forcedType(_ field: FieldDescriptor) -> LogicalType? {
    switch field.role {
    case .place, .placeName, .placeLevel, .periodType, .indicator, .unit, .qualifier, .kind,
      .status,
      .breakdown, .document, .quote, .certainty, .note, .id:
      return .text
    case .period, .comparisonPeriod: return .period
    case .value, .numerator, .denominator, .lower, .upper, .measure: return .float
    case .start, .end, .recorded, .attribute, nil: return field.type
    }
  }

  private func type(_ node: JSONNode?) throws(Diagnostic) -> LogicalType? {
    guard let node, let name = try text(node) else { return nil }
    switch name {
    case "string": return .text
    case "integer": return .integer
    case "number": return .float
    case "boolean": return .boolean
    case "date": return .date
    case "year", "yearmonth": return .period
    case "any", "datetime", "time", "duration", "object", "array", "list", "geopoint", "geojson":
      return nil
    default:
      throw unknown(
        "type", name, node.span,
        ["string", "integer", "number", "boolean", "date", "year", "yearmonth", "any"])
    }
  }

  private func paths(_ node: JSONNode) throws(Diagnostic) -> [String] {
    guard let path = node["path"] else {
      throw mistake("a resource needs a `path`", node.span, "no `path` in here")
    }
    var result: [String] = []
    for item in path.list ?? [path] {
      guard let relative = try text(item) else { throw wrongType(item, "text") }
      let parts = relative.split(separator: "/")
      if relative.hasPrefix("/") || relative.contains("://") || parts.contains("..")
        || parts.isEmpty
      {
        throw mistake("`path` must lie in the package's folder", item.span, "not inside the folder")
      }
      let whole = folder == "." ? relative : "\(folder)/\(relative)"
      if checksFiles, access(whole, R_OK) != 0 {
        throw Diagnostic(
          "E0504", "there is no file `\(relative)`", at: item.span, label: "not in the folder",
          source: source)
      }
      result.append(whole)
    }
    return result
  }

  private func levels(_ node: JSONNode?) throws(Diagnostic) -> [PackageDescriptor.LevelName] {
    guard let node else { return [] }
    var result: [PackageDescriptor.LevelName] = []
    if let members = node.members {
      for member in members {
        result.append(.init(name: member.key, level: try text(member.node) ?? member.key))
      }
      return result
    }
    for item in try list(node) {
      guard let name = try text(item) else { throw wrongType(item, "text") }
      result.append(.init(name: name, level: name))
    }
    return result
  }
}
