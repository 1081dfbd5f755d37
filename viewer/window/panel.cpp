#include "viewer/window/panel.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui/imgui.h>

namespace muster::viewer {

namespace {

constexpr int curve_points = 200;

/// A list to choose from; returns the row chosen.
int choose(const char* label, int chosen, const std::vector<std::string>& rows) {
  const auto at = static_cast<size_t>(std::clamp(chosen, 0, static_cast<int>(rows.size()) - 1));
  if (!ImGui::BeginCombo(label, rows[at].c_str())) return chosen;
  for (size_t i = 0; i < rows.size(); ++i)
    if (ImGui::Selectable(fmt::format("{}##{}", rows[i], i).c_str(), i == at)) chosen = static_cast<int>(i);
  ImGui::EndCombo();
  return chosen;
}

}  // namespace

std::filesystem::path bookmarks_beside(const std::filesystem::path& results) {
  return results.parent_path() / (results.stem().string() + ".views.toml");
}

void Panel::draw(Controls& controls) {
  draw_choices(controls);
  draw_timeline(controls);
  if (controls.help) draw_help();
}

void Panel::draw_choices(Controls& controls) {
  const Words& words = theatre_.words();
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float unit = ImGui::GetFontSize();
  ImGui::SetNextWindowPos({unit, 4.2f * unit}, ImGuiCond_Once);
  ImGui::SetNextWindowSize({std::min(15 * unit, screen.x / 3), 0});
  ImGui::Begin("muster", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushItemWidth(-5 * unit);
  Show& show = controls.show;
  show.from = static_cast<Show::From>(
      choose(words("View").c_str(), static_cast<int>(show.from),
             {words("from the side"), words("plan"), words("follow"), words("through the eyes")}));
  std::vector<std::string> storeys = {words("all storeys")}, fields = {words("none")}, colours;
  for (const auto& storey : theatre_.first().floors().storeys) storeys.push_back(storey.name);
  const int storey = choose(words("Storey").c_str(), show.storey ? static_cast<int>(*show.storey) + 1 : 0, storeys);
  show.storey = storey == 0 ? std::optional<size_t>{} : static_cast<size_t>(storey - 1);
  for (const char* name : colour_by_names) colours.push_back(words(name));
  show.colour_by = static_cast<ColourBy>(choose(words("Colour").c_str(), static_cast<int>(show.colour_by), colours));
  for (const FieldName& field : theatre_.first_overlay().names()) fields.push_back(words(field.name));
  show.field = choose(words("Field").c_str(), show.field + 1, fields) - 1;
  auto trails = static_cast<float>(show.trails);
  if (ImGui::SliderFloat(words("Trails").c_str(), &trails, 0, 60, "%.0f s")) show.trails = static_cast<double>(trails);
  ImGui::PopItemWidth();
  ImGui::Checkbox(words("Gas and smoke").c_str(), &show.clouds);
  ImGui::SameLine();
  ImGui::Checkbox(words("Lines").c_str(), &show.contours);
  ImGui::Checkbox(words("Surfaces").c_str(), &show.surfaces);
  ImGui::SameLine();
  ImGui::Checkbox(words("Night").c_str(), &show.night);
  draw_box(show);
  draw_bookmarks(controls);
  draw_person(controls);
  if (!said_.empty()) ImGui::TextWrapped("%s", said_.c_str());
  ImGui::Checkbox((words("Help") + " (H)").c_str(), &controls.help);
  ImGui::End();
}

/// Of the whole run; looks through it once.
const Bounds& Panel::bounds() {
  if (!bounds_) {
    const double time = theatre_.first_stage().bodies().time;
    bounds_ = bounds_of(theatre_.first());
    theatre_.first().at(time);  // the stage's bodies are those of the time asked for last
  }
  return *bounds_;
}

/// Of the run's bounds, what is shown.
void Panel::draw_box(Show& show) {
  const Words& words = theatre_.words();
  bool boxed = show.box.has_value();
  if (ImGui::Checkbox(words("Clip box").c_str(), &boxed)) {
    show.box.reset();
    if (boxed) show.box = bounds();
  }
  if (!show.box) return;
  const Bounds all = bounds();
  for (int axis = 0; axis < 3; ++axis) {
    constexpr float least = 0.5f, around = 20;  // [m]
    auto low = static_cast<float>(show.box->low[axis]), high = static_cast<float>(show.box->high[axis]);
    if (!ImGui::DragFloatRange2(axis == 0   ? "x"
                                : axis == 1 ? "y"
                                            : "z",
                                &low, &high, 0.25f, static_cast<float>(all.low[axis]) - around,
                                static_cast<float>(all.high[axis]) + around, "%.1f m"))
      continue;
    show.box->low[axis] = static_cast<double>(low);
    show.box->high[axis] = static_cast<double>(std::max(high, low + least));
  }
}

/// Views to go back to; they are kept beside the results, as a script.
void Panel::draw_bookmarks(Controls& controls) {
  const Words& words = theatre_.words();
  const auto at = [](double time) {
    return fmt::format("{}:{:04.1f}", static_cast<int>(time / 60), std::fmod(time, 60));
  };
  if (!controls.bookmarks.empty() && ImGui::BeginCombo(words("Bookmarks").c_str(), "...")) {
    for (const Bookmark& bookmark : controls.bookmarks)
      if (ImGui::Selectable(bookmark.name.c_str())) go_to(bookmark, controls);
    ImGui::EndCombo();
  }
  if (!ImGui::Button((words("Keep this view") + " (B)").c_str()) && !controls.keep_view) return;
  controls.keep_view = false;
  const std::string name = fmt::format("{} {}", controls.bookmarks.size() + 1, at(controls.show.time));
  controls.bookmarks.push_back({name, controls.show.time, choice_of(controls.show, theatre_)});
  try {
    write_bookmarks(controls.bookmarks, bookmarks_beside(theatre_.first().file().path()));
    said_.clear();
  } catch (const InputError& error) {
    said_ = error.what();
  }
}

void Panel::go_to(const Bookmark& bookmark, Controls& controls) {
  try {
    Show plain;
    plain.notes = controls.show.notes;
    const double time = bookmark.time.value_or(controls.show.time);
    controls.show = chosen(plain, bookmark.choice, theatre_, "bookmark.");
    controls.show.time = std::clamp(time, theatre_.begin(), theatre_.end());
    said_.clear();
  } catch (const InputError& error) {
    said_ = error.what();  // of another run
  }
}

void Panel::draw_person(const Controls& controls) {
  const Words& words = theatre_.words();
  if (!controls.show.marks_person) {
    ImGui::TextDisabled("%s", words("click a person to follow").c_str());
    return;
  }
  const Replay& replay = theatre_.first();
  const uint32_t id = controls.show.person;
  ImGui::Separator();
  ImGui::Text("%s %u", words("Person").c_str(), id);
  const Bodies& bodies = theatre_.first_stage().bodies();
  const size_t row = bodies.row_of(id);
  if (row < bodies.size()) {
    const size_t state = std::min<size_t>(bodies.state[row], results::person_state_names.size() - 1);
    ImGui::Text("%s, %.2f m/s", words(results::person_state_names[state]).c_str(),
                static_cast<double>(bodies.speed[row]));
  } else {
    ImGui::TextDisabled("%s", words("not present").c_str());
  }
  if (id >= replay.people().size()) return;
  const results::PersonRecord& person = replay.people()[id];
  if (person.group < replay.info().groups.size()) ImGui::Text("%s", replay.info().groups[person.group].c_str());
  ImGui::Text("%s %.2f m/s", words("free speed").c_str(), static_cast<double>(person.speed));
  ImGui::Text("%s %.1f s", words("starts at").c_str(), static_cast<double>(person.premovement));
  if (std::isfinite(person.exit_time) && person.exit >= 0)
    ImGui::Text("%s %.1f s, %s", words("leaves at").c_str(), static_cast<double>(person.exit_time),
                replay.floors().exits[static_cast<size_t>(person.exit)].name.c_str());
  draw_course(id, controls.show.time);
}

/// Curves of what he met, and where on them the time shown is.
void Panel::draw_course(uint32_t person, double time) {
  const Samples& samples = theatre_.first_samples();
  if (samples.size() == 0) return;
  if (course_of_ != static_cast<int64_t>(person) || course_samples_ != samples.size()) {
    course_ = course_of(theatre_.first(), samples, person);
    course_of_ = person, course_samples_ = samples.size();
  }
  if (course_.time.empty()) return;
  const Words& words = theatre_.words();
  for (const Met& met : course_.met) {
    const float most = *std::max_element(met.value.begin(), met.value.end());
    if (!(most > 0)) continue;
    size_t now = 0;
    while (now + 1 < course_.time.size() && course_.time[now + 1] <= time) ++now;
    ImGui::Text("%s: %.3g, %s %.3g %s", words(met.name).c_str(), static_cast<double>(met.value[now]),
                words("most").c_str(), static_cast<double>(most), met.unit.c_str());
    const ImVec2 low = ImGui::GetCursorScreenPos(), size(ImGui::GetContentRegionAvail().x, 2.4f * ImGui::GetFontSize());
    ImGui::PlotLines(("##" + met.name).c_str(), met.value.data(), static_cast<int>(met.value.size()), 0, nullptr, 0,
                     most, size);
    const double span = course_.time.back() - course_.time.front();
    if (!(span > 0)) continue;
    const auto part = static_cast<float>(std::clamp((time - course_.time.front()) / span, 0.0, 1.0));
    ImGui::GetWindowDrawList()->AddLine({low.x + part * size.x, low.y}, {low.x + part * size.x, low.y + size.y},
                                        IM_COL32(20, 20, 20, 255), 2);
  }
}

void Panel::draw_timeline(Controls& controls) {
  const Words& words = theatre_.words();
  Replay& replay = theatre_.first();
  const double begin = theatre_.begin(), end = std::max(theatre_.end(), begin + 1e-3);
  if (drawn_to_ != end) {
    inside_.clear();
    const auto all = static_cast<double>(std::max<size_t>(1, replay.people().size()));
    for (int k = 0; k <= curve_points; ++k)
      inside_.push_back(
          static_cast<float>(1 - static_cast<double>(replay.out_by(begin + (end - begin) * k / curve_points)) / all));
    drawn_to_ = end;
  }
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float unit = ImGui::GetFontSize(), high = 5.2f * unit;
  ImGui::SetNextWindowPos({screen.x * 0.22f, screen.y - high - 0.5f * unit});
  ImGui::SetNextWindowSize({screen.x * 0.56f, high});
  ImGui::Begin("timeline", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar);
  if (ImGui::Button(words(controls.plays ? "Pause" : "Play").c_str())) controls.plays = !controls.plays;
  ImGui::SameLine();
  ImGui::PushItemWidth(6 * unit);
  auto rate = static_cast<float>(controls.rate);
  if (ImGui::SliderFloat(words("Speed").c_str(), &rate, 0.25f, 32, "%.2f x", ImGuiSliderFlags_Logarithmic))
    controls.rate = static_cast<double>(rate);
  ImGui::PopItemWidth();
  if (!replay.finished()) {
    ImGui::SameLine();
    ImGui::TextDisabled("%s", words("running").c_str());
  }
  // The curve of people inside with the events on it is what one drags along.
  const ImVec2 low = ImGui::GetCursorScreenPos(), size(ImGui::GetContentRegionAvail().x, 2.2f * unit);
  ImGui::InvisibleButton("scrub", size);
  if (ImGui::IsItemActive())
    controls.show.time = begin + (end - begin) * std::clamp((ImGui::GetIO().MousePos.x - low.x) / size.x, 0.0f, 1.0f);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto x_of = [&](double time) { return low.x + size.x * static_cast<float>((time - begin) / (end - begin)); };
  list.AddRectFilled(low, {low.x + size.x, low.y + size.y}, IM_COL32(225, 230, 236, 255));
  for (int k = 0; k < curve_points; ++k) {
    const float x0 = low.x + size.x * static_cast<float>(k) / curve_points,
                x1 = low.x + size.x * static_cast<float>(k + 1) / curve_points;
    list.AddRectFilled({x0, low.y + size.y * (1 - inside_[static_cast<size_t>(k)])}, {x1, low.y + size.y},
                       IM_COL32(120, 160, 200, 255));
  }
  for (const results::Event& event : replay.events()) {
    const float x = x_of(event.time);
    list.AddLine({x, low.y}, {x, low.y + size.y}, IM_COL32(200, 60, 30, 255), 2);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (std::abs(mouse.x - x) < 4 && mouse.y >= low.y && mouse.y <= low.y + size.y)
      ImGui::SetTooltip("%.1f s: %s", event.time, event.text.c_str());
  }
  const float now = x_of(controls.show.time);
  list.AddLine({now, low.y - 3}, {now, low.y + size.y + 3}, IM_COL32(20, 20, 20, 255), 3);
  ImGui::End();
}

void Panel::draw_help() {
  const float unit = ImGui::GetFontSize();
  ImGui::SetNextWindowPos({20 * unit, 6 * unit}, ImGuiCond_Once);
  ImGui::Begin("help", nullptr,
               ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoSavedSettings);
  const bool english = theatre_.words().language() == Words::Language::english;
  ImGui::TextUnformatted(english ? "Space        play, pause\n"
                                   "Left, Right  back or on by 1 s\n"
                                   "Home, End    first, last moment\n"
                                   "+, -         faster, slower\n"
                                   "Page up, down  storey above, below; Backspace: all\n"
                                   "P, O, F, E   plan, from the side, follow, through the eyes\n"
                                   "C, G         next colour, next field\n"
                                   "T, N, S, B   trails, night, surfaces of a gas, keep this view\n"
                                   "left button  turn; on a person: choose\n"
                                   "right button shift; wheel: nearer, farther; R: all of it"
                                 : "空格 播放/暂停\n左、右 后退/前进 1 秒\nHome、End 开始/结束\n+、- 加快/放慢\n"
                                   "Page up、down 上一层/下一层;退格:全部楼层\nP、O、F、E 平面/鸟瞰/跟随/第一人称\n"
                                   "C、G 下一种着色/下一个场;T、N、S、B 轨迹/夜间/气体等值面/保存视图\n左键 "
                                   "旋转;点击人员:选中\n右键 平移;滚轮:远近;R:全景");
  ImGui::End();
}

}  // namespace muster::viewer
