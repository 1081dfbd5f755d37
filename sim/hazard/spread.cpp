#include "sim/hazard/spread.h"

#include "models/plume/sum.h"

#include <algorithm>
#include <cmath>

namespace muster::sim {

namespace {

using substance::Outflow, substance::SourceTerm, substance::Substance;
using Kind = SourceTerm::Kind;

/// A cloud that begins later.
class LaterCloud final : public plume::Cloud {
 public:
  LaterCloud(std::unique_ptr<plume::Cloud> cloud, double delay) : cloud_(std::move(cloud)), delay_(delay) {
    warnings_ = cloud_->warnings();
  }
  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override {
    cloud_->concentrations(points, time - delay_, fractions);
  }
  void over_times(std::span<const Vec3> points, std::span<const double> times,
                  std::span<double> fractions) const override {
    std::vector<double> earlier(times.begin(), times.end());
    for (double& time : earlier) time -= delay_;
    cloud_->over_times(points, earlier, fractions);
  }
  Times times() const override {
    const Times own = cloud_->times();
    return {own.first + delay_, own.last + delay_};
  }
  std::vector<double> events() const override {
    std::vector<double> all = cloud_->events();
    if (all.empty()) all = {cloud_->times().first};
    for (double& time : all) time += delay_;
    return all;
  }
  bool along_x() const override { return cloud_->along_x(); }
  double axis_height(double x, double time) const override { return cloud_->axis_height(x, time - delay_); }
  double farthest() const override { return cloud_->farthest(); }
  const char* model() const override { return cloud_->model(); }

 private:
  std::unique_ptr<plume::Cloud> cloud_;
  double delay_;  // [s]
};

/// Both flows in one jet.
Outflow together(const Substance& s, const Outflow& jet, const Outflow& pool, double pressure) {
  Outflow one = jet;
  if (!(pool.rate > 0)) return one;
  if (!(jet.rate > 0)) return pool;
  const double share = pool.rate / (jet.rate + pool.rate);
  one.rate = jet.rate + pool.rate;
  one.temperature = (1 - share) * jet.temperature + share * pool.temperature;
  one.liquid_fraction = (1 - share) * jet.liquid_fraction + share * pool.liquid_fraction;
  one.speed = (1 - share) * jet.speed;
  const double volume = jet.area * jet.speed + pool.rate / s.gas_density(pool.temperature, pressure);
  one.area = one.speed > 0 ? volume / one.speed : jet.area + pool.area;
  return one;
}

class Spreader {
 public:
  Spreader(const Substance& s, const plume::Weather& weather, const plume::CloudSettings& settings)
      : substance_(s), weather_(weather), settings_(settings) {}

  /// Adds the cloud of a term; whether it is dense.
  bool add(const SourceTerm& term, double delay = 0) {
    plume::Chosen chosen = plume::cloud_of(substance_, term, weather_, settings_);
    const bool dense = std::string(chosen.cloud->model()) == "dense";
    out_.models += (parts_.empty() ? "" : " + ") + std::string(chosen.cloud->model());
    out_.notes.insert(out_.notes.end(), chosen.notes.begin(), chosen.notes.end());
    for (Warning& warning : chosen.warnings) {
      const auto same = [&](const Warning& other) { return other.code == warning.code && other.text == warning.text; };
      if (std::none_of(out_.warnings.begin(), out_.warnings.end(), same)) out_.warnings.push_back(std::move(warning));
    }
    if (parts_.empty()) out_.heaviness = chosen.heaviness;
    if (delay > 0) chosen.cloud = std::make_unique<LaterCloud>(std::move(chosen.cloud), delay);
    parts_.push_back(std::move(chosen.cloud));
    return dense;
  }

  bool is_dense(const SourceTerm& term) const {
    using plume::Model;
    if (settings_.model != Model::automatic) return settings_.model == Model::dense;
    return plume::heaviness(substance_, term, plume::Atmosphere(weather_)).dense();
  }

  Spread run(std::vector<SourceTerm> terms) {
    const auto of = [&](Kind kind) {
      return std::find_if(terms.begin(), terms.end(), [&](const SourceTerm& t) { return t.kind == kind; });
    };
    const auto jet = of(Kind::jet), pool = of(Kind::pool);
    if (jet != terms.end() && pool != terms.end() && is_dense(*jet)) {
      const Joined joined = join(substance_, *jet, *pool, plume::Atmosphere(weather_).pressure(0));
      add(joined.jet);
      out_.notes.push_back(
          fmt::format("What evaporates from the pool while the jet lasts, {:.0f} s, joins the jet's cloud{}.",
                      joined.ends, joined.later.outflow.empty() ? "" : "; what comes later is a cloud of its own"));
      if (!joined.later.outflow.empty()) add(joined.later, joined.ends);
    } else {
      int dense = 0;
      for (const SourceTerm& term : terms) dense += add(term) ? 1 : 0;
      if (terms.size() > 1 && dense > 0)
        out_.warnings.push_back({"clouds_added",
                                 "Concentrations of the leak's clouds (" + out_.models +
                                     ") are added; for dense gas the sum overstates them where both are.",
                                 "rain_out_share"});
    }
    out_.cloud =
        parts_.size() == 1 ? std::move(parts_.front()) : std::make_unique<plume::SumOfClouds>(std::move(parts_));
    return std::move(out_);
  }

 private:
  const Substance& substance_;
  const plume::Weather& weather_;
  const plume::CloudSettings& settings_;
  std::vector<std::unique_ptr<plume::Cloud>> parts_;
  Spread out_;
};

}  // namespace

double ends(const SourceTerm& term) {
  double end = 0;
  for (size_t i = 0; i + 1 < term.outflow.size(); ++i)
    if (term.outflow[i].rate > 0) end = term.outflow[i + 1].time;
  return end;
}

Joined join(const Substance& s, const SourceTerm& jet, const SourceTerm& pool, double pressure) {
  Joined joined{jet, pool, ends(jet)};
  joined.jet.outflow.clear();
  joined.later.outflow.clear();
  std::vector<double> times;
  for (const SourceTerm* term : {&jet, &pool})
    for (const Outflow& o : term->outflow)
      if (o.time < joined.ends) times.push_back(o.time);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  for (const double time : times) {
    const Outflow *a = at(jet.outflow, time), *b = at(pool.outflow, time);
    Outflow one = a == nullptr ? *b : b == nullptr ? *a : together(s, *a, *b, pressure);
    one.time = time;
    joined.jet.outflow.push_back(one);
  }
  joined.jet.outflow.push_back({.time = joined.ends});
  if (const Outflow* now = at(pool.outflow, joined.ends); now != nullptr && now->rate > 0) {
    joined.later.outflow.push_back(*now);
    joined.later.outflow.back().time = 0;
  }
  for (const Outflow& o : pool.outflow) {
    if (o.time <= joined.ends) continue;
    joined.later.outflow.push_back(o);
    joined.later.outflow.back().time -= joined.ends;
  }
  if (!(mass_of(joined.later) > 0)) joined.later.outflow.clear();
  joined.jet.released = mass_of(joined.jet);
  joined.later.released = mass_of(joined.later);
  return joined;
}

Spread spread(const Substance& s, std::vector<SourceTerm> terms, const plume::Weather& weather,
              const plume::CloudSettings& settings) {
  MUSTER_CHECK(!terms.empty(), "no terms");
  return Spreader(s, weather, settings).run(std::move(terms));
}

}  // namespace muster::sim
