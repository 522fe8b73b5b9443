// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The one table of the words of the language, English first.
enum VocabularyTable {
  typealias Entry = VocabularyEntry

  static let entries: [Entry] =
    openings + verbs + clauses + dimensions + words + operations + reportWords

  private static let openings: [Entry] = [
    Entry("series", [.opening], ["chuỗi", "chuỗi số liệu", "số liệu"]),
    Entry("let", [.opening], ["đặt", "cho biết"]),
  ]

  private static let verbs: [Entry] = [
    Entry("where", [.verb, .connective, .seriesClause], ["lọc", "với điều kiện"]),
    Entry("select", [.verb], ["chọn", "chọn cột"]),
    Entry("derive", [.verb], ["thêm cột", "tính thêm"]),
    Entry("summarise", [.verb], ["tổng hợp", "tóm tắt"], also: ["summarize"]),
    Entry("sort", [.verb], ["sắp xếp", "xếp"]),
    Entry("take", [.verb], ["lấy"]),
    Entry("top", [.verb], ["đầu bảng", "đứng đầu"]),
    Entry("distinct", [.verb], ["không trùng", "bỏ trùng"]),
    Entry("join", [.verb], ["ghép", "nối"]),
    Entry("union", [.verb], ["gộp", "hợp"]),
    Entry("diff", [.verb], ["tìm khác biệt", "khác biệt"]),
    Entry("pivot", [.verb], ["xoay", "xoay bảng"]),
    Entry("unpivot", [.verb], ["duỗi", "duỗi bảng"]),
    Entry("rename", [.verb], ["đổi tên"]),
    Entry("fill", [.verb], ["điền", "điền chỗ thiếu"]),
    Entry("describe", [.verb], ["mô tả"]),
    Entry("share", [.verb], ["cơ cấu", "tỷ trọng", "tỉ trọng"]),
    Entry("change", [.verb], ["biến động", "thay đổi", "tăng giảm"]),
    Entry("rolling", [.verb], ["trượt"]),
    Entry("cumulative", [.verb], ["lũy kế", "luỹ kế", "cộng dồn"]),
    Entry("shift", [.verb], ["dịch kỳ", "dịch"]),
    Entry("index", [.verb], ["chỉ số"]),
    Entry("trend", [.verb], ["xu hướng", "xu thế"]),
    Entry("correlate", [.verb], ["tương quan"]),
    Entry("compare", [.verb], ["so sánh"]),
    Entry("rank", [.verb], ["xếp hạng"]),
    Entry("funnel", [.verb], ["phễu", "biểu đồ phễu"]),
    Entry("breaks", [.verb], ["điểm gãy"]),
    Entry("seasonal", [.verb], ["mùa vụ", "thời vụ"]),
    Entry("outliers", [.verb], ["bất thường", "ngoại lai"]),
    Entry("forecast", [.verb], ["dự báo"]),
    Entry("regress", [.verb], ["hồi quy"]),
    Entry("study", [.verb], ["đánh giá tác động", "nghiên cứu"]),
    Entry("inequality", [.verb], ["chênh lệch", "bất bình đẳng"]),
    Entry("check", [.verb], ["kiểm tra"]),
    Entry("reconcile", [.verb], ["đối soát", "đối chiếu"]),
    Entry("conflicts", [.verb], ["mâu thuẫn"]),
    Entry("coverage", [.verb], ["độ phủ", "độ bao phủ"]),
    Entry("chart", [.verb], ["biểu đồ", "vẽ"]),
    Entry("export", [.verb], ["xuất", "xuất tệp"]),
    Entry("why", [.verb], ["vì sao", "tại sao"]),
    Entry("explain", [.verb], ["giải thích"]),
  ]

  private static let clauses: [Entry] = [
    Entry("by", [.connective, .seriesClause], ["theo", "theo từng"]),
    Entry("in", [.connective, .seriesClause], ["tại"]),
    Entry("during", [.connective, .seriesClause], ["trong", "trong kỳ"]),
    Entry("from", [.opening, .connective, .seriesClause], ["từ", "từ bảng"]),
    Entry("on boundaries", [.seriesClause], ["theo địa giới", "theo ranh giới"]),
    Entry("known on", [.seriesClause], ["tính đến", "tính đến ngày"]),
    Entry("calendar", [.connective, .seriesClause], ["lịch", "theo lịch"]),
    Entry("prefer", [.seriesClause], ["ưu tiên"]),
    Entry("matched", [.seriesClause], ["cùng phạm vi"]),
    Entry("on", [.connective], ["trên"]),
    Entry("known", [.connective]),
    Entry("as", [.connective], ["gọi là", "đặt tên"]),
    Entry("of", [.connective], ["của"]),
    Entry("vs", [.connective], ["so với"]),
    Entry("with", [.connective], ["với"]),
    Entry("per", [.connective], ["trên mỗi", "tính trên"]),
    Entry("within", [.connective], ["trong từng", "trong mỗi"]),
    Entry("over", [.connective], ["qua"]),
    Entry("to", [.connective], ["đến"]),
    Entry("for", [.connective], ["cho"]),
    Entry("effects", [.connective], ["hiệu ứng"]),
    Entry("lag", [.connective], ["độ trễ", "trễ"]),
    Entry("limit", [.connective], ["giới hạn", "tối đa"]),
    Entry("including", [.connective], ["kể cả", "gồm cả"]),
    Entry("given", [.connective], ["khi biết"]),
  ]

  private static let dimensions: [Entry] = [
    Entry("country", [.dimension], ["cả nước", "toàn quốc"]),
    Entry("region", [.dimension], ["vùng"]),
    Entry("province", [.dimension], ["tỉnh"]),
    Entry("district", [.dimension], ["huyện"]),
    Entry("commune", [.dimension], ["xã"]),
    Entry("village", [.dimension], ["thôn"]),
    Entry("place", [.dimension], ["nơi", "địa bàn"]),
    Entry("period", [.dimension], ["kỳ"]),
    Entry("year", [.dimension, .word], ["năm"], also: ["years"]),
    Entry("half", [.dimension, .word], ["nửa năm"], also: ["halves"]),
    Entry("quarter", [.dimension, .word], ["quý"], also: ["quarters"]),
    Entry("month", [.dimension, .word], ["tháng"], also: ["months"]),
    Entry("week", [.dimension, .word], ["tuần"], also: ["weeks"]),
    Entry("day", [.dimension, .word], ["ngày"], also: ["days"]),
  ]
}
