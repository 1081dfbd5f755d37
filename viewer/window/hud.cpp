#include "viewer/window/hud.h"

#include "base/round_number.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>

#include <fmt/format.h>
#include <imgui/imgui.h>

namespace muster::viewer {

namespace {

constexpr ImU32 ink = IM_COL32(24, 28, 34, 255), pale = IM_COL32(24, 28, 34, 170), paper = IM_COL32(255, 255, 255, 205);

ImU32 colour_of(const Rgb& c) { return ImGui::ColorConvertFloat4ToU32({c[0], c[1], c[2], 1}); }

/// Draws texts of one size, on paper where asked.
class Pen {
 public:
  explicit Pen(float size) : size_(size), list_(ImGui::GetForegroundDrawList()) {}

  ImDrawList& list() { return *list_; }
  float size() const { return size_; }
  ImVec2 extent(const std::string& text, float by = 1) const {
    return ImGui::GetFont()->CalcTextSizeA(size_ * by, 1e9f, 0, text.c_str());
  }
  void write(ImVec2 at, const std::string& text, ImU32 colour = ink, float by = 1) {
    list_->AddText(ImGui::GetFont(), size_ * by, at, colour, text.c_str());
  }
  void card(ImVec2 low, ImVec2 high) { list_->AddRectFilled(low, high, paper, size_ * 0.3f); }

