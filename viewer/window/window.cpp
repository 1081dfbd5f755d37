#include "viewer/window/window.h"

#include "viewer/window/offscreen.h"
#include "viewer/window/panel.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include <imgui/imgui.h>
#include <osgGA/GUIEventHandler>

namespace muster::viewer {

namespace {

using Event = osgGA::GUIEventAdapter;

/// What mouse and keys do to what is shown.
class Input : public osgGA::GUIEventHandler {
 public:
  Input(Theatre& theatre, Controls& controls) : theatre_(theatre), controls_(controls) {}

  bool handle(const Event& event, osgGA::GUIActionAdapter&) override {
    ImGuiIO& io = ImGui::GetIO();
    const float y = static_cast<float>(event.getMouseYOrientation() == Event::Y_INCREASING_UPWARDS
                                           ? static_cast<float>(event.getWindowHeight()) - event.getY()
                                           : event.getY());
    switch (event.getEventType()) {
      case Event::RESIZE:
        theatre_.resize(std::max(64, event.getWindowWidth()), std::max(64, event.getWindowHeight()));
        return true;
      case Event::PUSH:
      case Event::RELEASE:
      case Event::MOVE:
      case Event::DRAG: {
        const float dx = event.getX() - io.MousePos.x, dy = y - io.MousePos.y;
        io.MousePos = ImVec2(event.getX(), y);
        buttons_ = static_cast<unsigned>(event.getButtonMask());
        if (event.getEventType() == Event::PUSH) pushed_in_ = ImGui::GetFrameCount();
        tell_buttons();
        if (io.WantCaptureMouse) return true;
        if (event.getEventType() == Event::PUSH) pushed_ = io.MousePos;
        if (event.getEventType() == Event::DRAG) drag(dx, dy, io.MouseDown[0]);
        if (event.getEventType() == Event::RELEASE &&
            std::hypot(io.MousePos.x - pushed_.x, io.MousePos.y - pushed_.y) < 4)
          pick();
        return true;
      }
      case Event::SCROLL: {
        const bool up = event.getScrollingMotion() == Event::SCROLL_UP;
        if (io.WantCaptureMouse)
          io.MouseWheel += up ? 1.0f : -1.0f;
        else
          controls_.show.zoom = std::clamp(controls_.show.zoom * (up ? 1.15 : 1 / 1.15), 0.2, 200.0);
        return true;
      }
      case Event::KEYDOWN:
        return press(event.getKey());
      default:
        return false;
    }
  }

 private:
  /// A button pressed stays so for a whole frame: a short click between two of them would be lost.
  void tell_buttons() {
    ImGuiIO& io = ImGui::GetIO();
    static constexpr std::array<unsigned, 3> masks = {Event::LEFT_MOUSE_BUTTON, Event::RIGHT_MOUSE_BUTTON,
                                                      Event::MIDDLE_MOUSE_BUTTON};
    for (size_t k = 0; k < masks.size(); ++k) {
      const bool down = (buttons_ & masks[k]) != 0;
      if (down || ImGui::GetFrameCount() > pushed_in_ + 1) io.MouseDown[k] = down;
    }
  }

  /// Turns with the left button, shifts with the others.
  void drag(float dx, float dy, bool turns) {
    Show& show = controls_.show;
    if (turns && show.from == Show::From::overlook) {
      show.from_deg += 0.3 * static_cast<double>(dx);
      show.elevation_deg = std::clamp(show.elevation_deg + 0.3 * static_cast<double>(dy), 3.0, 89.0);
      return;
    }
    const View& view = theatre_.first_stage().view();
    const Vec3 ahead = (view.centre - view.eye).normalized(), right = ahead.cross(view.up).normalized();
    const Vec3 forward = Vec3::UnitZ().cross(right);
    const double metre = 2 * std::tan(view.fov_deg * std::numbers::pi / 360) * (view.centre - view.eye).norm() /
                         static_cast<double>(ImGui::GetIO().DisplaySize.y);
    show.shift += metre * (-static_cast<double>(dx) * right + static_cast<double>(dy) * forward);
  }

  void pick() {
    const int64_t person = theatre_.person_at(ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y);
    controls_.show.marks_person = person >= 0;
    if (person >= 0) controls_.show.person = static_cast<uint32_t>(person);
  }

