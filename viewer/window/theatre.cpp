#include "viewer/window/theatre.h"

#include <algorithm>
#include <cmath>

#include <imgui/backends/imgui_impl_opengl3.h>
#include <imgui/imgui.h>
#include <osg/GLExtensions>
#include <osg/State>

namespace muster::viewer {

struct Theatre::Run {
  explicit Run(const std::filesystem::path& path)
      : replay(path), samples(replay), overlay(replay, samples), stage(replay, samples, overlay) {}

  Replay replay;
  Samples samples;
  Overlay overlay;
  Stage stage;
  Show shown;
  std::vector<osg::ref_ptr<osg::Camera>> cameras;  ///< of both eyes, or one
};

/// Writes over the picture when the scene is drawn.
class Theatre::Drawing : public osg::Camera::DrawCallback {
 public:
  Drawing(const Theatre& theatre, std::function<void()> controls) : theatre_(theatre), controls_(std::move(controls)) {}

  void operator()(osg::RenderInfo& info) const override {
    osg::State& state = *info.getState();
    if (!ready_) {
      ImGui_ImplOpenGL3_Init("#version 130");
      ready_ = true;
    }
    // ImGui draws with arrays of its own and without a program.
    state.setActiveTextureUnit(0);
    state.setClientActiveTextureUnit(0);
    state.disableAllVertexArrays();
    const auto& gl = *state.get<osg::GLExtensions>();
    gl.glUseProgram(0);
    if (gl.isVAOSupported) gl.glBindVertexArray(0);
    gl.glBindBuffer(GL_ARRAY_BUFFER_ARB, 0);
    gl.glBindBuffer(GL_ELEMENT_ARRAY_BUFFER_ARB, 0);
    state.setLastAppliedProgramObject(nullptr);
    glDisable(GL_VERTEX_PROGRAM_POINT_SIZE);
    glDisable(GL_POINT_SPRITE);
    glViewport(0, 0, theatre_.width_, theatre_.height_);
    glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(theatre_.width_), static_cast<float>(theatre_.height_));
    io.DeltaTime = 1 / 60.0f;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    const auto wide = static_cast<float>(theatre_.pane_width());
    // Of several the timeline lies over the legends in the middle.
    const float covered = controls_ && theatre_.panes() > 1 ? 5.8f * ImGui::GetFontSize() : 0;
    float left = 0;
    for (const auto& run : theatre_.runs_)
      for (size_t eye = 0; eye < run->cameras.size(); ++eye, left += wide)
        draw_hud({left, wide, static_cast<float>(theatre_.height_), covered}, run->replay, run->overlay, run->shown,
                 run->stage, theatre_.words_);
    if (controls_) controls_();
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    state.setCurrentVertexBufferObject(nullptr);
    state.setCurrentElementBufferObject(nullptr);
    state.dirtyAllModes();
    state.dirtyAllAttributes();
    state.dirtyAllVertexArrays();
  }

 private:
  const Theatre& theatre_;
  std::function<void()> controls_;
  mutable bool ready_ = false;
};

Theatre::Theatre(const std::vector<std::filesystem::path>& files, Words words, bool stereo)
    : words_(words), stereo_(stereo) {
  for (const auto& file : files) {
    runs_.push_back(std::make_unique<Run>(file));
    for (int eye = 0; eye < (stereo ? 2 : 1); ++eye) runs_.back()->cameras.emplace_back(new osg::Camera);
  }
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
}

Theatre::~Theatre() { ImGui::DestroyContext(); }

void Theatre::set_up(osgViewer::Viewer& viewer, int width, int height, std::function<void()> controls) {
  load_fonts(height, texts());
  ImGui::StyleColorsLight();
  osg::ref_ptr<osg::Group> group = new osg::Group;
  for (const auto& run : runs_)
    for (const auto& camera : run->cameras) {
      camera->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
      camera->setRenderOrder(osg::Camera::NESTED_RENDER);
      camera->setClearMask(GL_DEPTH_BUFFER_BIT);
      camera->addChild(run->stage.node());
      group->addChild(camera);
    }
  viewer.setSceneData(group);
  main_ = viewer.getCamera();
  viewer.getCamera()->setFinalDrawCallback(new Drawing(*this, std::move(controls)));
  viewer.setLightingMode(osg::View::NO_LIGHT);
  resize(width, height);
}

