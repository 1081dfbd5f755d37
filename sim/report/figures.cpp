#include "sim/report/figures.h"

#include "sim/report/html.h"
#include "sim/report/messages/messages.h"

#include <fmt/format.h>

namespace muster::sim {

std::string Figures::heading(std::string_view english) const { return "<h2>" + escaped(say(english)) + "</h2>\n"; }

std::string Figures::part(std::string_view english) const { return "<h3>" + escaped(say(english)) + "</h3>\n"; }

std::string Figures::told(const std::string& english) const {
  return escaped(language_ == Language::chinese ? in_chinese(english) : english);
}

std::string Figures::told_at(const std::string& pointer) const {
  return has(pointer) ? told(at(pointer).get<std::string>()) : "";
}

std::string Figures::text(const std::string& pointer) const {
  return has(pointer) ? escaped(at(pointer).get<std::string>()) : "";
}

std::string Figures::figure(const std::string& pointer, const std::string& shown) const {
  return fmt::format("<data value=\"{}\" data-from=\"{}\">{}</data>", at(pointer).dump(), pointer, shown);
}

std::string Figures::time(const std::string& pointer) const {
  return has(pointer) ? figure(pointer, duration(number(pointer))) : "";
}

std::string Figures::value(const std::string& pointer, const char* format, const char* unit) const {
  if (!has(pointer)) return "";
  const nlohmann::ordered_json& it = at(pointer);
  const std::string shown = it.is_number_integer() ? it.dump() : fmt::format(fmt::runtime(format), it.get<double>());
  return figure(pointer, shown + unit);
}

std::string Figures::expected(const std::string& pointer) const {
  if (!has(pointer)) return "";
  const double people = number(pointer);
  if (people > 0 && people < 0.01) return figure(pointer, "&lt; 0.01");
  return figure(pointer, fmt::format("{:.{}f}", people, people >= 1 ? 1 : 2));
}

std::string Figures::place(const std::string& pointer) const {
  std::string list;
  for (size_t i = 0; i < count(pointer); ++i)
    list += (i > 0 ? ", " : "") + value(fmt::format("{}/{}", pointer, i), "{:.1f}");
  return list;
}

}  // namespace muster::sim