  bool press(int key) {
    Show& show = controls_.show;
    const auto next = [](auto value, size_t count) {
      return static_cast<decltype(value)>((static_cast<size_t>(value) + 1) % count);
    };
    const auto storeys = static_cast<int>(theatre_.first().floors().storeys.size());
    const auto climb = [&](int by) {
      if (storeys == 0) return;
      const int at = show.storey ? static_cast<int>(*show.storey) + by : (by > 0 ? 0 : storeys - 1);
      show.storey = static_cast<size_t>(std::clamp(at, 0, storeys - 1));
    };
    switch (key) {
      case Event::KEY_Space:
        controls_.plays = !controls_.plays;
        break;
      case Event::KEY_Left:
        show.time = std::max(theatre_.begin(), show.time - 1);
        break;
      case Event::KEY_Right:
        show.time = std::min(theatre_.end(), show.time + 1);
        break;
      case Event::KEY_Home:
        show.time = theatre_.begin();
        break;
      case Event::KEY_End:
        show.time = theatre_.end();
        break;
      case '+':
      case '=':
      case Event::KEY_KP_Add:
        controls_.rate = std::min(32.0, controls_.rate * 2);
        break;
      case '-':
      case Event::KEY_KP_Subtract:
        controls_.rate = std::max(0.25, controls_.rate / 2);
        break;
      case Event::KEY_Page_Up:
        climb(1);
        break;
      case Event::KEY_Page_Down:
        climb(-1);
        break;
      case Event::KEY_BackSpace:
        show.storey.reset();
        break;
      case 'p':
        show.from = Show::From::plan;
        break;
      case 'o':
        show.from = Show::From::overlook;
        break;
      case 'f':
        show.from = Show::From::follow;
        break;
      case 'e':
        show.from = Show::From::eyes;
        break;
      case 'c':
        show.colour_by = next(show.colour_by, colour_by_names.size());
        break;
      case 'g': {
        const auto fields = static_cast<int>(theatre_.first_overlay().names().size());
        show.field = show.field + 1 >= fields ? -1 : show.field + 1;
        break;
      }
      case 'r':
        show.zoom = 1, show.shift = Vec3::Zero();
        break;
      case 'b':
        controls_.keep_view = true;
        break;
      case 'n':
        show.night = !show.night;
        break;
      case 't':
        show.trails = show.trails > 0 ? 0 : 10;
        break;
      case 's':
        show.surfaces = !show.surfaces;
        break;
      case 'h':
        controls_.help = !controls_.help;
        break;
      default:
        return false;
    }
    return true;
  }

  Theatre& theatre_;
  Controls& controls_;
  ImVec2 pushed_ = {};
  unsigned buttons_ = 0;
  int pushed_in_ = -1;  ///< number of the frame in which a button was pressed last
};

}  // namespace

Show open_window(Theatre& theatre, const Show& what, int width, int height, std::vector<Bookmark> bookmarks) {
  const char* display = std::getenv("DISPLAY");
  if (display == nullptr || *display == '\0')
    throw ViewError("there is no display to open a window on; --headless with --snapshot or --video draws without one");
  osgViewer::Viewer viewer;
  viewer.setThreadingModel(osgViewer::Viewer::SingleThreaded);
  viewer.setUpViewInWindow(40, 40, width, height);
  viewer.setKeyEventSetsDone(0);
  Controls controls;
  controls.show = what;
  controls.bookmarks = std::move(bookmarks);
  if (const auto kept = bookmarks_beside(theatre.first().file().path()); std::filesystem::exists(kept))
    for (Bookmark& bookmark : read_script(kept).bookmarks) controls.bookmarks.push_back(std::move(bookmark));
  Panel panel(theatre);
  theatre.set_up(viewer, width, height, [&] { panel.draw(controls); });
  viewer.addEventHandler(new Input(theatre, controls));
  viewer.realize();
  osgViewer::Viewer::Windows windows;
  viewer.getWindows(windows);
  if (windows.empty()) throw ViewError(std::string("no window could be opened on display ") + display);
  for (auto* window : windows) window->setWindowName("muster - " + theatre.first().info().title);
  using Clock = std::chrono::steady_clock;
  auto before = Clock::now(), looked = before;
  while (!viewer.done()) {
    const auto now = Clock::now();
    const double elapsed = std::chrono::duration<double>(now - before).count();
    before = now;
    if (controls.plays) {
      controls.show.time += controls.rate * elapsed;
      if (controls.show.time >= theatre.end()) controls.show.time = theatre.end(), controls.plays = false;
    }
    // A run that goes on is looked at anew once a second.
    if (now - looked > std::chrono::seconds(1)) {
      looked = now;
      theatre.refresh();
    }
    theatre.show(controls.show);
    viewer.frame();
  }
  return controls.show;
}

}  // namespace muster::viewer
