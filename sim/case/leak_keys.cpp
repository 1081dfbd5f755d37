#include "sim/case/leak_keys.h"

namespace muster::sim {

Type<std::vector<std::array<double, 2>>> rate_series() {
  const Type<std::vector<double>> pair = list_of(number(within(-1e9, 1e9), ""), 2, 2);
  Type<std::array<double, 2>> entry;
  entry.schema = pair.schema;
  entry.read = [pair](const Spot& spot, std::array<double, 2>& value, Report& report) {
    std::vector<double> numbers;
    if (!pair.read(spot, numbers, report)) return false;
    value = {numbers[0], numbers[1]};
    return true;
  };
  entry.show = [](const std::array<double, 2>& value) -> Json { return {value[0], value[1]}; };
  return list_of(entry, 1, 100000);
}

namespace leak_words {

using release::Leak;

Type<Leak::Source> source() {
  using S = Leak::Source;
  return choice<S>({{"hole", S::hole},
                    {"pipe", S::pipe},
                    {"relief_valve", S::relief_valve},
                    {"spill", S::spill},
                    {"instantaneous", S::instantaneous},
                    {"series", S::series}});
}
Type<Leak::Phase> phase() {
  using P = Leak::Phase;
  return choice<P>({{"automatic", P::automatic}, {"liquid", P::liquid}, {"gas", P::gas}});
}
Type<Leak::Direction> direction() {
  using D = Leak::Direction;
  return choice<D>({{"downwind", D::downwind},
                    {"upwind", D::upwind},
                    {"crosswind", D::crosswind},
                    {"up", D::up},
                    {"down", D::down}});
}
Type<release::Shape::Kind> tank() {
  using K = release::Shape::Kind;
  return choice<K>({{"vertical_cylinder", K::vertical_cylinder},
                    {"horizontal_cylinder", K::horizontal_cylinder},
                    {"sphere", K::sphere},
                    {"box", K::box}});
}
Type<release::Vessel::Head> head() {
  using H = release::Vessel::Head;
  return choice<H>({{"vented", H::vented}, {"closed", H::closed}, {"held", H::held}});
}
Type<release::Vessel::Wall> wall() {
  using W = release::Vessel::Wall;
  return choice<W>({{"adiabatic", W::adiabatic}, {"isothermal", W::isothermal}, {"heated", W::heated}});
}
Type<release::TwoPhase> two_phase() {
  using T = release::TwoPhase;
  return choice<T>({{"automatic", T::automatic},
                    {"metastable", T::metastable},
                    {"non_equilibrium", T::non_equilibrium},
                    {"omega", T::omega},
                    {"equilibrium", T::equilibrium}});
}
Type<release::Nozzle> nozzle() {
  using N = release::Nozzle;
  return choice<N>({{"birch_1984", N::birch_1984},
                    {"ewan_moodie", N::ewan_moodie},
                    {"birch_1987", N::birch_1987},
                    {"yuceil_otugen", N::yuceil_otugen},
                    {"molkov", N::molkov}});
}
Type<release::RainOut> rain_out() {
  using R = release::RainOut;
  return choice<R>(
      {{"de_vaull_king", R::de_vaull_king}, {"ccps", R::ccps}, {"purple_book", R::purple_book}, {"none", R::none}});
}
Type<release::Surface> surface() {
  using S = release::Surface;
  return choice<S>({{"concrete", S::concrete},
                    {"soil", S::soil},
                    {"dry_sand", S::dry_sand},
                    {"moist_sand", S::moist_sand},
                    {"gravel", S::gravel},
                    {"water", S::water}});
}

}  // namespace leak_words

void report_problems(const Spot& spot, const std::vector<release::Problem>& problems, Report& report) {
  for (const release::Problem& problem : problems) {
    const Node* given = spot.node.find(problem.key);
    if (given != nullptr)
      report.refuse({*given, &spot, problem.key}, problem.text);
    else
      report.refuse_key(spot, problem.key, problem.text);
  }
}

}  // namespace muster::sim
