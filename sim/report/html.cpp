#include "sim/report/html.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr const char* style = R"(
body{font:15px/1.45 "Noto Sans","Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1b1f24;max-width:960px;margin:2em auto;padding:0 1em}
h1{font-size:1.7em;margin:.2em 0}h2{font-size:1.2em;border-bottom:2px solid #2b5b84;margin-top:1.8em}h3{font-size:1em;margin:1em 0 .3em}
table{border-collapse:collapse;margin:.6em 0;width:100%}th,td{padding:.25em .6em;border-bottom:1px solid #c9d2da;text-align:left;vertical-align:top}
th{background:#eef2f5}.answer{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:.7em;margin:1em 0}
.answer div{border:1px solid #c9d2da;border-left:5px solid #2b5b84;padding:.5em .8em}.answer b{display:block;font-size:1.45em}.answer b.long{font-size:1em}
.bad{border-left-color:#b3261e!important;color:#8c1d18}svg{display:block;max-width:100%;height:auto;margin:.5em 0}td code{overflow-wrap:anywhere}.inputs{font-size:12px}.inputs td{padding:.05em .6em}.inputs code{white-space:nowrap}td:first-child{min-width:5em}pre{white-space:pre-wrap;background:#f5f7f9;padding:1em;font-size:12px}
.key span{display:inline-block;margin-right:1.2em}.key i{display:inline-block;width:1em;height:1em;margin-right:.4em;vertical-align:-2px;border:1px solid #777}
.small{color:#57606a;font-size:13px}@media print{body{margin:0;max-width:none;font-size:11pt}h2,h3,.key,h2+p,h3+p{break-after:avoid}svg{max-height:225mm}.curves svg{max-height:67mm}tr,svg,.answer div{break-inside:avoid}@page{size:A4;margin:16mm}}
)";

}  // namespace

std::string table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return "";
  std::string out = "<table><thead><tr>";
  for (const std::string& head : heads) out += "<th>" + escaped(head) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += "<td>" + cell + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string filled_table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> kept(rows.size());
  for (size_t c = 0; c < heads.size(); ++c) {
    if (std::ranges::all_of(rows, [c](const auto& row) { return row[c].empty(); })) continue;
    names.push_back(heads[c]);
    for (size_t r = 0; r < rows.size(); ++r) kept[r].push_back(rows[r][c]);
  }
  return table(names, kept);
}

std::string duration(double seconds) {
  const double tenths = std::round(std::abs(seconds) * 10);
  const auto minutes = static_cast<int64_t>(tenths / 600);
  const double rest = (tenths - 600 * static_cast<double>(minutes)) / 10;
  const char* sign = seconds < 0 && tenths > 0 ? "-" : "";
  if (minutes >= 120) return fmt::format("{}{} h {} min {:.1f} s", sign, minutes / 60, minutes % 60, rest);
  return minutes == 0 ? fmt::format("{}{:.1f} s", sign, rest) : fmt::format("{}{} min {:.1f} s", sign, minutes, rest);
}

std::string html_page(Language language, std::string_view kind, const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\">"
      "<title>{}</title><style>{}</style></head><body>\n<p class=\"small\">muster - "
      "{}</p><h1>{}</h1>\n{}</body></html>\n",
      language == Language::chinese ? "zh-CN" : "en", escaped(title), style, escaped(translate(kind, language)),
      escaped(title), body);
}

}  // namespace muster::sim
