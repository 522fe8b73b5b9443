// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The words inside verbs and expressions.
extension VocabularyTable {
  static let words: [Entry] = [
    Entry("same period", [.word], ["cùng kỳ", "cùng kỳ năm trước"]),
    Entry("previous", [.word], ["kỳ trước", "liền kề", "kỳ liền trước"]),
    Entry("rest", [.word], ["còn lại", "phần còn lại"]),
    Entry("time", [.word], ["thời gian"]),
    Entry("target", [.word, .function], ["chỉ tiêu"]),
    Entry("mean", [.word, .function], ["trung bình", "bình quân"]),
    Entry("median", [.word, .function], ["trung vị"]),
    Entry("sum", [.word, .function], ["tổng"]),
    Entry("min", [.word, .function], ["nhỏ nhất"]),
    Entry("max", [.word, .function], ["lớn nhất"]),
    Entry("count", [.word, .function], ["đếm"]),
    Entry("last", [.word, .function], ["cuối"]),
    Entry("remainder", [.word], ["phần chênh"]),
    Entry("linear", [.word], ["tuyến tính"]),
    Entry("left", [.word], ["trái"]),
    Entry("inner", [.word], ["chung"]),
    Entry("asof", [.word], ["gần nhất"]),
    Entry("treated", [.word], ["áp dụng"]),
    Entry("line", [.word], ["đường"]),
    Entry("bar", [.word], ["cột"]),
    Entry("scatter", [.word], ["điểm"]),
    Entry("plan", [.word], ["kế hoạch"]),
    Entry("optimised", [.word], ["tối ưu"], also: ["optimized"]),
    Entry("physical", [.word], ["vật lý"]),
    Entry("profile", [.word], ["đo thời gian"]),
    Entry("old", [.word], ["cũ"]),
    Entry("new", [.word], ["mới"]),
    Entry("civil", [.word], ["dương lịch"]),
    Entry("police", [.word], ["công an"]),
  ]

  static let reportWords: [Entry] = [
    Entry("first part", [.report], ["đầu"]),
    Entry("last part", [.report], ["cuối"]),
    Entry("half of", [.report], ["nửa"]),
    Entry("recent", [.report], ["gần đây", "gần nhất", "vừa qua"]),
    Entry("past", [.report], ["qua"]),
  ]

  static let operations: [Entry] = [
    Entry("and", [.operation], ["và"]),
    Entry("or", [.operation], ["hoặc"]),
    Entry("not", [.operation], ["không phải"]),
    Entry("is", [.operation], ["là"]),
    Entry("certainly", [.operation], ["chắc chắn"]),
    Entry("possibly", [.operation], ["có thể"]),
    Entry("true", [.operation]),
    Entry("false", [.operation]),
    Entry("missing", [.predicate], ["thiếu", "còn thiếu"]),
    Entry("not reported", [.predicate], ["không báo cáo", "chưa báo cáo"]),
    Entry("not applicable", [.predicate], ["không áp dụng"]),
    Entry("zero", [.predicate, .word], ["bằng không"]),
    Entry("partial", [.predicate, .word], ["một phần"]),
    Entry("approximate", [.predicate], ["xấp xỉ", "gần đúng"]),
    Entry("conflict", [.predicate], ["mâu thuẫn", "xung đột"]),
  ]
}
