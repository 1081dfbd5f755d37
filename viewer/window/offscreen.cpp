#include "viewer/window/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>

namespace muster::viewer {

struct Offscreen::Handles {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLSurface surface = EGL_NO_SURFACE;
  EGLContext context = EGL_NO_CONTEXT;
};

namespace {

[[noreturn]] void refuse(const char* what) {
  throw ViewError(
      fmt::format("no picture can be drawn without a display here: {} (EGL error 0x{:04x}); "
                  "Mesa's libegl1 and libgl1-mesa-dri bring what is needed",
                  what, eglGetError()));
}

}  // namespace

Offscreen::Offscreen(int width, int height) : handles_(std::make_unique<Handles>()) {
  Handles& h = *handles_;
  const auto platform_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (platform_display == nullptr) refuse("EGL knows no platforms");
  h.display = platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (h.display == EGL_NO_DISPLAY || eglInitialize(h.display, nullptr, nullptr) == EGL_FALSE)
    refuse("EGL does not start");
  if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) refuse("EGL has no OpenGL");
  const EGLint wanted[] = {EGL_SURFACE_TYPE,
                           EGL_PBUFFER_BIT,
                           EGL_RENDERABLE_TYPE,
                           EGL_OPENGL_BIT,
                           EGL_RED_SIZE,
                           8,
                           EGL_GREEN_SIZE,
                           8,
                           EGL_BLUE_SIZE,
                           8,
                           EGL_DEPTH_SIZE,
                           24,
                           EGL_NONE};
  EGLConfig config = nullptr;
  EGLint found = 0;
  if (eglChooseConfig(h.display, wanted, &config, 1, &found) == EGL_FALSE || found == 0) refuse("no pixel format fits");
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  h.surface = eglCreatePbufferSurface(h.display, config, size);
  if (h.surface == EGL_NO_SURFACE) refuse("no picture of that size");
  h.context = eglCreateContext(h.display, config, EGL_NO_CONTEXT, nullptr);
  if (h.context == EGL_NO_CONTEXT) refuse("no OpenGL context");
  if (eglMakeCurrent(h.display, h.surface, h.surface, h.context) == EGL_FALSE) refuse("the context cannot be used");
}

Offscreen::~Offscreen() {
  if (handles_->display == EGL_NO_DISPLAY) return;
  eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  if (handles_->context != EGL_NO_CONTEXT) eglDestroyContext(handles_->display, handles_->context);
  if (handles_->surface != EGL_NO_SURFACE) eglDestroySurface(handles_->display, handles_->surface);
  eglTerminate(handles_->display);
}

}  // namespace muster::viewer