 private:
  float size_;
  ImDrawList* list_;
};

std::string clock_of(double time) {
  const auto tenths = static_cast<int64_t>(std::floor(std::abs(time) * 10 + 0.5));
  const int64_t minutes = tenths / 600;
  return fmt::format("{}{}:{:04.1f}", time < 0 && tenths > 0 ? "-" : "", minutes,
                     static_cast<double>(tenths % 600) / 10);
}

/// Title on the left, clock and counts on the right.
void draw_heading(Pen& pen, const Pane& pane, const Replay& replay, const Show& what, const Stage& stage,
                  const Words& words) {
  const float gap = pen.size() * 0.6f;
  std::string title = replay.info().title.empty() ? replay.info().case_path : replay.info().title;
  const bool whole = what.from == Show::From::overlook || what.from == Show::From::plan;
  if (what.storey && whole) title += "  -  " + replay.floors().storeys[*what.storey].name;
  const double time = stage.bodies().time;
  const std::string clock = clock_of(time);
  const auto placed = static_cast<int64_t>(replay.people().size());
  std::string counts = fmt::format("{} {} {} {}", words("out"), replay.out_by(time), words("of"), placed);
  if (stage.extinction() > 0.01) counts += fmt::format("  {} {:.2f} /m", words("smoke"), stage.extinction());
  const ImVec2 c = pen.extent(clock, 1.5f), n = pen.extent(counts), t = pen.extent(title, 1.15f);
  const float wide = std::max(c.x, n.x) + 2 * gap, right = pane.left + pane.width - gap;
  pen.card({right - wide, gap}, {right, gap + c.y + n.y + gap});
  pen.write({right - gap - c.x, gap * 1.2f}, clock, ink, 1.5f);
  pen.write({right - gap - n.x, gap * 1.4f + c.y}, counts, pale);
  pen.card({pane.left + gap, gap}, {pane.left + 3 * gap + t.x, 2 * gap + t.y});
  pen.write({pane.left + 2 * gap, gap * 1.5f}, title, ink, 1.15f);
}

/// One legend above `bottom`; returns where the next one ends.
float draw_legend(Pen& pen, float left, float bottom, const Legend& legend, const Words& words, bool logarithmic) {
  const float gap = pen.size() * 0.6f, line = pen.size() * 1.25f, bar = pen.size() * 11;
  const std::string title = words(legend.title) + (legend.unit.empty() ? "" : fmt::format(" [{}]", legend.unit));
  if (legend.kinds.empty()) {
    const float top = bottom - 2 * gap - 2 * line - pen.size() * 0.9f;
    pen.card({left, top}, {left + bar + 2 * gap, bottom});
    pen.write({left + gap, top + gap * 0.6f}, title);
    const float y = top + gap + line;
    constexpr int parts = 64;
    for (int k = 0; k < parts; ++k) {
      const float x0 = left + gap + bar * static_cast<float>(k) / parts,
                  x1 = left + gap + bar * static_cast<float>(k + 1) / parts;
      pen.list().AddRectFilled({x0, y}, {x1, y + pen.size() * 0.8f}, colour_of(viridis((k + 0.5) / parts)));
    }
    const auto tick = [&](double part) {
      const double value = logarithmic ? legend.low * std::pow(legend.high / legend.low, part)
                                       : legend.low + part * (legend.high - legend.low);
      const std::string text = fmt::format("{:.3g}", value);
      const float x = left + gap + bar * static_cast<float>(part) - pen.extent(text).x * static_cast<float>(part);
      pen.write({x, y + pen.size() * 0.9f}, text, pale);
    };
    for (const double part : {0.0, 0.5, 1.0}) tick(part);
    return top - gap;
  }
  constexpr size_t most = 10;
  const size_t shown = std::min(legend.kinds.size(), most);
  const bool more = shown < legend.kinds.size();
  float wide = pen.extent(title).x;
  for (size_t k = 0; k < shown; ++k) wide = std::max(wide, line + pen.extent(words(legend.kinds[k].name)).x);
  const float top = bottom - gap - line * static_cast<float>(shown + 1 + static_cast<size_t>(more)) - gap * 0.4f;
  pen.card({left, top}, {left + wide + 2 * gap, bottom});
  pen.write({left + gap, top + gap * 0.6f}, title);
  float y = top + gap * 0.6f + line;
  for (size_t k = 0; k < shown; ++k, y += line) {
    pen.list().AddCircleFilled({left + gap + line * 0.35f, y + line * 0.4f}, pen.size() * 0.35f,
                               colour_of(legend.kinds[k].colour));
    pen.write({left + gap + line, y}, words(legend.kinds[k].name), pale);
  }
  if (more) pen.write({left + gap, y}, fmt::format("... {}", legend.kinds.size()), pale);
  return top - gap;
}

/// The lines of a field's levels, below one another; returns where the next legend ends.
float draw_levels(Pen& pen, float left, float bottom, const std::vector<Level>& levels) {
  if (levels.empty()) return bottom;
  const float gap = pen.size() * 0.6f, line = pen.size() * 1.25f;
  float wide = 0;
  for (const Level& level : levels) wide = std::max(wide, pen.extent(level.name).x);
  const float top = bottom - 1.4f * gap - line * static_cast<float>(levels.size());
  pen.card({left, top}, {left + wide + line * 1.6f + 2 * gap, bottom});
  float y = top + gap * 0.6f;
  for (const Level& level : levels) {
    pen.list().AddLine({left + gap, y + line * 0.45f}, {left + gap + line * 1.3f, y + line * 0.45f},
                       colour_of(level.colour), pen.size() * 0.2f);
    pen.write({left + gap + line * 1.6f, y}, level.name, pale);
    y += line;
  }
  return top - gap;
}

/// Texts at places of the scene, above a short stalk.
void draw_notes(Pen& pen, const Pane& pane, const Show& what, const Stage& stage) {
  const double time = stage.bodies().time;
  for (const Note& note : what.notes) {
    if (time < note.from || time > note.to) continue;
    const auto place = in_picture(note.at, stage.view(), pane);
    if (!place) continue;
    const ImVec2 size = pen.extent(note.text), tip((*place)[0], (*place)[1]);
    const float gap = pen.size() * 0.4f;
    const ImVec2 low(tip.x - size.x / 2 - gap, tip.y - pen.size() * 2 - size.y - gap);
    pen.list().AddLine(tip, {tip.x, tip.y - pen.size() * 2}, ink, pen.size() * 0.12f);
    pen.list().AddCircleFilled(tip, pen.size() * 0.25f, ink);
    pen.card(low, {low.x + size.x + 2 * gap, low.y + size.y + gap});
    pen.write({low.x + gap, low.y + gap * 0.5f}, note.text);
  }
}

/// What is said of the picture, in its lower middle, in lines as wide as half of it.
void draw_caption(Pen& pen, const Pane& pane, const std::string& caption) {
  if (caption.empty()) return;
  constexpr float by = 1.35f;
  const float gap = pen.size() * 0.6f, most = pane.width * 0.56f;
  const float wrap = std::min(most, pen.extent(caption, by).x + 1);
  const ImVec2 size = ImGui::GetFont()->CalcTextSizeA(pen.size() * by, 1e9f, wrap, caption.c_str());
  const ImVec2 low(pane.left + (pane.width - size.x) / 2, pane.floor() - size.y - pen.size() * 2.2f);
  pen.list().AddRectFilled({low.x - gap, low.y - gap * 0.6f}, {low.x + size.x + gap, low.y + size.y + gap * 0.6f},
                           IM_COL32(24, 28, 34, 215), pen.size() * 0.3f);
  pen.list().AddText(ImGui::GetFont(), pen.size() * by, low, IM_COL32(255, 255, 255, 255), caption.c_str(), nullptr,
                     wrap);
}

void draw_exit_names(Pen& pen, const Pane& pane, const Replay& replay, const Stage& stage, const Words& words) {
  constexpr size_t most = 40;
  const auto& exits = replay.floors().exits;
  if (exits.size() > most) return;
  for (const scene::Exit& exit : exits) {
    const Vec2 middle = (exit.a + exit.b) / 2;
    if (!stage.cut().shows({middle.x(), middle.y(), exit.z + 0.05})) continue;
    const Vec2 at = middle + 2.6 * exit.outward;
    const auto place = in_picture({at.x(), at.y(), exit.z + 0.5}, stage.view(), pane);
    if (!place) continue;
    const std::string name = exit.closed ? exit.name + " (" + words("closed") + ")" : exit.name;
    const ImVec2 size = pen.extent(name, 0.85f);
    const ImVec2 low((*place)[0] - size.x / 2 - 3, (*place)[1] - size.y / 2 - 1);
    pen.card(low, {low.x + size.x + 6, low.y + size.y + 2});
    pen.write({low.x + 3, low.y + 1}, name, exit.closed ? IM_COL32(170, 30, 25, 255) : IM_COL32(10, 105, 50, 255),
              0.85f);
  }
}

/// An arrow to +y and a length to compare with, below on the right; only where all lies below the eye.
void draw_compass(Pen& pen, const Pane& pane, const View& view, const Words& words) {
  const Vec3 ahead = (view.centre - view.eye).normalized();
  if (ahead.z() > -0.2) return;
  const Vec3 right = ahead.cross(view.up).normalized(), up = right.cross(ahead);
  const float gap = pen.size() * 0.6f, radius = pen.size() * 1.5f;
  const ImVec2 middle(pane.left + pane.width - gap - radius * 1.6f,
                      pane.floor() - gap - radius * 1.6f - pen.size() * 2.4f);
  const Vec3 north = Vec3::UnitY();
  ImVec2 d(static_cast<float>(north.dot(right)), static_cast<float>(-north.dot(up)));
  const float length = std::max(0.2f, std::hypot(d.x, d.y));
  d = {d.x / length, d.y / length};
  const auto at = [&](float along, float across) {
    return ImVec2(middle.x + radius * (along * d.x - across * d.y), middle.y + radius * (along * d.y + across * d.x));
  };
  pen.list().AddCircleFilled(middle, radius * 1.5f, paper);
  pen.list().AddTriangleFilled(at(1, 0), at(-0.8f, 0.45f), at(-0.4f, 0), ink);
  pen.list().AddTriangleFilled(at(1, 0), at(-0.4f, 0), at(-0.8f, -0.45f), pale);
  const std::string letter = words("N");
  const ImVec2 size = pen.extent(letter, 0.8f), tip = at(1.28f, 0);
  pen.write({tip.x - size.x / 2, tip.y - size.y / 2}, letter, ink, 0.8f);
  // A bar of 1, 2 or 5 times a power of ten metres, as long as lengths in the middle of the picture appear.
  const double depth = (view.centre - view.eye).dot(ahead);
  const double pixels = pane.height / (2 * std::tan(view.fov_deg * std::numbers::pi / 360)) / depth;  // a metre
  const double metres = round_number_below(pane.width * 0.16 / pixels);
  const auto bar = static_cast<float>(metres * pixels);
  const float y = pane.floor() - gap * 1.8f, x1 = pane.left + pane.width - gap * 2, x0 = x1 - bar;
  const std::string text = fmt::format("{:g} m", metres);
  pen.card({x0 - gap, y - pen.size() * 1.6f}, {x1 + gap, y + gap});
  pen.write({(x0 + x1 - pen.extent(text).x) / 2, y - pen.size() * 1.4f}, text);
  pen.list().AddLine({x0, y}, {x1, y}, ink, pen.size() * 0.12f);
  for (const float x : {x0, x1}) pen.list().AddLine({x, y - 4}, {x, y + 4}, ink, pen.size() * 0.12f);
}

}  // namespace

std::optional<std::array<float, 2>> in_picture(const Vec3& p, const View& view, const Pane& pane) {
  const Vec3 ahead = (view.centre - view.eye).normalized(), right = ahead.cross(view.up).normalized();
  const Vec3 up = right.cross(ahead), d = p - view.eye;
  const double depth = d.dot(ahead);
  if (depth < view.near) return std::nullopt;
  const double scale = pane.height / (2 * std::tan(view.fov_deg * std::numbers::pi / 360));
  const auto x = static_cast<float>(pane.left + pane.width / 2 + scale * d.dot(right) / depth);
  const auto y = static_cast<float>(pane.height / 2 - scale * d.dot(up) / depth);
  if (x < pane.left || x > pane.left + pane.width || y < 0 || y > pane.height) return std::nullopt;
  return std::array<float, 2>{x, y};
}

void load_fonts(int height, const std::string& texts) {
  ImGuiIO& io = ImGui::GetIO();
  const float size = std::max(13.0f, static_cast<float>(height) / 40);
  const auto exists = [](const char* path) { return std::filesystem::exists(path); };
  static constexpr const char* cjk = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
  static constexpr const char* latin = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  if (exists(cjk)) {
    ImFontConfig config;
    config.FontNo = 2;  // simplified Chinese
    ImFontGlyphRangesBuilder builder;
    builder.AddRanges(io.Fonts->GetGlyphRangesDefault());
    builder.AddRanges(io.Fonts->GetGlyphRangesChineseSimplifiedCommon());
    builder.AddText(texts.c_str());
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    io.Fonts->AddFontFromFileTTF(cjk, size, &config, ranges.Data);
    io.Fonts->Build();  // while the ranges are there
  } else if (exists(latin)) {
    io.Fonts->AddFontFromFileTTF(latin, size);  // letters of Latin-1
  } else {
    ImFontConfig config;
    config.SizePixels = size;
    io.Fonts->AddFontDefault(&config);
  }
}

void draw_hud(const Pane& pane, const Replay& replay, const Overlay& overlay, const Show& what, const Stage& stage,
              const Words& words) {
  Pen pen(std::max(12.0f, pane.height / 42));
  const float gap = pen.size() * 0.6f;
  pen.list().PushClipRect({pane.left, 0}, {pane.left + pane.width, pane.height});
  // Names would be read through walls.
  if (what.from != Show::From::eyes) draw_exit_names(pen, pane, replay, stage, words);
  draw_heading(pen, pane, replay, what, stage, words);
  float bottom = pane.floor() - gap;
  bottom = draw_legend(pen, pane.left + gap, bottom, people_legend(what.colour_by, replay), words, false);
  if (what.field >= 0) {
    const auto field = static_cast<size_t>(what.field);
    const bool bands = overlay.names()[field].kind == FieldName::Kind::heat;  // of the same colours as its lines
    if ((what.contours || what.surfaces) && !bands)
      bottom = draw_levels(pen, pane.left + gap, bottom, overlay.levels(field));
    draw_legend(pen, pane.left + gap, bottom, overlay.legend(field), words,
                overlay.names()[field].kind == FieldName::Kind::gas);
  }
  draw_compass(pen, pane, stage.view(), words);
  draw_notes(pen, pane, what, stage);
  draw_caption(pen, pane, what.caption);
  pen.list().PopClipRect();
}

}  // namespace muster::viewer
