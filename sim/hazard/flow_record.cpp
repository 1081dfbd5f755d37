#include "sim/hazard/flow_record.h"

#include "base/parallel.h"

#include <algorithm>
#include <cstring>
#include <span>

#include <zlib.h>

namespace muster::sim {

namespace {

/// Values that are compressed together, each block for itself, so that threads share the work.
constexpr size_t block = size_t{1} << 17;
/// Stronger compression takes several times as long for little, as for the fields of results.h5.
constexpr int level = Z_BEST_SPEED;

[[noreturn]] void damaged() { throw ResumeError("what was kept of the air is damaged"); }

class Writer {
 public:
  template <class T>
  void value(const T& v) {
    bytes_.append(reinterpret_cast<const char*>(&v), sizeof v);
  }
  void text(const std::string& t) {
    value(static_cast<uint64_t>(t.size()));
    bytes_ += t;
  }
  /// The first bytes of all values of a block, then the second ones: alike ones stand together.
  template <class T>
  void values(std::span<const T> all) {
    value(static_cast<uint64_t>(all.size()));
    std::vector<std::string> blocks((all.size() + block - 1) / block);
    parallel_for(blocks.size(), 1, [&](size_t begin, size_t end) {
      for (size_t b = begin; b < end; ++b) {
        const auto part = all.subspan(b * block, std::min(block, all.size() - b * block));
        const auto* from = reinterpret_cast<const Bytef*>(part.data());
        std::vector<Bytef> parted(part.size_bytes());
        for (size_t i = 0; i < part.size(); ++i)
          for (size_t byte = 0; byte < sizeof(T); ++byte) parted[byte * part.size() + i] = from[i * sizeof(T) + byte];
        uLongf size = compressBound(parted.size());
        blocks[b].resize(size);
        compress2(reinterpret_cast<Bytef*>(blocks[b].data()), &size, parted.data(), parted.size(), level);
        blocks[b].resize(size);
      }
    });
    for (const std::string& each : blocks) text(each);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T value() {
    T v;
    const std::string_view from = take(sizeof v);
    std::memcpy(&v, from.data(), sizeof v);
    return v;
  }
  std::string_view text() { return take(value<uint64_t>()); }
  template <class T>
  std::vector<T> values() {
    std::vector<T> all;
    const auto count = value<uint64_t>();
    if (count > most) damaged();
    all.resize(count);
    std::vector<Bytef> parted;
    for (size_t first = 0; first < count; first += block) {
      const size_t n = std::min<size_t>(block, count - first);
      parted.resize(n * sizeof(T));
      const std::string_view from = text();
      uLongf size = parted.size();
      if (uncompress(parted.data(), &size, reinterpret_cast<const Bytef*>(from.data()), from.size()) != Z_OK ||
          size != parted.size())
        damaged();
      auto* to = reinterpret_cast<Bytef*>(all.data() + first);
      for (size_t i = 0; i < n; ++i)
        for (size_t byte = 0; byte < sizeof(T); ++byte) to[i * sizeof(T) + byte] = parted[byte * n + i];
    }
    return all;
  }
  bool done() const { return bytes_.empty(); }

 private:
  static constexpr uint64_t most = uint64_t{1} << 32;  ///< a larger count is no count
  std::string_view take(uint64_t count) {
    if (count > bytes_.size()) damaged();
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  std::string_view bytes_;
};

}  // namespace

std::string packed(const AirRecord& record) {
  Writer out;
  out.value(record.change), out.value(record.time), out.value(record.clock), out.value(record.asked);
  out.value(record.flammable), out.value(static_cast<uint64_t>(record.warnings.size()));
  for (const Warning& warning : record.warnings)
    for (const std::string* each : {&warning.code, &warning.text, &warning.setting}) out.text(*each);
  out.values<uint32_t>(record.cells), out.values<float>(record.held);
  out.values<uint32_t>(record.warm), out.values<double>(record.kelvin);
  out.value(static_cast<uint64_t>(record.fields.size()));
  for (const std::vector<float>& field : record.fields) out.values<float>(field);
  return out.take();
}

AirRecord unpacked(std::string_view bytes) {
  Reader in(bytes);
  AirRecord record;
  record.change = in.value<AirRecord::Change>();
  record.time = in.value<double>(), record.clock = in.value<double>();
  record.asked = in.value<uint64_t>(), record.flammable = in.value<double>();
  for (auto n = in.value<uint64_t>(); n > 0; --n) {
    Warning& warning = record.warnings.emplace_back();
    for (std::string* each : {&warning.code, &warning.text, &warning.setting}) *each = in.text();
  }
  record.cells = in.values<uint32_t>(), record.held = in.values<float>();
  record.warm = in.values<uint32_t>(), record.kelvin = in.values<double>();
  for (auto n = in.value<uint64_t>(); n > 0; --n) record.fields.push_back(in.values<float>());
  if (!in.done() || record.kelvin.size() != record.warm.size()) damaged();
  return record;
}

}  // namespace muster::sim
