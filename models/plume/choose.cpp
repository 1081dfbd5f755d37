#include "models/plume/choose.h"

#include "models/plume/dense/dense.h"
#include "models/plume/gaussian/britter_mcquaid.h"
#include "models/plume/gaussian/jet_release.h"
#include "models/plume/gaussian/series.h"

#include <algorithm>
#include <cmath>

namespace muster::plume {

namespace {

using substance::Outflow, substance::SourceTerm, substance::Substance;

constexpr double shortest_mean = 10;  // [s] of a rate that changes, as dense clouds take it
constexpr double air_freezes = 70;    // [K] well below nitrogen's boiling point, 77 K: air condenses in bulk
constexpr double jet_speed = 1.5;     // of the wind: slower sources have no jet (as stack-tip downwash has it)

[[noreturn]] void refuse(const std::string& key, const std::string& text) { throw InputError({"", 0, key, "", text}); }

double density_of(const Substance& s, const Outflow& o, double pressure) {
  const double gas = (1 - o.liquid_fraction) / s.gas_density(o.temperature, pressure);
  const double drops = o.liquid_fraction > 0 ? o.liquid_fraction / std::max(s.liquid_density(o.temperature), 1.0) : 0;
  return 1 / (gas + drops);
}

const Outflow& strongest(const SourceTerm& source) {
  return *std::max_element(source.outflow.begin(), source.outflow.end(),
                           [](const Outflow& a, const Outflow& b) { return a.rate < b.rate; });
}

std::vector<RateFrom> rates_of(const SourceTerm& source) {
  std::vector<RateFrom> rates;
  for (const Outflow& o : source.outflow) rates.push_back({o.time, o.rate});
  return rates;
}

// [s] from the first rate to where the last ends; infinite: it goes on.
double duration_of(const std::vector<RateFrom>& rates) {
  if (rates.back().rate > 0) return std::numeric_limits<double>::infinity();
  return rates.back().time - rates.front().time;
}

Vec3 direction_of(const SourceTerm& source) { return {source.direction[0], source.direction[1], source.direction[2]}; }

bool has_jet(const SourceTerm& source, const Atmosphere& air) {
  if (source.kind != SourceTerm::Kind::jet) return false;
  const Outflow& o = strongest(source);
  return o.rate > 0 && o.speed > jet_speed * air.wind(std::max(source.height, 10.0));
}

Sigmas jet_sigmas(const Atmosphere& air) { return {SigmaSet::briggs_rural, air.stability()}; }

// Makes the clouds of one leak.
class Maker {
 public:
  Maker(const Substance& s, const SourceTerm& source, const Weather& weather, const CloudSettings& settings)
      : substance_(s),
        source_(source),
        weather_(weather),
        air_(weather),
        settings_(settings),
        rates_(rates_of(source)) {}

  Chosen make() {
    chosen_.warnings = air_.warnings();
    chosen_.heaviness = heaviness(substance_, source_, air_);
    const Model model = settings_.model == Model::automatic ? by_criterion() : settings_.model;
    if (settings_.model != Model::automatic) {
      note("The model was asked for.");
      warn_of_weight(model);
    }
    chosen_.notes.push_back(air_.reason() + ".");
    switch (model) {
      case Model::dense:
        chosen_.cloud = dense();
        break;
      case Model::britter_mcquaid:
        chosen_.cloud = correlations();
        break;
      case Model::jet:
        chosen_.cloud = jet();
        break;
      default:
        chosen_.cloud = gaussian();
        break;
    }
    const auto& own = chosen_.cloud->warnings();
    chosen_.warnings.insert(chosen_.warnings.end(), own.begin(), own.end());
    if (!weather_.changes.empty() && std::string(chosen_.cloud->model()) != "puff_series")
      warn("wind_changes_ignored",
           fmt::format("The wind changes during the release; the model {} knows only the first.",
                       chosen_.cloud->model()),
           "weather.changes");
    return std::move(chosen_);
  }

 private:
  void note(std::string text) { chosen_.notes.push_back(std::move(text)); }
  void warn(std::string code, std::string text, std::string setting) {
    chosen_.warnings.push_back({std::move(code), std::move(text), std::move(setting)});
  }

