#pragma once
// Pictures without a display.

#include <memory>
#include <stdexcept>
#include <string>

namespace muster::viewer {

/// Something for the user to read: no display, no graphics, no encoder.
class ViewError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A current OpenGL context that draws into memory, by EGL: no X server is needed. Throws ViewError where the machine
/// has no such OpenGL.
class Offscreen {
 public:
  Offscreen(int width, int height);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace muster::viewer
