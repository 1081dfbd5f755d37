#include "sim/export/degrees.h"

#include "base/error.h"

#include <cmath>

#include <fmt/format.h>
#include <proj.h>

namespace muster::sim {

namespace {

struct Destroy {
  void operator()(PJ_CONTEXT* c) const { proj_context_destroy(c); }
  void operator()(PJ* p) const { proj_destroy(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;

[[noreturn]] void refuse(const scene::Site& site, const std::string& text) {
  throw InputError({"", 0, "site.epsg", std::to_string(site.epsg), text});
}

/// Whether the first axis is in metres.
bool in_metres(PJ_CONTEXT* context, const PJ* system) {
  const Owned<PJ> axes(proj_crs_get_coordinate_system(context, system));
  double metres = 0;
  return axes &&
         proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, nullptr, &metres, nullptr, nullptr, nullptr) ==
             1 &&
         metres == 1;
}

}  // namespace

struct Degrees::Impl {
  scene::Site site;
  Owned<PJ_CONTEXT> context;
  Owned<PJ> transform;
};

Degrees::Degrees(const scene::Site& site) : impl_(std::make_unique<Impl>()) {
  impl_->site = site;
  impl_->context.reset(proj_context_create());
  PJ_CONTEXT* context = impl_->context.get();
  proj_log_level(context, PJ_LOG_NONE);
  const std::string name = fmt::format("EPSG:{}", site.epsg);
  const Owned<PJ> system(proj_create(context, name.c_str()));
  if (!system) refuse(site, "is not in the EPSG register of this machine's PROJ");
  if (proj_get_type(system.get()) != PJ_TYPE_PROJECTED_CRS || !in_metres(context, system.get()))
    refuse(site, "must be a projected system in metres (a UTM or Gauss-Kruger zone, say)");
  const Owned<PJ> there(proj_create_crs_to_crs(context, name.c_str(), "EPSG:4326", nullptr));
  if (there) impl_->transform.reset(proj_normalize_for_visualization(context, there.get()));
  if (!impl_->transform) refuse(site, "PROJ knows no way from it to longitude and latitude");
}

Degrees::~Degrees() = default;

Vec2 Degrees::at(const Vec2& place) const {
  const Vec2 grid = impl_->site.on_grid(place);
  const PJ_COORD found = proj_trans(impl_->transform.get(), PJ_FWD, proj_coord(grid.x(), grid.y(), 0, HUGE_VAL));
  if (!std::isfinite(found.lp.lam) || !std::isfinite(found.lp.phi))
    throw InputError({"", 0, "site.origin_m", fmt::format("[{}, {}]", impl_->site.origin.x(), impl_->site.origin.y()),
                      fmt::format("lies beyond what EPSG:{} covers", impl_->site.epsg)});
  return {found.lp.lam, found.lp.phi};
}

}  // namespace muster::sim
