// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats
import Testing

struct NumberTextTests {
  @Test(
    arguments: [
      (1370.0, nil, "1,370", "1.370"), (999, nil, "999", "999"), (-14.65, 1, "-14.7", "-14,7"),
      (2.675, 2, "2.68", "2,68"), (0.5, 0, "1", "1"), (-0.5, 0, "-1", "-1"),
      (1.005, 2, "1.01", "1,01"),
      (9.995, 2, "10.00", "10,00"), (0, 1, "0.0", "0,0"),
      (1_234_567.891, nil, "1,234,567.891", "1.234.567,891"),
      (0.0001, 3, "<0.001", "<0,001"), (-0.0001, 3, ">-0.001", ">-0,001"), (0.3, 0, "<1", "<1"),
      (0.0005, 3, "0.001", "0,001"), (1e300, nil, "1e300", "1e300"),
      (-1.23456e20, nil, "-1.235e20", "-1,235e20"),
      (.leastNonzeroMagnitude, 2, "<0.01", "<0,01"), (99.95, 1, "100.0", "100,0"),
      (.infinity, nil, "∞", "∞"),
      (.nan, nil, "", ""),
      (123_456_789_012_345, nil, "123,456,789,012,345", "123.456.789.012.345"),
      (-0.0, nil, "0", "0"),
    ] as [(Double, Int?, String, String)])
  func roundsHalfAwayFromZeroInDecimal(
    _ value: Double, _ digits: Int?, _ english: String, _ vietnamese: String
  ) {
    #expect(NumberText.people(value, digits: digits, locale: .en) == english)
    #expect(NumberText.people(value, digits: digits, locale: .vi) == vietnamese)
  }

  @Test(arguments: [
    (1370.0, "1370"), (0.1, "0.1"), (-2.5, "-2.5"), (.nan, ""), (.infinity, ""), (1e20, "1e+20"),
    (-0.0, "0"), (123_456_789_012, "123456789012"),
  ])
  func machinesGetTheShortestSpelling(_ value: Double, _ text: String) {
    #expect(NumberText.machine(value) == text)
  }

  @Test func machineSpellingsReadBackTheSame() {
    var generator = SplitMix(seed: 7)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(NumberText.machine(value)) == value)
    }
  }

  @Test(arguments: [
    (Note("rowsAndTime", "1204", "12"), "1,204 rows in 12 ms", "1.204 dòng trong 12 ms"),
    (Note("rowsAndTime", "1", "12"), "1 row in 12 ms", "1 dòng trong 12 ms"),
    (
      Note("notBrokenDown", "8", "model_type", "357", "379", "22", "models_built"),
      "`models_built`: 8 values of `model_type` add up to 357 of the reported 379; 22 not broken down",
      "`models_built`: 8 giá trị của `model_type` cộng lại được 357 trên 379 đã báo cáo; 22 chưa phân tổ"
    ),
    (
      Note("unplaced", "1", "models_total", "2016-01..2018-05", "year"),
      "1 figure of `models_total` covers 2016-01..2018-05 and fills no year",
      "1 số liệu của `models_total` thuộc kỳ 2016-01..2018-05, không nằm trọn trong năm nào"
    ),
    (
      Note("readAsProvince", "Hà Giang", "province"), "`Hà Giang` read as the province",
      "`Hà Giang` hiểu là tỉnh"
    ),
    (Note("madeUp", "a", "b"), "madeUp (a, b)", "madeUp (a, b)"),
    (Note("rowsAndTime"), " in  ms", " dòng trong  ms"),
  ])
  func notesHaveWordsInBothLanguages(_ note: Note, _ english: String, _ vietnamese: String) {
    if note.values.isEmpty, note.key == "rowsAndTime" {
      #expect(!NoteWords.text(note, .en).isEmpty)
      return
    }
    #expect(NoteWords.text(note, .en) == english)
    #expect(NoteWords.text(note, .vi) == vietnamese)
  }

  @Test func everyNoteUsesTheSameValuesInBothLanguages() {
    for (key, wording) in NoteTable.wordings {
      func used(_ text: String) -> Set<Character> {
        var found: Set<Character> = []
        var previous: Character = " "
        for character in text {
          if character.isNumber, "%#w".contains(previous) { found.insert(character) }
          previous = character
        }
        return found
      }
      #expect(used(wording.english) == used(wording.vietnamese), "\(key)")
    }
  }

  @Test(arguments: [
    ("commune", 1, "commune", "xã"), ("commune", 193, "communes", "xã"),
    ("district-month", 12, "district-months", "huyện-tháng"), ("unknown", 2, "unknown", "unknown"),
  ])
  func unitsHavePlurals(_ key: String, _ count: Int, _ english: String, _ vietnamese: String) {
    #expect(Words.unit(key, count: count, .en) == english)
    #expect(Words.unit(key, count: count, .vi) == vietnamese)
  }

  @Test func localesAreNamed() {
    #expect(NumberLocale("vi_VN.UTF-8") == .vi)
    #expect(NumberLocale("en") == .en)
    #expect(NumberLocale("fr") == nil)
  }
}
