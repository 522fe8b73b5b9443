// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct DescriptorTests {
  static let movement = """
    {
      "name": "movement",
      "title": "Phong trào \\u0111ất nước",
      "nhip": {"country": "VN", "simulated": true, "load": "first_mention",
               "levels": {"state": "province"}, "table": "observations"},
      "resources": [
        {
          "name": "observations", "path": "observations.csv",
          "dialect": {"delimiter": ";", "header": true},
          "nhip": {"role": "observations", "layout": "long"},
          "schema": {"fields": [
            {"name": "place", "type": "string", "nhip": {"role": "place"}},
            {"name": "period", "type": "string", "nhip": {"role": "period"}},
            {"name": "tips", "type": "number", "decimalChar": ",",
             "nhip": {"role": "measure", "indicator": "tips_received", "unit": "count",
                      "kind": "flow", "additive_places": true, "additive_time": false}},
            {"name": "note", "type": "string"}
          ]}
        }
      ]
    }
    """

  private func failure(_ text: String) -> String {
    do throws(Diagnostic) {
      _ = try PackageDescriptor.read(text)
      return "no error"
    } catch {
      return DiagnosticRenderer().render(error, in: SourceText(name: "query", text: ""))
    }
  }

  @Test func readsAPackage() throws {
    let package = try PackageDescriptor.read(Self.movement, folder: "data")
    #expect(package.name == "movement")
    #expect(package.title == "Phong trào đất nước")
    #expect(package.country == "VN")
    #expect(package.isSimulated)
    #expect(package.load == .firstMention)
    #expect(package.levels.map(\.name) == ["state"])
    #expect(package.levels.map(\.level) == ["province"])
    #expect(package.table == "observations")
    let resource = try #require(package.resources.first)
    #expect(resource.paths == ["data/observations.csv"])
    #expect(resource.role == .observations)
    #expect(resource.layout == .long)
    #expect(resource.options.separator == ";")
    #expect(resource.options.decimalMark == .comma)
    #expect(
      resource.options.types == ["place": .text, "period": .period, "tips": .float, "note": .text])
    let tips = try #require(resource.field(.measure))
    #expect(tips.indicator == "tips_received")
    #expect(tips.kind == .flow)
    #expect(tips.additivePlaces == true)
    #expect(tips.additiveTime == false)
  }

  @Test func theDescriptorRulesTheLoad() throws {
    let package = try PackageDescriptor.read(Self.movement)
    let options = try #require(package.resources.first).options
    let file = try DelimitedText.load(
      name: "observations.csv", bytes: Array("place;period;tips;note\n01;2023;1.370;5\n".utf8),
      options: options)
    #expect(file.table.schema.fields.map(\.type) == [.text, .period, .float, .text])
    #expect(Loading.texts(file, 2) == ["1370"])
  }

  @Test func anUnknownRoleIsPointedAt() {
    let text = """
      {"resources": [{"path": "x.csv",
        "schema": {"fields": [{"name": "a", "nhip": {"role": "plase"}}]}}]}
      """
    #expect(
      failure(text) == """
        error[E0511]: unknown role `plase`
         --> datapackage.json:2:56
          |
        2 |   "schema": {"fields": [{"name": "a", "nhip": {"role": "plase"}}]}}]}
          |                                                        ^^^^^^^ not known here
          |
          = note: known: `place`, `place_name`, `place_level`, `period`, `period_type`, `indicator`, `value`, `numerator` and 19 more
          = help: did you mean `place`?
        """)
  }

  @Test(arguments: [
    ("{\"resources\": [}", "E0510", "not valid JSON", 1),
    ("{\n\"name\": \"x\",\n\"resources\": [1,]\n}", "E0510", "not valid JSON", 3),
    ("{\"name\": \"x\"}", "E0510", "a data package needs `resources`", 1),
    ("{\"resources\": [{}]}", "E0510", "a resource needs a `path`", 1),
    (
      "{\"resources\": [{\"path\": \"../x.csv\"}]}", "E0510",
      "`path` must lie in the package's folder", 1
    ),
    ("{\"resources\": 5}", "E0510", "expected a list", 1),
    ("{\"nhip\": {\"simulatd\": true}, \"resources\": []}", "E0511", "unknown key `simulatd`", 1),
    ("{\"nhip\": {\"load\": \"now\"}, \"resources\": []}", "E0511", "unknown load `now`", 1),
    ("", "E0510", "not valid JSON", 1), ("{\"a\": \"\\x\"}", "E0510", "not valid JSON", 1),
    (String(repeating: "[", count: 100_000), "E0510", "not valid JSON", 1),
  ])
  func mistakesHaveALine(_ text: String, _ code: String, _ message: String, _ line: Int) {
    let error = #expect(throws: Diagnostic.self) { try PackageDescriptor.read(text) }
    #expect(error?.code == code)
    #expect(error?.message == message)
    let position = error?.source?.position(of: error?.labels.first?.span.lower ?? -1)
    #expect(position?.line == line)
  }

  @Test func missingFilesAreNamedWhereTheyAreAskedFor() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("datapackage.json", Array(Self.movement.utf8))
    let error = #expect(throws: Diagnostic.self) { try PackageDescriptor.load(path: path) }
    #expect(error?.message == "there is no file `observations.csv`")
    #expect(error?.labels.isEmpty == false)
    _ = try folder.write("observations.csv", Array("place\n".utf8))
    #expect(try PackageDescriptor.load(path: path).resources.count == 1)
  }

  @Test func aDescriptorMayStandBesideOneFile() throws {
    let folder = try TemporaryFolder()
    let csv = try folder.write("x.csv", Array("code,value\n001,5\n".utf8))
    #expect(try ResourceDescriptor.beside(csv) == nil)
    _ = try folder.write("x.json", Array("[1, 2]".utf8))
    #expect(try ResourceDescriptor.beside(csv) == nil)
    let schema =
      "{\"schema\": {\"fields\": [{\"name\": \"code\", \"nhip\": {\"role\": \"place\"}}]}}"
    _ = try folder.write("x.json", Array(schema.utf8))
    let found = try #require(try ResourceDescriptor.beside(csv))
    #expect(found.field(.place)?.name == "code")
    #expect(found.paths == [csv])
    _ = try folder.write("x.resource.json", Array("{bad".utf8))
    #expect(throws: Diagnostic.self) { try ResourceDescriptor.beside(csv) }
  }
}
