#include "sim/case/reaction_keys.h"

#include "sim/case/shapes.h"
#include "sim/case/units.h"

namespace muster::sim {

namespace {

/// A number, or points `[[t, value], ...]` with straight lines between.
Type<TimeSeries> series(Range range, const std::string& unit) {
  const Type<double> one = number(range, unit), time = number(within(0, 604800), "s");
  const Json point = {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", {{"type", "number"}}}};
  Type<TimeSeries> type;
  type.schema = {{"anyOf", Json::array({one.schema, {{"type", "array"}, {"items", point}, {"minItems", 1}}})},
                 {"x-unit", unit},
                 {"x-form", fmt::format("number in {}, or points `[[t, value], ...]`", range.str())}};
  type.read = [=](const Spot& spot, TimeSeries& value, Report& report) {
    const auto* list = spot.node.as<Node::List>();
    if (list == nullptr) {
      double constant = 0;
      if (!spot.node.as<int64_t>() && !spot.node.as<double>())
        return report.expected(spot, "a number or a list [[t, value], ...]"), false;
      if (!one.read(spot, constant, report)) return false;
      value = {{0, constant}};
      return true;
    }
    TimeSeries read;
    for (size_t i = 0; i < list->size(); ++i) {
      const Spot entry = spot.entry(i);
      const auto* pair = entry.node.as<Node::List>();
      if (pair == nullptr || pair->size() != 2) return report.expected(entry, "a point [t, value]"), false;
      double t = 0, v = 0;
      if (!time.read(entry.entry(0), t, report) || !one.read(entry.entry(1), v, report)) return false;
      if (!read.empty() && t <= read.back().first)
        return report.refuse(entry.entry(0), fmt::format("must be later than {}, the point before", read.back().first)),
               false;
      read.emplace_back(t, v);
    }
    if (read.empty()) return report.refuse(spot, "needs at least one point [t, value]"), false;
    value = std::move(read);
    return true;
  };
  type.show = [](const TimeSeries&) { return Json(); };
  return type;
}

}  // namespace

Table<AirSpec> air_table() {
  using A = AirSpec;
  Table<A> table(
      "The air of a place, as it was measured or computed elsewhere: smoke, its gases, its heat. With none of "
      "`spaces`, "
      "`storeys` and `polygon` it is everywhere; where several lie over one another the last one counts. Every value "
      "is "
      "a number, or points in time with straight lines between.");
  table.key("name", &A::name, text(), "its name", Need::required);
  table.key(
      "spaces", [](A & a) -> auto& { return a.place.spaces; }, texts(), "names (globs) of spaces");
  table.key(
      "storeys", [](A & a) -> auto& { return a.place.storeys; }, texts(), "names (globs) of storeys");
  table.key(
      "polygon", [](A & a) -> auto& { return a.place.polygon; }, plan_polygon(), "its outline, `[[x, y], ...]`");
  table.key(
      "z_m", [](A & a) -> auto& { return a.place.z; }, coordinate(),
      "height of `polygon`; needed where floors overlap there");
  table.key("extinction_per_m", &A::extinction, series(within(0, 100), "1/m"), "of light by smoke");
  table.key("co_ppm", &A::co, series(within(0, 1e6), "ppm"), "carbon monoxide");
  table.key("hcn_ppm", &A::hcn, series(within(0, 1e5), "ppm"), "hydrogen cyanide");
  table.key("hcl_ppm", &A::hcl, series(within(0, 1e6), "ppm"), "hydrogen chloride");
  table.key("no2_ppm", &A::no2, series(within(0, 1e6), "ppm"), "nitrogen dioxide");
  table.key("so2_ppm", &A::so2, series(within(0, 1e6), "ppm"), "sulphur dioxide");
  table.key("acrolein_ppm", &A::acrolein, series(within(0, 1e6), "ppm"), "acrolein");
  table.key("co2_percent", &A::co2, series(within(0, 60), "%"), "carbon dioxide, volume");
  table.key("o2_percent", &A::o2, series(within(0, 25), "%"), "oxygen, volume; without it 20.9");
  table.key("temperature_C", &A::temperature, series(within(-60, 1200), "C"), "of what people breathe");
  table.at_most_one({"spaces", "storeys", "polygon"}).only_with("z_m", {"polygon"});
  return table;
}

namespace {

Table<ProtectionSpec> protection_table() {
  using P = ProtectionSpec;
  Table<P> table(
      "What some people breathe through from the start. Carbon dioxide and the lack of oxygen pass every filter; smoke "
      "still hides the way, and heat is felt.");
  table.key("people", &P::people, texts(), "names (globs) of groups of people", Need::required);
  table.key("factor", &P::factor, number(within(1, 1e6), ""),
            "protection factor: of the gases around them only 1/factor is breathed. Assigned factors: half mask 10, "
            "full-face mask 50, self-contained breathing apparatus 10 000 (OSHA 29 CFR 1910.134)",
            Need::required);
  return table;
}

Table<crowd::Rescue> rescue_table() {
  using R = crowd::Rescue;
  Table<R> table(
      "Those who fell are brought out: people with `helps`, rescue teams that come in (`[[inflow]]`) among them, carry "
      "them "
      "by hand, as wide as they are, on the way out that they would have taken themselves. Without this table they lie "
      "where they fell.");
  table.key("by", &R::by, texts(), "names (globs) of groups with `helps` that go in for them; without it all of them");
  table.key("helpers", &R::helpers, whole(1, 8), "how many must be there for each");
  table.key("speed_m_s", &R::speed, number(within(0.05, 3), "m/s"), "on the level");
  table.key("stairs_m_s", &R::stairs, number(within(0.05, 3), "m/s"), "horizontal speed on stairs, at most the former");
  table.key("prepare_s", &R::prepare, number(within(0, 3600), "s"), "from the last helper's arrival until they move");
  table.key("unload_s", &R::unload, number(within(0, 3600), "s"), "at the exit, before the helpers are free");
  table.key("priority", &R::priority, whole(-100, 100),
            "against that of people who need help (`needs_help`): higher ones are fetched first");
  return table;
}

}  // namespace

Table<ReactionSettings> reactions_table() {
  using R = ReactionSettings;
  using L = exposure::SmokeLaw;
  Table<R> table("What hazards make of people on their way. Without hazards nothing of it applies.");
  Type<std::optional<L>> law = choice<std::optional<L>>({{"fridolf_2019", L::fridolf_2019},
                                                         {"lund", L::lund},
                                                         {"fridolf_2018", L::fridolf_2018},
                                                         {"nist", L::nist},
                                                         {"none", std::nullopt}});
  table.key(
      "smoke_law", [](R & r) -> auto& { return r.smoke; }, law,
      "how smoke slows people: Fridolf et al. 2019, Frantzich and Nilsson of Lund 2003 as in FDS+Evac, Fridolf et al. "
      "2018, the example of NIST TN 1822, or not at all");
  table.key("looks_for", &R::sign,
            choice<double>({{"reflecting", exposure::reflecting_sign}, {"lit", exposure::lit_sign}}),
            "signs and walls that reflect light, or that are lit: visibility is 3 or 8 over the extinction");
  table.key("fed", &R::fed, choice<R::Fed>({{"purser", R::Fed::purser}, {"iso_13571", R::Fed::iso_13571}}),
            "whose fractional effective dose of smoke's gases");
  using E = exposure::Effort;
  table.key("effort", &R::effort, choice<E>({{"rest", E::rest}, {"light", E::light}, {"heavy", E::heavy}}),
            "how hard people work, for the uptake of carbon monoxide (Purser)");
  using F = R::Falls;
  table.key("falls", &R::falls, choice<F>({{"half", F::half}, {"drawn", F::drawn}, {"never", F::never}}),
            "people fall at the dose that half of them bear, each at a dose drawn for him, or never");
  table.key("avoid", &R::avoid, flag(),
            "who sees, smells, feels or is told of a danger takes ways that avoid it; otherwise nobody does");
  table.key("news_every_s", &R::news, number(within(1, 3600), "s"),
            "at most this often those who know learn how the danger has spread; the first of them at once. Without it "
            "`hazards.every_s`, and 30 s at least in places of more than a million floor cells");
  table.key("protection", &R::protection, list_of(protection_table().type()), "");
  table.key("rescue", &R::rescue, rescue_table().type(), "");
  return table;
}

Table<DetectorSpec> detector_table() {
  using D = DetectorSpec;
  Table<D> table("Something that notices a hazard and then sounds alarms, shuts the valves of leaks or runs fans.");
  table.key("name", &D::name, text(), "its name", Need::required);
  table.key("kind", &D::kind,
            choice<D::Kind>({{"gas", D::Kind::gas}, {"smoke", D::Kind::smoke}, {"heat", D::Kind::heat}}),
            "what it notices", Need::required);
  table.key("at", &D::at, plan_point(), "where, `[x, y]`", Need::required);
  table.key("z_m", &D::z, coordinate(), "height of the floor below it; needed where floors overlap there");
  table.key("height_m", &D::height, number(within(0, 100), "m"), "of it above that floor");
  table.key("substance", &D::substance, text(), "of gas: the leaks' substance that it notices; without it any");
  table.key("threshold_ppm", &D::gas, number(above(0, 1e6), "ppm"), "of gas");
  table.key("threshold_per_m", &D::extinction, number(above(0, 100), "1/m"), "of smoke: extinction");
  table.key("threshold_C", &D::temperature, number(within(20, 1000), "C"), "of heat: temperature of the air");
  table.key(
      "threshold_kW_m2", [](D & d) -> auto& { return d.flux; }, scaled(above(0, 1000), "kW/m2", 1000),
      "of heat: radiation of fires");
  table.key("delay_s", &D::delay, number(within(0, 86400), "s"), "from the threshold to what it does");
  table.key("sounds", &D::sounds, texts(), "names (globs) of alarms; those without `at_s` sound by nothing else");
  table.key("shuts", &D::shuts, texts(), "names (globs) of leaks whose valve it shuts");
  table.key("shut_takes_s", &D::shut_takes, number(within(0, 86400), "s"),
            "from then until nothing flows out any more");
  table.key("tells", &D::tells, flag(), "who hears its alarms is told of the danger, and takes ways that avoid it");
  table.key(
      "ventilates", &D::ventilates, texts(),
      "names (globs) of `[[enclosure]]`s and of spaces of the model whose air it has changed otherwise from then on: "
      "extraction starts, or ventilation stops");
  table.key("air_changes_per_h", &D::air_changes_per_h, number(within(0, 1000), "1/h"), "of these from then on");
  table.key("starts", &D::starts, texts(),
            "names (globs) of fans of `[flow]` that it starts, in their `ramp_s`; they do not run before");
  table.key("stops", &D::stops, texts(), "names (globs) of fans of `[flow]` that it stops, in their `ramp_s`");
  table.only_with("shut_takes_s", {"shuts"}).only_with("tells", {"sounds"});
  table.only_with("air_changes_per_h", {"ventilates"}).only_with("ventilates", {"air_changes_per_h"});
  table.check([](const Spot& spot, D& d, Report& report) {
    const auto needs = [&](D::Kind kind, std::initializer_list<const char*> keys) {
      if (d.kind != kind) {
        for (const char* key : keys)
          if (const Node* node = spot.node.find(key))
            report.refuse({*node, &spot, key}, "belongs to another kind of detector");
        return;
      }
      int given = 0;
      for (const char* key : keys) given += spot.node.find(key) != nullptr ? 1 : 0;
      if (given == 0) report.refuse_key(spot, *keys.begin(), "is required of this kind of detector");
    };
    needs(D::Kind::gas, {"threshold_ppm"});
    needs(D::Kind::smoke, {"threshold_per_m"});
    needs(D::Kind::heat, {"threshold_C", "threshold_kW_m2"});
    if (d.kind != D::Kind::gas && !d.substance.empty())
      report.refuse_key(spot, "substance", "belongs to detectors of gas");
    const auto missing = [&](const char* key) { return spot.node.find(key) == nullptr; };
    if (missing("sounds") && missing("shuts") && missing("ventilates") && missing("starts") && missing("stops"))
      report.refuse_key(spot, "", "needs `sounds`, `shuts`, `ventilates`, `starts` or `stops`");
  });
  return table;
}

}  // namespace muster::sim
