// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats
import Testing

struct WideShapeTests {
  @Test func yearsInTheHeaderMelt() throws {
    let file = try Loading.load(
      "tỉnh,chỉ tiêu,2021,Năm 2022,2023\nHà Giang,tin báo,1.370,gần 50,\nSơn La,tin báo,2.150,7,12\n"
    )
    let shape = try #require(WideShape.detect(file.table))
    #expect(shape.keyColumns == [0, 1])
    #expect(shape.periodColumns.map(\.period) == [.year(2021), .year(2022), .year(2023)])
    #expect(shape.measureColumns.isEmpty)
    let long = shape.melt(file)
    #expect(long.table.schema.names == ["tỉnh", "chỉ tiêu", "period", "value"])
    #expect(
      Loading.texts(long, 0) == ["Hà Giang", "Hà Giang", "Hà Giang", "Sơn La", "Sơn La", "Sơn La"])
    #expect(Loading.texts(long, 2) == ["2021", "2022", "2023", "2021", "2022", "2023"])
    #expect(Loading.texts(long, 3) == ["1370", "50", nil, "2150", "7", "12"])
    #expect(long.qualified[3] == [QualifiedCell(row: 1, qualifier: .approximate)])
    #expect(long.lineNumbers.line(of: 2) == 2)
    #expect(long.lineNumbers.line(of: 3) == 3)
    #expect(long.table.schema.fields[3].type == .integer)
  }

  @Test func quartersAndMonthsMeltToo() throws {
    let file = try Loading.load("place;2023-Q1;2023-Q2;8/2024\nSơn La;1;2;3\n")
    let shape = try #require(WideShape.detect(file.table))
    #expect(shape.periodColumns.map(\.period.description) == ["2023-Q1", "2023-Q2", "2024-08"])
  }

  @Test func severalMeasuresStayColumns() throws {
    let file = try Loading.load("place,year,crime,tips\nSơn La,2023,5,6\n")
    let shape = try #require(WideShape.detect(file.table))
    #expect(shape.keyColumns == [0, 1])
    #expect(shape.measureColumns == [2, 3])
    #expect(shape.periodColumns.isEmpty)
    #expect(shape.melt(file).table.schema.names == file.table.schema.names)
  }

  @Test(arguments: [
    "place,period,indicator,value\nSơn La,2023,crime,5\n", "place,value\nSơn La,5\n", "name\nx\n",
  ])
  func longTablesAreLong(_ text: String) throws {
    #expect(try WideShape.detect(Loading.load(text).table) == nil)
  }

  @Test func emptyPeriodsAndBareHeadersAreNoTrap() throws {
    let file = try Loading.load("place,2021,2022\nSơn La,,\n")
    let shape = try #require(WideShape.detect(file.table))
    #expect(shape.melt(file).table.columns[2].numbers?.allSatisfy(\.isNaN) == true)
    let bare = try Loading.load("place,2021,2022\n")
    #expect(WideShape.detect(bare.table)?.melt(bare).table.rowCount == 0)
  }

  @Test func namesOfKeysAreKeptFree() throws {
    let file = try Loading.load("value,2021,2022\nx,1,2\n")
    let shape = try #require(WideShape.detect(file.table))
    #expect(shape.melt(file).table.schema.names == ["value", "period", "value_2"])
  }
}