  Model by_criterion() {
    const Heaviness& h = chosen_.heaviness;
    const char* what = at_once() ? "sqrt(g' V) / (u V^(1/3))" : "(g' Q / (u^3 D))^(1/3)";
    // Here the models differ by as much as distances to the same concentration by 1.6 (models/plume/README.md).
    if (h.criterion > 0.75 * h.limit && h.criterion < 1.33 * h.limit)
      warn("near_dense_limit",
           fmt::format("Britter and McQuaid's criterion is {:.3g}, close to its limit {}: on its other side another "
                       "model is taken, whose distances may differ by a factor of 1.6.",
                       h.criterion, h.limit),
           "dispersion");
    const std::string where =
        h.jet_length > 0 ? fmt::format(" where its jet is spent, {:.3g} m away", h.jet_length) : "";
    if (h.dense()) {
      note(fmt::format(
          "Dense gas: {} = {:.3g}{}, {} and above (Britter and McQuaid 1988); {:.3g} kg/m3 leave into air of "
          "{:.3g} kg/m3.",
          what, h.criterion, where, h.limit, h.source_density, h.air_density));
      return Model::dense;
    }
    const std::string passive =
        h.source_density > h.air_density
            ? fmt::format("{} = {:.3g}{}, below {} (Britter and McQuaid 1988)", what, h.criterion, where, h.limit)
            : fmt::format("{:.3g} kg/m3 leave into air of {:.3g} kg/m3", h.source_density, h.air_density);
    if (has_jet(source_, air_) && weather_.changes.empty() && !settings_.stack_diameter) {
      note("Jet, then passive: " + passive + fmt::format("; it leaves with {:.3g} m/s.", strongest(source_).speed));
      return Model::jet;
    }
    note("Passive: " + passive + ".");
    return Model::gaussian;
  }

  void warn_of_weight(Model model) {
    const Heaviness& h = chosen_.heaviness;
    if ((model == Model::gaussian || model == Model::jet) && h.dense())
      warn("passive_model_of_dense_gas",
           fmt::format(
               "A passive model was asked for a dense gas: Britter and McQuaid's criterion is {:.3g}, {} and above "
               "is dense. Distances near the ground may be wrong by a factor of several.",
               h.criterion, h.limit),
           "model");
  }

  bool at_once() const { return source_.kind == SourceTerm::Kind::instantaneous; }

  // [s] in which plumes wander across the wind, however long the release: what lasts longer is never thinner. What is
  // released at once does not wander.
  double averaging() const { return at_once() ? 0 : settings_.averaging; }
  Sigmas sigmas(SigmaSet preset) const { return {settings_.sigmas.value_or(preset), air_.stability(), averaging()}; }
  SigmaSet plume_set() const { return weather_.urban ? SigmaSet::briggs_urban : SigmaSet::briggs_rural; }

  PassiveSource passive_source() {
    PassiveSource s;
    s.molar_mass = substance_.molar_mass;
    s.height = source_.height;
    s.width = settings_.initial_width;
    s.depth = settings_.initial_depth;
    if (source_.kind == SourceTerm::Kind::pool) s.width = std::max(s.width, std::sqrt(strongest(source_).area));
    // At once: as wide and deep as a half sphere of the pure gas.
    if (at_once()) {
      const double volume =
          source_.instantaneous_mass / density_of(substance_, source_.outflow.front(), air_.pressure(0));
      s.width = std::max(s.width, std::cbrt(volume));
      s.depth = std::max(s.depth, std::cbrt(volume));
    }
    if (settings_.stack_diameter && !at_once()) add_rise(s);
    return s;
  }

  void add_rise(PassiveSource& s) {
    const Heaviness& h = chosen_.heaviness;
    const double wind = drift_of(air_, s.height).wind;
    const Stack stack{*settings_.stack_diameter, strongest(source_).speed, h.source_density / h.air_density,
                      air_.temperature(s.height)};
    const double washed = stack_tip_downwash(stack, wind);
    s.height = std::max(0.0, s.height + washed);
    s.rise.emplace(stack, wind, air_.stability(), air_.potential_temperature_gradient(std::max(s.height, 10.0)));
    note(fmt::format("Stack: {:.3g} m drawn down by its wake, {:.3g} m of rise by {} at {:.3g} m (Briggs, ISC3).",
                     -washed, s.rise->final_rise(), s.rise->buoyant() ? "buoyancy" : "momentum",
                     s.rise->final_distance()));
  }

