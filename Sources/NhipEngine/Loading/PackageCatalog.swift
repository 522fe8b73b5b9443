// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
package import NhipDiagnostics
package import NhipFormats

/// A data package: its descriptor, read at start; its data, on demand.
package struct DataPackage: Sendable {
  /// What the descriptor in a package's folder is called.
  package static let descriptorName = "datapackage.json"

  package let folder: String
  package let descriptor: PackageDescriptor
  /// Where generated data are, if the package is made on first use.
  package let dataFolder: String
  package let indicatorKeys: [String]

  package var table: String { descriptor.table.replacing("-", with: "_") }

  /// Where a resource's file is: generated data lie in the cache.
  func file(_ resource: ResourceDescriptor) -> String {
    let path = resource.paths.first ?? ""
    return dataFolder == folder ? path : dataFolder + path.dropFirst(folder.count)
  }

  package var loadsAtStart: Bool { descriptor.load == .start }
}

/// The data packages in a folder, in the order of their names.
package struct PackageCatalog: Sendable {
  package let packages: [DataPackage]
  /// Descriptors that could not be read; the session goes on without those packages.
  package let mistakes: [Diagnostic]
  private let cache: String?

  package init(folder: String?, cache: String?) {
    self.cache = cache
    guard let folder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else {
      packages = []
      mistakes = []
      return
    }
    var found: [DataPackage] = []
    var mistakes: [Diagnostic] = []
    for name in names.sorted() {
      do throws(Diagnostic) {
        guard let package = try Self.package(in: "\(folder)/\(name)", cache: cache) else {
          continue
        }
        found.append(package)
      } catch {
        mistakes.append(error)
      }
    }
    packages = found
    self.mistakes = mistakes
  }

  /// The package in a folder, wherever it lies; `nil` where that holds no descriptor.
  package func package(in folder: String) throws(Diagnostic) -> DataPackage? {
    try Self.package(in: folder, cache: cache)
  }

  private static func package(
    in folder: String, cache: String?
  ) throws(Diagnostic) -> DataPackage? {
    let file = "\(folder)/\(DataPackage.descriptorName)"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    let descriptor = try PackageDescriptor.read(text, name: file, folder: folder)
    let isHere = descriptor.resources.flatMap(\.paths).allSatisfy {
      FileManager.default.fileExists(atPath: $0)
    }
    let name = URL(fileURLWithPath: folder).lastPathComponent
    return DataPackage(
      folder: folder, descriptor: descriptor,
      dataFolder: isHere ? folder : "\(cache ?? NSTemporaryDirectory())/\(name)",
      indicatorKeys: indicatorKeys(descriptor))
  }

  /// The indicators a package declares, without loading its data.
  private static func indicatorKeys(_ descriptor: PackageDescriptor) -> [String] {
    var keys: [String] = []
    for resource in descriptor.resources {
      if resource.role == .indicators, let path = resource.paths.first,
        let text = try? String(contentsOfFile: path, encoding: .utf8)
      {
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
          if let key = line.split(separator: ",", maxSplits: 1).first { keys.append(String(key)) }
        }
      }
      for field in resource.fields where field.role == .measure {
        keys.append(field.indicator.isEmpty ? field.name : field.indicator)
      }
    }
    return keys
  }
}
