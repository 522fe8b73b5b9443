// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Words {
  /// Whether the table has the word.
  static func isKnown(_ key: String) -> Bool {
    phrases[key] != nil || statisticsPhrases[key] != nil || units[key] != nil
  }

  /// Statuses, methods and headers of the statistics verbs.
  static let statisticsPhrases: [String: Wording] = [
    // Why a row says little or nothing.
    "no value": Wording("no value", "không có số liệu"),
    "few points": Wording("few points", "ít điểm"),
    "n is too small: no values": Wording(
      "n is too small: no values", "n quá nhỏ: không có số liệu"),
    "n is too small: no place has both": Wording(
      "n is too small: no place has both", "n quá nhỏ: không nơi nào có đủ hai số"),
    "n is too small: no period has both": Wording(
      "n is too small: no period has both", "n quá nhỏ: không kỳ nào có đủ hai số"),
    "n is too small: one point": Wording("n is too small: one point", "n quá nhỏ: một điểm"),
    "n is too small: two points": Wording("n is too small: two points", "n quá nhỏ: hai điểm"),
    "n is too small: three points": Wording(
      "n is too small: three points", "n quá nhỏ: ba điểm"),
    "n is too small: fewer than five": Wording(
      "n is too small: fewer than five", "n quá nhỏ: chưa đến năm"),
    "perfect fit": Wording("perfect fit", "khớp hoàn toàn"),
    "periods of unlike length": Wording("periods of unlike length", "các kỳ dài ngắn khác nhau"),
    "a period occurs twice": Wording("a period occurs twice", "một kỳ xuất hiện hai lần"),
    "not whole counts": Wording("not whole counts", "không phải số đếm nguyên"),
    "all counts are zero": Wording("all counts are zero", "mọi số đếm bằng không"),
    "exposure is missing or zero": Wording(
      "exposure is missing or zero", "mẫu số thiếu hoặc bằng không"),
    "the fit does not settle": Wording("the fit does not settle", "phép tính không hội tụ"),
    "needs two years of months or quarters": Wording(
      "needs two years of months or quarters", "cần ít nhất hai năm số liệu tháng hoặc quý"),
    "more values than this method takes": Wording(
      "more values than this method takes", "quá nhiều giá trị cho phương pháp này"),
    "not defined for these values": Wording(
      "not defined for these values", "không xác định với các giá trị này"),
    "no more variation than chance": Wording(
      "no more variation than chance", "khác biệt không quá ngẫu nhiên"),
    "no row for this place": Wording("no row for this place", "không có dòng của địa bàn này"),
    // Verdicts.
    "higher": Wording("higher", "cao hơn"),
    "lower": Wording("lower", "thấp hơn"),
    "no clear difference": Wording("no clear difference", "chưa rõ khác biệt"),
    "consistent": Wording("consistent", "khớp"),
    "not consistent": Wording("not consistent", "không khớp"),
    "cannot tell": Wording("cannot tell", "chưa thể kết luận"),
    "within": Wording("within", "trong giới hạn"),
    "above 95 %": Wording("above 95 %", "trên giới hạn 95 %"),
    "above 99.8 %": Wording("above 99.8 %", "trên giới hạn 99,8 %"),
    "below 95 %": Wording("below 95 %", "dưới giới hạn 95 %"),
    "below 99.8 %": Wording("below 99.8 %", "dưới giới hạn 99,8 %"),
    // Methods.
    "least squares": Wording("least squares", "bình phương tối thiểu"),
    "Mann-Kendall, Sen slope": Wording("Mann-Kendall, Sen slope", "Mann-Kendall, độ dốc Sen"),
    "Theil-Sen, Mann-Kendall, exact": Wording(
      "Theil-Sen, Mann-Kendall, exact", "Theil-Sen, Mann-Kendall, chính xác"),
    "Mann-Kendall, Sen slope, exact": Wording(
      "Mann-Kendall, Sen slope, exact", "Mann-Kendall, độ dốc Sen, chính xác"),
    "Mann-Kendall, Sen slope, Hamed-Rao with 3 lags": Wording(
      "Mann-Kendall, Sen slope, Hamed-Rao with 3 lags",
      "Mann-Kendall, độ dốc Sen, Hamed-Rao 3 độ trễ"),
    "seasonal Mann-Kendall": Wording("seasonal Mann-Kendall", "Mann-Kendall theo mùa"),
    "seasonal Mann-Kendall, Hirsch-Slack": Wording(
      "seasonal Mann-Kendall, Hirsch-Slack", "Mann-Kendall theo mùa, Hirsch-Slack"),
    "quasi-Poisson, rate": Wording("quasi-Poisson, rate", "quasi-Poisson, tỷ suất"),
    "Pearson and Spearman": Wording("Pearson and Spearman", "Pearson và Spearman"),
    "Pearson and Spearman of repeated measures": Wording(
      "Pearson and Spearman of repeated measures", "Pearson và Spearman trong từng địa bàn"),
    "Pearson of repeated measures": Wording(
      "Pearson of repeated measures", "Pearson trong từng địa bàn"),
    "Spearman of repeated measures": Wording(
      "Spearman of repeated measures", "Spearman trong từng địa bàn"),
    "partial Pearson and Spearman": Wording(
      "partial Pearson and Spearman", "Pearson và Spearman riêng phần"),
    "partial Pearson": Wording("partial Pearson", "Pearson riêng phần"),
    "partial Spearman": Wording("partial Spearman", "Spearman riêng phần"),
    "Spearman, exact": Wording("Spearman, exact", "Spearman, chính xác"),
    "Kendall tau-b, exact": Wording("Kendall tau-b, exact", "Kendall tau-b, chính xác"),
    "mid-P, counts": Wording("mid-P, counts", "mid-P, số đếm"),
    "mid-P, rates": Wording("mid-P, rates", "mid-P, tỷ suất"),
    "paired t over periods": Wording("paired t over periods", "t ghép cặp theo kỳ"),
    "Welch t": Wording("Welch t", "t của Welch"),
    // What a check is about.
    "reported percent": Wording("reported percent", "tỷ lệ đã báo cáo"),
    "percent and counts": Wording("percent and counts", "tỷ lệ và số đếm"),
    "parts and total": Wording("parts and total", "các phần và tổng"),
    "share and its parts": Wording("share and its parts", "tỷ lệ và tử số, mẫu số"),
    "remark": Wording("remark", "ghi chú"),
    // Headers.
    "other": Wording("other", "chỉ tiêu kia"),
    "first": Wording("first", "kỳ đầu"),
    "last": Wording("last", "kỳ cuối"),
    "each": Wording("each", "mỗi"),
    "places": Wording("places", "số địa bàn"),
    "detrended": Wording("detrended", "khử xu hướng"),
    "dispersion": Wording("dispersion", "phân tán"),
    "finding": Wording("finding", "nhận xét"),
    "what": Wording("what", "kiểm tra gì"),
    "other_value": Wording("other_value", "giá trị kia"),
    "other_rate": Wording("other_rate", "tỷ suất kia"),
    "rate": Wording("rate", "tỷ suất"),
    "per 100,000": Wording("per 100,000", "trên 100.000"),
  ]
}