  std::unique_ptr<Cloud> gaussian() {
    const Drift drift = drift_of(air_, source_.height);
    const PassiveSource source = passive_source();
    if (source_.height > drift.mixing_height)
      warn("source_above_lid",
           fmt::format("The source, {} m high, lies above the mixed layer of {:.0f} m; the lid is left out.",
                       source_.height, drift.mixing_height),
           "weather.mixing_height_m");
    if (source_.kind == SourceTerm::Kind::jet && !at_once() && has_jet(source_, air_))
      note(fmt::format("Its momentum ({:.3g} m/s) is left out.", strongest(source_).speed));
    if (at_once())
      return std::make_unique<GaussianPuff>(sigmas(SigmaSet::ccps_puff), drift, source, source_.instantaneous_mass);
    const Sigmas own = sigmas(plume_set());
    if (!std::isfinite(duration_of(rates_)))
      return std::make_unique<GaussianPlume>(own, drift, source, strongest(source_).rate);
    if (!weather_.changes.empty())
      return std::make_unique<PuffSeries>(SeriesSettings{own.set(), averaging(), settings_.puffs}, drift, source,
                                          rates_, winds_of(weather_, source_.height));
    return std::make_unique<FiniteRelease>(own, drift, source, rates_);
  }

  std::unique_ptr<Cloud> jet() {
    const Outflow& o = strongest(source_);
    if (at_once() || !(o.speed > 0)) refuse("model", "a jet needs a release with a speed");
    const Sigmas own = sigmas(plume_set());
    JetPlume steady(air_, substance_, o, source_.height, direction_of(source_), own);
    if (!std::isfinite(duration_of(rates_)) && rates_.size() == 1) return std::make_unique<JetPlume>(std::move(steady));
    return std::make_unique<JetRelease>(std::move(steady), o.rate, rates_);
  }

  std::unique_ptr<Cloud> dense() {
    dense::Settings settings;
    settings.averaging_time = averaging();
    if (const double t = strongest(source_).temperature; t < air_freezes)
      warn(
          "air_condenses",
          fmt::format("{} leaves at {:.0f} C: air condenses and freezes where it mixes in, which is left out. Near the "
                      "source the cloud is heavier and colder than computed.",
                      substance_.id, t - 273.15),
          "temperature_C");
    return dense::dense_cloud(substance_, source_, air_, settings);
  }

  // [m3/s] or [m3] of what the correlations start from, of `amount` [kg/s] or [kg]. Drops evaporate in the least air
  // that takes them up, as in the report's own example of ammonia (HSE CRR 17/1988, Potchefstroom).
  double volume_of(DenseSource& s, const Outflow& o, double amount) {
    const double pressure = air_.pressure(source_.height);
    s.air_density = chosen_.heaviness.air_density;
    s.air_temperature = air_.temperature(2);
    s.wind = std::max(air_.wind(10), lowest_wind);
    s.temperature = o.temperature;
    s.density = density_of(substance_, o, pressure);
    double share = 1;
    if (o.liquid_fraction > 0) {
      const auto material = substance::two_phase(substance_, o.temperature, s.air_temperature);
      const dense::Mixture mixture(material, dense::air_of(air_), o.temperature, o.liquid_fraction);
      double low = 1e-3;
      while (share - low > 1e-4 * share) {
        const double middle = 0.5 * (low + share);
        (mixture.at(middle, 0).vapour < (1 - 1e-3) * middle ? share : low) = middle;
      }
      const dense::Mixed mixed = mixture.at(share, 0);
      s.temperature = mixed.temperature;
      s.density = mixed.density;
      s.fraction = mixture.fraction(share);
      note(
          fmt::format("Its drops have evaporated where the cloud is {:.3g} % of {} by volume, {:.1f} C and {:.3g} "
                      "kg/m3: the correlations start from there.",
                      100 * s.fraction, substance_.id, s.temperature - 273.15, s.density));
    }
    if (!(s.reduced_gravity() > 0))
      refuse("dispersion", fmt::format("Britter and McQuaid's correlations are of gas heavier than air; here it has "
                                       "{:.3g} kg/m3 and the air {:.3g} kg/m3",
                                       s.density, s.air_density));
    return amount / share / s.density;
  }

