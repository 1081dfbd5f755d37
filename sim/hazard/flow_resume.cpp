// What FlowAir keeps of a run, so that one that was cut short goes on: up to the last state that was kept its air is
// told again instead of computed.
#include "base/bytes.h"
#include "sim/hazard/flow_box.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>

namespace muster::sim {

namespace {

constexpr uint8_t asked_composition = 1, asked_temperature = 2;

[[noreturn]] void differs(double time) {
  throw ResumeError(fmt::format("at {:g} s the run asks for something else than the run that was cut short did", time));
}

}  // namespace

bool FlowAir::restarts() const { return !box_->steady; }

void FlowAir::keep(std::unique_ptr<Checkpoints> in) {
  MUSTER_CHECK(restarts() && !box_->begun(), "kept from {} s on", time_);
  MUSTER_CHECK(box_->grid.stored <= std::numeric_limits<uint32_t>::max(), "{} cells", box_->grid.stored);
  box_->checkpoints = std::move(in);
  box_->checkpoints->begin();
}

void FlowAir::finish() {
  if (box_->checkpoints) box_->checkpoints->finish();
}

/// FNV-1a.
void FlowAir::Box::ask(char what, std::initializer_list<double> values) {
  constexpr uint64_t prime = 0x100000001b3;
  asked = (asked ^ static_cast<uint64_t>(what)) * prime;
  for (const double value : values) asked = (asked ^ std::bit_cast<uint64_t>(value)) * prime;
}

void FlowAir::Box::ask(const flow::Source& source) {
  for (const flow::Emission& e : source.emission) {
    ask('s', {e.time, e.temperature, e.heat, e.drops, e.velocity.x(), e.velocity.y(), e.velocity.z()});
    for (const double rate : e.rate) ask('r', {rate});
  }
}

/// The time of the run is that of a change. True: it is told again.
bool FlowAir::Box::told_again(AirRecord::Change change, double time) {
  if (checkpoints && checkpoints->replays()) {
    retold = checkpoints->next();
    if (retold->change != change || retold->time != time || retold->asked != asked) differs(time);
    warnings.insert(warnings.end(), retold->warnings.begin(), retold->warnings.end());
    return true;
  }
  if (checkpoints && checkpoints->has_state() && change != AirRecord::Change::computed) differs(time);
  return false;
}

/// After what has been told again.
void FlowAir::Box::take_up(double time) {
  retold.reset();
  checkpoints->take_up(time, [&](std::istream& in) {
    uint64_t then = 0, told = 0;
    double at = 0;
    if (!get(in, then) || !get(in, at)) return false;
    if (then != asked || at != time) differs(time);
    if (!get(in, steps) || !get(in, unconverged) || !get(in, clipped) || !get(in, starved) || !get(in, short_steps) ||
        !get(in, told_pressure) || !get(in, seconds))
      return false;
    for (char& one : left)
      if (!get(in, one)) return false;
    if (!get(in, told)) return false;
    std::string bytes(told, '\0');
    if (!in.read(bytes.data(), static_cast<std::streamsize>(told))) return false;
    const AirRecord so_far = unpacked(bytes);
    warnings.insert(warnings.end(), so_far.warnings.begin(), so_far.warnings.end());
    return air->load(in);
  });
}

void FlowAir::Box::keep_state(double time, size_t warned) {
  if (!checkpoints || !checkpoints->due()) return;
  checkpoints->save([&](std::ostream& out) {
    put(out, asked), put(out, time);
    put(out, steps), put(out, unconverged), put(out, clipped), put(out, starved), put(out, short_steps);
    put(out, told_pressure), put(out, seconds);
    for (const char one : left) put(out, one);
    AirRecord so_far;
    so_far.warnings.assign(warnings.begin() + static_cast<std::ptrdiff_t>(warned), warnings.end());
    const std::string bytes = packed(so_far);
    put(out, static_cast<uint64_t>(bytes.size()));
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    air->save(out);
  });
}

/// From a change on what is asked for is noted.
void FlowAir::Box::note_from(AirRecord::Change change, double time, double flammable, size_t warned) {
  if (!checkpoints || !checkpoints->keeps()) return;
  noted.emplace();
  noted->change = change, noted->time = time, noted->clock = clock(), noted->asked = asked;
  noted->flammable = flammable;
  noted->warnings.assign(warnings.begin() + static_cast<std::ptrdiff_t>(warned), warnings.end());
  asked_for.resize(grid.stored, 0);
}

/// Before the next change.
void FlowAir::Box::close_note() {
  if (!noted) return;
  const flow::Scalars& scalars = air->scalars();
  for (size_t c = 0; c < asked_for.size(); ++c) {
    if (asked_for[c] == 0) continue;
    const auto cell = static_cast<ptrdiff_t>(c);
    if ((asked_for[c] & asked_composition) != 0) {
      noted->cells.push_back(static_cast<uint32_t>(c));
      for (size_t gas = 0; gas < names.size(); ++gas) noted->held.push_back(scalars.amount[gas][cell]);
      if (!smokes.empty()) noted->held.push_back(scalars.density[cell]);
    }
    if ((asked_for[c] & asked_temperature) != 0)
      noted->warm.push_back(static_cast<uint32_t>(c)), noted->kelvin.push_back(air->temperature(cell));
    asked_for[c] = 0;
  }
  checkpoints->add(*noted);
  noted.reset();
}

/// By any thread.
void FlowAir::Box::note(ptrdiff_t cell, uint8_t what) {
  if (!noted) return;
  const std::atomic_ref<uint8_t> one(asked_for[static_cast<size_t>(cell)]);
  if ((one.load(std::memory_order_relaxed) & what) == 0) one.fetch_or(what, std::memory_order_relaxed);
}

std::optional<ptrdiff_t> FlowAir::Box::composition_asked(const Vec3& place) {
  const std::optional<ptrdiff_t> cell = air_at(place);
  if (cell) note(*cell, asked_composition);
  return cell;
}

std::optional<ptrdiff_t> FlowAir::Box::temperature_asked(const Vec3& place) {
  const std::optional<ptrdiff_t> cell = air_at(place);
  if (cell) note(*cell, asked_temperature);
  return cell;
}

const float* FlowAir::Box::told(ptrdiff_t cell) const {
  const auto at = std::lower_bound(retold->cells.begin(), retold->cells.end(), static_cast<uint32_t>(cell));
  if (at == retold->cells.end() || *at != static_cast<uint32_t>(cell)) differs(retold->time);
  return retold->held.data() +
         static_cast<size_t>(at - retold->cells.begin()) * (names.size() + (smokes.empty() ? 0 : 1));
}

double FlowAir::Box::told_temperature(ptrdiff_t cell) const {
  const auto at = std::lower_bound(retold->warm.begin(), retold->warm.end(), static_cast<uint32_t>(cell));
  if (at == retold->warm.end() || *at != static_cast<uint32_t>(cell)) differs(retold->time);
  return retold->kelvin[static_cast<size_t>(at - retold->warm.begin())];
}

const std::vector<std::vector<float>>& FlowAir::Box::told_fields() const {
  if (retold->fields.empty()) differs(retold->time);
  return retold->fields;
}

}  // namespace muster::sim
