// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// One wording in each language.
package struct Wording: Hashable, Sendable {
  package let english: String
  package let vietnamese: String

  package init(_ english: String, _ vietnamese: String) {
    self.english = english
    self.vietnamese = vietnamese
  }

  package subscript(_ locale: NumberLocale) -> String {
    locale.language == .vietnamese ? vietnamese : english
  }
}

/// Every single word that a person reads in a result, in English and Vietnamese. The sentences of
/// the note line stand in `NoteWords`.
package enum Words {
  /// A word or phrase in the reader's language; itself where the table does not know it.
  package static func word(_ key: String, _ locale: NumberLocale) -> String {
    if let wording = phrases[key] ?? statisticsPhrases[key] { return wording[locale] }
    guard let unit = units[key] else { return key }
    return locale.language == .vietnamese ? unit.vietnamese : unit.one
  }

  /// What a coverage counts, in the number that `count` asks for: `communes`, `xã`. Parts of a
  /// unit made of two (`district-month`) are looked up each.
  package static func unit(_ key: String, count: Int, _ locale: NumberLocale) -> String {
    let parts = key.split(separator: "-", omittingEmptySubsequences: true).map(String.init)
    guard parts.count > 1 else { return singleUnit(key, count: count, locale) }
    let heads = parts.dropLast().map { singleUnit($0, count: 1, locale) }
    return (heads + [singleUnit(parts[parts.count - 1], count: count, locale)])
      .joined(separator: "-")
  }

  private static func singleUnit(_ key: String, count: Int, _ locale: NumberLocale) -> String {
    guard let unit = units[key] else { return key }
    if locale.language == .vietnamese { return unit.vietnamese }
    return count == 1 ? unit.one : unit.many
  }

  /// Levels of place, grains of time and other things that are counted.
  static let units: [String: (one: String, many: String, vietnamese: String)] = [
    "country": ("country", "countries", "quốc gia"),
    "region": ("region", "regions", "vùng"),
    "province": ("province", "provinces", "tỉnh"),
    "district": ("district", "districts", "huyện"),
    "commune": ("commune", "communes", "xã"),
    "village": ("village", "villages", "thôn"),
    "place": ("place", "places", "địa bàn"),
    "year": ("year", "years", "năm"),
    "half": ("half-year", "half-years", "nửa năm"),
    "quarter": ("quarter", "quarters", "quý"),
    "month": ("month", "months", "tháng"),
    "week": ("week", "weeks", "tuần"),
    "day": ("day", "days", "ngày"),
    "period": ("period", "periods", "kỳ"),
    "part": ("part", "parts", "phần"),
    "row": ("row", "rows", "dòng"),
    "column": ("column", "columns", "cột"),
    "cell": ("cell", "cells", "ô"),
    "observation": ("observation", "observations", "số liệu"),
  ]

  /// Verdicts, statuses, headers and the words inside cells.
  static let phrases: [String: Wording] = [
    // Inside cells.
    "notRolledUp": Wording("not rolled up", "không cộng gộp"),
    "notApplicable": Wording("n/a", "không áp dụng"),
    "vs": Wording("vs", "so với"),
    "true": Wording("yes", "có"),
    "false": Wording("no", "không"),
    // Verdicts and statuses.
    "increase": Wording("increase", "tăng"),
    "decrease": Wording("decrease", "giảm"),
    "no clear change": Wording("no clear change", "chưa rõ tăng giảm"),
    "too few to judge": Wording("too few to judge", "quá ít để kết luận"),
    "too little data": Wording("too little data", "quá ít số liệu"),
    "base zero": Wording("base zero", "gốc bằng 0"),
    "no base": Wording("no base", "không có gốc so sánh"),
    "no variation": Wording("no variation", "không biến thiên"),
    "above": Wording("above", "cao hơn"),
    "below": Wording("below", "thấp hơn"),
    "as expected": Wording("as expected", "như dự kiến"),
    "differs": Wording("differs", "lệch"),
    "agrees": Wording("agrees", "khớp"),
    "matches": Wording("matches", "khớp"),
    "cannot be checked": Wording("cannot be checked", "không kiểm tra được"),
    "ok": Wording("ok", "đạt"),
    "incomplete": Wording("incomplete", "chưa đủ các phần"),
    "complete": Wording("complete", "đủ"),
    "not reported": Wording("not reported", "không báo cáo"),
    // How an observation was used.
    "reported": Wording("reported", "báo cáo trực tiếp"),
    "part over time": Wording("part over time", "cộng theo thời gian"),
    "part over places": Wording("part over places", "cộng theo địa bàn"),
    "part of breakdown": Wording("part of breakdown", "cộng theo phân tổ"),
    "added for the remainder": Wording("added for the remainder", "cộng để tính phần còn lại"),
    "subtracted for the remainder": Wording(
      "subtracted for the remainder", "trừ để tính phần còn lại"),
    "alternative, not used": Wording("alternative, not used", "nguồn khác, không dùng"),
    "not used: a reported figure stands": Wording(
      "not used: a reported figure stands", "không dùng: đã có số báo cáo trực tiếp"),
    "not used: another way covers more": Wording(
      "not used: another way covers more", "không dùng: cách khác đủ hơn"),
    "not used: its period does not fit": Wording(
      "not used: its period does not fit", "không dùng: kỳ số liệu không khớp"),
    "not used: a later date stands": Wording(
      "not used: a later date stands", "không dùng: có số ngày sau"),
    "not used: a shorter period stands": Wording(
      "not used: a shorter period stands", "không dùng: có số của kỳ ngắn hơn"),
    "not used: it does not add up": Wording(
      "not used: it does not add up", "không dùng: không cộng được"),
    "not used: its place is not named": Wording(
      "not used: its place is not named", "không dùng: địa bàn không nêu tên"),
    // Why values are not rolled up.
    "reported percentages have no base to weigh them by": Wording(
      "reported percentages have no base to weigh them by",
      "tỷ lệ tăng giảm báo cáo không có số gốc để gộp"),
    "shares without their base cannot be weighed": Wording(
      "shares without their base cannot be weighed", "tỷ trọng không có mẫu số thì không gộp được"),
    "rates without their parts cannot be weighed": Wording(
      "rates without their parts cannot be weighed",
      "tỷ suất không có tử số và mẫu số thì không gộp được"),
    "nothing says how its values add up": Wording(
      "nothing says how its values add up", "chưa khai báo cách cộng gộp"),
    "its values do not add up": Wording(
      "its values do not add up", "các giá trị không cộng được"),
    // Marks.
    "partial": Wording("partial", "chưa đủ"),
    "approximate": Wording("approximate", "gần đúng"),
    "at least": Wording("at least", "ít nhất"),
    "at most": Wording("at most", "nhiều nhất"),
    "conflict": Wording("conflict", "mâu thuẫn"),
    "parts": Wording("parts", "cộng từ các phần"),
    "held": Wording("held", "giữ từ kỳ dài hơn"),
    "derived": Wording("derived", "suy ra"),
    "not applicable": Wording("not applicable", "không áp dụng"),
    "not rolled up": Wording("not rolled up", "không cộng gộp"),
    "older date": Wording("older date", "ngày cũ hơn"),
    "provisional": Wording("provisional", "sơ bộ"),
    "simulated": Wording("simulated", "mô phỏng"),
    // Headers.
    "term": Wording("term", "chỉ tiêu"),
    "indicator": Wording("indicator", "chỉ tiêu"),
    "level": Wording("level", "cấp"),
    "value": Wording("value", "giá trị"),
    "base": Wording("base", "gốc"),
    "difference": Wording("difference", "chênh lệch"),
    "percent": Wording("percent", "phần trăm"),
    "verdict": Wording("verdict", "kết luận"),
    "contribution": Wording("contribution", "đóng góp"),
    "estimate": Wording("estimate", "ước lượng"),
    "low": Wording("low", "thấp"),
    "high": Wording("high", "cao"),
    "method": Wording("method", "phương pháp"),
    "status": Wording("status", "trạng thái"),
    "marks": Wording("marks", "ghi chú"),
    "rank": Wording("rank", "hạng"),
    "document": Wording("document", "văn bản"),
    "source": Wording("source", "nguồn"),
    "unit": Wording("unit", "đơn vị"),
    "note": Wording("note", "ghi chú"),
    // Units of measure.
    "points": Wording("points", "điểm %"),
    "people": Wording("people", "người"),
    "persons": Wording("persons", "người"),
    "person-times": Wording("person-times", "lượt người"),
    "households": Wording("households", "hộ"),
    "cases": Wording("cases", "vụ"),
  ]

  /// A column's header in the reader's language, part by part of a composed name: `verdict` of
  /// `crime_cases_verdict` stays where it is, since queries spell the whole name.
  package static func header(_ name: String, _ locale: NumberLocale) -> String {
    guard locale.language == .vietnamese else { return name }
    return word(name, locale)
  }
}