  std::unique_ptr<Cloud> correlations() {
    if (!chosen_.heaviness.dense())
      warn("correlation_of_passive_gas",
           fmt::format("Britter and McQuaid's correlations are of dense gas: their criterion is {:.3g}, below {} a "
                       "cloud is passive.",
                       chosen_.heaviness.criterion, chosen_.heaviness.limit),
           "dispersion");
    note(
        fmt::format("Britter and McQuaid's correlations are of the ground: their concentrations are taken up to {:g} m "
                    "at least, and they give no flammable mass. A jet's momentum is left out.",
                    least_depth));
    DenseSource s;
    if (at_once()) {
      const double volume = volume_of(s, source_.outflow.front(), source_.instantaneous_mass);
      return std::make_unique<BritterMcQuaidPuff>(s, volume);
    }
    const substance::Mean mean = substance::strongest_mean(source_, std::min(averaging(), shortest_mean));
    const double volume_rate = volume_of(s, mean.outflow, mean.outflow.rate), mass = substance::mass_of(source_);
    if (!std::isfinite(mass)) return std::make_unique<BritterMcQuaidPlume>(s, volume_rate);
    return std::make_unique<BritterMcQuaidRelease>(s, volume_rate, mass / mean.outflow.rate);
  }

  const Substance& substance_;
  const SourceTerm& source_;
  Weather weather_;
  Atmosphere air_;
  CloudSettings settings_;
  std::vector<RateFrom> rates_;
  Chosen chosen_;
};

}  // namespace

const std::vector<std::pair<std::string, Model>>& models() {
  static const std::vector<std::pair<std::string, Model>> words = {{"automatic", Model::automatic},
                                                                   {"gaussian", Model::gaussian},
                                                                   {"jet", Model::jet},
                                                                   {"dense", Model::dense},
                                                                   {"britter_mcquaid", Model::britter_mcquaid}};
  return words;
}

Heaviness heaviness(const Substance& s, const SourceTerm& source, const Atmosphere& air) {
  Heaviness h;
  h.air_density = air.density(source.height);
  h.wind = std::max(air.wind(10), lowest_wind);
  const Outflow& o = strongest(source);
  h.source_density = density_of(s, o, air.pressure(source.height));
  if (source.kind == SourceTerm::Kind::instantaneous) {
    h.limit = 0.20;
    const double reduced = substance::gravity * (h.source_density / h.air_density - 1);
    h.criterion = instantaneous_criterion(reduced, source.instantaneous_mass / h.source_density, h.wind);
    return h;
  }
  // The flux of negative buoyancy stays what it was while air comes in; the scale D grows with the volume.
  const double rate = o.rate / h.source_density;
  const double flux = substance::gravity * (h.source_density / h.air_density - 1) * rate;
  double volume = rate;
  if (has_jet(source, air)) {
    const JetPlume jet(air, s, o, source.height, direction_of(source), jet_sigmas(air), JetPlume::End::spent);
    h.jet_length = jet.axis().back().along;
    volume = jet.axis().back().mass_flux / jet.axis().back().density;
  }
  h.criterion = continuous_criterion(flux / volume, volume, h.wind);
  return h;
}

Chosen cloud_of(const Substance& s, const SourceTerm& source, const Weather& weather, const CloudSettings& settings) {
  const bool at_once = source.kind == SourceTerm::Kind::instantaneous;
  if (source.outflow.empty() || (at_once ? source.instantaneous_mass : strongest(source).rate) <= 0)
    refuse("rate_kg_s", "nothing enters the air");
  return Maker(s, source, weather, settings).make();
}

}  // namespace muster::plume
