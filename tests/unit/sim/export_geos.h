#pragma once
// GEOS judges the polygons of the exports: it is what PedPy (by shapely) judges them with.

#include <memory>
#include <string>

#include <geos_c.h>

namespace muster::sim {

class Polygon {
 public:
  explicit Polygon(const std::string& wkt) : context_(GEOS_init_r()) {
    GEOSWKTReader* reader = GEOSWKTReader_create_r(context_);
    geometry_ = GEOSWKTReader_read_r(context_, reader, wkt.c_str());
    GEOSWKTReader_destroy_r(context_, reader);
    if (geometry_ != nullptr) prepared_ = GEOSPrepare_r(context_, geometry_);
  }
  ~Polygon() {
    if (prepared_ != nullptr) GEOSPreparedGeom_destroy_r(context_, prepared_);
    if (geometry_ != nullptr) GEOSGeom_destroy_r(context_, geometry_);
    GEOS_finish_r(context_);
  }
  Polygon(const Polygon&) = delete;
  Polygon& operator=(const Polygon&) = delete;

  bool is_polygon() const { return geometry_ != nullptr && GEOSGeomTypeId_r(context_, geometry_) == GEOS_POLYGON; }
  bool is_valid() const { return GEOSisValid_r(context_, geometry_) == 1; }
  int holes() const { return GEOSGetNumInteriorRings_r(context_, geometry_); }
  double area() const {
    double value = 0;
    GEOSArea_r(context_, geometry_, &value);
    return value;
  }
  /// Strictly inside: not on the outline.
  bool contains(double x, double y) const {
    GEOSGeometry* point = GEOSGeom_createPointFromXY_r(context_, x, y);
    const bool inside = GEOSPreparedContains_r(context_, prepared_, point) == 1;
    GEOSGeom_destroy_r(context_, point);
    return inside;
  }

 private:
  GEOSContextHandle_t context_;
  GEOSGeometry* geometry_ = nullptr;
  const GEOSPreparedGeometry* prepared_ = nullptr;
};

}  // namespace muster::sim