/// All that the runs may write into pictures.
std::string Theatre::texts() const {
  std::string all = words_.letters() + expected_;
  for (const auto& run : runs_) {
    const scene::Floors& floors = run->replay.floors();
    all += run->replay.info().title;
    for (const auto& storey : floors.storeys) all += storey.name;
    for (const auto& exit : floors.exits) all += exit.name;
    for (const auto& group : run->replay.info().groups) all += group;
    for (const auto& field : run->overlay.names()) all += field.name;
    for (const auto& event : run->replay.events()) all += event.text;
  }
  return all;
}

void Theatre::resize(int width, int height) {
  width_ = width, height_ = height;
  int left = 0;
  for (const auto& run : runs_)
    for (const auto& camera : run->cameras) {
      camera->setViewport(left, 0, pane_width(), height);
      left += pane_width();
    }
}

Show Theatre::of_run(const Run& run, const Show& what) const {
  Show own = what;
  const Run& first = *runs_.front();
  if (&run == &first) return own;
  if (what.field >= 0) own.field = run.overlay.find(first.overlay.names()[static_cast<size_t>(what.field)].name);
  const auto same_storey = [&](const std::optional<size_t>& of_first) -> std::optional<size_t> {
    const auto& storeys = run.replay.floors().storeys;
    for (size_t s = 0; of_first && s < storeys.size(); ++s)
      if (storeys[s].name == first.replay.floors().storeys[*of_first].name) return s;
    return std::nullopt;
  };
  own.storey = same_storey(what.storey);
  if (own.before) own.before->storey = same_storey(what.before->storey);
  return own;
}

void Theatre::show(const Show& what) {
  shown_ = what;
  const double aspect = static_cast<double>(pane_width()) / height_;
  for (const auto& run : runs_) {
    run->shown = of_run(*run, what);
    run->stage.show(run->shown, aspect, height_);
    const View& view = run->stage.view();
    for (size_t eye = 0; eye < run->cameras.size(); ++eye) {
      set_camera(*run->cameras[eye], stereo_ ? of_eye(view, eye == 0 ? -1 : 1) : view, aspect);
    }
  }
  // The runs' cameras draw into that of the window, which clears: two runs have the first one's sky.
  if (main_) main_->setClearColor(with_alpha(runs_.front()->stage.background(), 1));
}

Replay& Theatre::first() { return runs_.front()->replay; }
const Samples& Theatre::first_samples() const { return runs_.front()->samples; }
Overlay& Theatre::first_overlay() { return runs_.front()->overlay; }
const Stage& Theatre::first_stage() const { return runs_.front()->stage; }

double Theatre::begin() const {
  double time = runs_.front()->replay.begin();
  for (const auto& run : runs_) time = std::min(time, run->replay.begin());
  return time;
}

double Theatre::end() const {
  double time = runs_.front()->replay.end();
  for (const auto& run : runs_) time = std::max(time, run->replay.end());
  return time;
}

bool Theatre::refresh() {
  bool more = false;
  for (const auto& run : runs_) {
    const bool ended = run->replay.finished(), frames = run->replay.refresh();
    const bool samples = frames || run->replay.finished() != ended ? run->samples.refresh() : false;
    if (samples || run->replay.finished() != ended) run->overlay.refresh();
    more |= frames;
  }
  return more;
}

int64_t Theatre::person_at(float x, float y) const {
  const Run& run = *runs_.front();
  const Pane pane{0, static_cast<float>(pane_width()), static_cast<float>(height_), 0};
  const Bodies& bodies = run.stage.bodies();
  float best = 14 * 14;
  int64_t person = -1;
  for (size_t i = 0; i < bodies.size(); ++i) {
    const auto z = static_cast<double>(bodies.z[i]);
    if (!run.stage.cut().shows({bodies.x[i], bodies.y[i], z + 0.05})) continue;
    const auto at = in_picture({bodies.x[i], bodies.y[i], z + 0.9}, run.stage.view(), pane);
    if (!at) continue;
    const float dx = (*at)[0] - x, dy = (*at)[1] - y;
    if (dx * dx + dy * dy < best) best = dx * dx + dy * dy, person = bodies.id[i];
  }
  return person;
}

}  // namespace muster::viewer
