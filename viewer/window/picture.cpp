#include "viewer/window/picture.h"

#include "scene/picture/canvas.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace muster::viewer {

namespace {

constexpr int finer = 2;  // times the picture's size that is drawn

/// ffmpeg, fed with pictures.
class Encoder {
 public:
  Encoder(int width, int height, double fps, const std::filesystem::path& path) {
    const std::string size = fmt::format("{}x{}", width, height), rate = fmt::format("{:g}", fps);
    std::vector<std::string> words = {
        "ffmpeg",   "-loglevel", "error",     "-y",         "-f", "rawvideo", "-pix_fmt",   "rgb24", "-s",
        size,       "-r",        rate,        "-i",         "-",  "-c:v",     "libx264",    "-crf",  "20",
        "-pix_fmt", "yuv420p",   "-movflags", "+faststart", "-f", "mp4",      path.string()};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0) throw ViewError(fmt::format("no pipe to ffmpeg: {}", std::strerror(errno)));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int failed = posix_spawnp(&child_, "ffmpeg", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    to_ = ends[1];
    if (failed == 0) return;
    close(to_);
    throw ViewError(
        fmt::format("videos need ffmpeg (package ffmpeg), which cannot be started: {}", std::strerror(failed)));
  }
  ~Encoder() {
    if (to_ >= 0) close(to_);
    if (child_ > 0) waitpid(child_, nullptr, 0);
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  void add(const Picture& picture) {
    for (size_t done = 0; done < picture.bytes.size();) {
      const ssize_t n = write(to_, picture.bytes.data() + done, picture.bytes.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw ViewError("ffmpeg does not take the pictures; what it says stands above");
      done += static_cast<size_t>(n);
    }
  }
  void finish() {
    close(std::exchange(to_, -1));
    int status = 0;
    const bool ended = waitpid(std::exchange(child_, -1), &status, 0) > 0;
    if (!ended || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
      throw ViewError("ffmpeg failed; what it says stands above");
  }

 private:
  pid_t child_ = -1;
  int to_ = -1;
};

}  // namespace

Painter::Painter(Theatre& theatre, int width, int height)
    : theatre_(theatre), width_(width), height_(height), context_(finer * width, finer * height) {
  viewer_.setThreadingModel(osgViewer::Viewer::SingleThreaded);
  viewer_.setUpViewerAsEmbeddedInWindow(0, 0, finer * width, finer * height);
  theatre_.set_up(viewer_, finer * width, finer * height);
  viewer_.realize();
}

Picture Painter::paint(const Show& what) {
  theatre_.show(what);
  viewer_.frame(what.time);
  const auto width = static_cast<size_t>(width_), height = static_cast<size_t>(height_);
  constexpr size_t n = finer;
  const size_t wide = n * width, high = n * height;
  std::vector<uint8_t> drawn(wide * high * 4);  // four bytes, as software OpenGL keeps them: nothing is converted
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(0, 0, static_cast<GLsizei>(wide), static_cast<GLsizei>(high), GL_RGBA, GL_UNSIGNED_BYTE, drawn.data());
  Picture picture{width_, height_, std::vector<uint8_t>(width * height * 3)};
  static_assert(n == 2);
  for (size_t y = 0; y < height; ++y) {
    // OpenGL's lowest line comes first.
    const uint8_t *upper = drawn.data() + (high - 1 - n * y) * wide * 4, *lower = upper - wide * 4;
    uint8_t* to = picture.bytes.data() + y * width * 3;
    for (size_t x = 0; x < width; ++x, upper += 8, lower += 8)
      for (size_t c = 0; c < 3; ++c)
        *to++ = static_cast<uint8_t>((upper[c] + upper[c + 4] + lower[c] + lower[c + 4] + 2) / 4);
  }
  return picture;
}

void write_png(const Picture& picture, const std::filesystem::path& path) {
  scene::Canvas canvas(picture.width, picture.height, {255, 255, 255});
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const uint8_t* p = picture.bytes.data() + static_cast<ptrdiff_t>(3) * (y * picture.width + x);
      canvas.set(x, y, {p[0], p[1], p[2]});
    }
  canvas.write_png(path);
}

void write_video(Painter& painter, int64_t pictures, double fps, const std::function<Show(int64_t)>& show,
                 const std::filesystem::path& path, const std::function<void(double)>& told) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::filesystem::path begun = path.string() + ".part";
  try {
    const Picture first = painter.paint(show(0));
    Encoder encoder(first.width, first.height, fps, begun);
    encoder.add(first);
    for (int64_t k = 1; k < pictures; ++k) {
      encoder.add(painter.paint(show(k)));
      told(static_cast<double>(k + 1) / static_cast<double>(pictures));
    }
    encoder.finish();
    std::filesystem::rename(begun, path);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(begun, ignored);
    throw;
  }
}

void write_video(Painter& painter, Show what, const Stretch& stretch, const std::filesystem::path& path,
                 const std::function<void(double)>& told) {
  const auto pictures = std::max<int64_t>(1, std::llround((stretch.to - stretch.from) / stretch.rate * stretch.fps));
  const auto show = [&](int64_t k) {
    what.time = stretch.from + static_cast<double>(k) * stretch.rate / stretch.fps;
    return what;
  };
  write_video(painter, pictures, stretch.fps, show, path, told);
}

}  // namespace muster::viewer
