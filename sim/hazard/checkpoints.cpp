#include "sim/hazard/checkpoints.h"

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <streambuf>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <zlib.h>

namespace muster::sim {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The first bytes of both files: their names and version.
constexpr std::array<char, 8> journal_magic = {'m', 's', 't', 'r', 'j', 'n', 'l', '1'};
constexpr std::array<char, 8> state_magic = {'m', 's', 't', 'r', 's', 't', 't', '1'};
/// States take no more than one part in so many of the wall time, unless they are wanted more often than this [s].
constexpr double share = 50, often = 1;

uint32_t checksum(uint32_t before, const char* bytes, size_t count) {
  if (count == 0) return before;  // zlib takes a null pointer for a new start
  return static_cast<uint32_t>(crc32_z(before, reinterpret_cast<const Bytef*>(bytes), count));
}

/// A journal's record: its length, its checksum, its bytes. False where the file ends before or within it, or where it
/// is damaged.
bool get_record(std::istream& in, uint64_t left, std::string& bytes) {
  uint64_t size = 0;
  uint32_t sum = 0;
  if (!get(in, size) || !get(in, sum) || size > left) return false;
  bytes.resize(size);
  return in.read(bytes.data(), static_cast<std::streamsize>(size)) && checksum(0, bytes.data(), size) == sum;
}

uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

[[noreturn]] void refuse(const fs::path& file, const std::string& problem) {
  throw InputError(Mistake{"", 0, "--resume", file.string(), problem});
}

constexpr const char* anew = "; without --resume the run starts anew";

}  // namespace

/// A file that is written to its end and counts what it holds; throws std::system_error.
class CheckedFile : public std::streambuf {
 public:
  CheckedFile(const fs::path& path, int flags) : file_(open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666)) {
    if (file_ < 0) fail();
  }
  ~CheckedFile() override { ::close(file_); }
  CheckedFile(const CheckedFile&) = delete;
  CheckedFile& operator=(const CheckedFile&) = delete;

  void write(const char* bytes, size_t count) {
    sum_ = checksum(sum_, bytes, count), size_ += count;
    while (count > 0) {
      const ssize_t n = ::write(file_, bytes, count);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail();
      bytes += n, count -= static_cast<size_t>(n);
    }
  }
  template <class T>
  void put(const T& value) {
    write(reinterpret_cast<const char*>(&value), sizeof value);
  }
  /// Goes on after so many bytes; what came behind is gone.
  void cut(uint64_t bytes) {
    if (ftruncate(file_, static_cast<off_t>(bytes)) != 0 || lseek(file_, 0, SEEK_END) < 0) fail();
    size_ = bytes;
  }
  /// Nothing of it is lost with the power from here on.
  void settle() const {
    if (fsync(file_) != 0) fail();
  }
  uint32_t sum() const { return sum_; }
  uint64_t size() const { return size_; }

 protected:
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    write(bytes, static_cast<size_t>(count));
    return count;
  }
  int_type overflow(int_type c) override {
    put(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }

 private:
  [[noreturn]] static void fail() { throw std::system_error(errno, std::generic_category()); }

  int file_;
  uint32_t sum_ = 0;
  uint64_t size_ = 0;
};

bool remove_checkpoints(const fs::path& folder) {
  bool any = false;
  for (const std::string& name :
       {std::string(journal_name), std::string(state_name), state_name + std::string(".part")}) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / name, ignored)) any = fs::remove(folder / name, ignored) || any;
  }
  return any;
}

Checkpoints::Checkpoints(Keeping keeping) : keeping_(std::move(keeping)) {}

Checkpoints::~Checkpoints() = default;

std::unique_ptr<Checkpoints> Checkpoints::left_behind(Keeping keeping) {
  auto kept = std::make_unique<Checkpoints>(std::move(keeping));
  std::error_code error;
  if (!fs::is_regular_file(kept->journal(), error))
    refuse(kept->keeping_.folder, fmt::format("there is nothing to go on from: no {}, which a run with [flow] keeps "
                                              "until it is complete{}",
                                              journal_name, anew));
  kept->check_identity();
  if (!fs::is_regular_file(kept->state(), error)) {
    kept->keeping_.tell("the run was cut short before a state of its air was kept: it starts anew");
    return kept;
  }
  kept->check_state();
  kept->check_records();
  return kept;
}

/// What differs, in the order of its names.
void Checkpoints::check_identity() {
  from_.open(journal(), std::ios::binary);
  std::array<char, 8> magic{};
  std::string first;
  if (!from_ || !get(from_, magic)) refuse(journal(), std::string("cannot be read") + anew);
  if (magic != journal_magic) refuse(journal(), std::string("is no journal of this version") + anew);
  Json identity;
  if (get_record(from_, size_of(journal()), first)) identity = Json::parse(first, nullptr, false);
  if (!identity.is_object()) refuse(journal(), std::string("is damaged: its first record cannot be read") + anew);
  for (const auto& [name, value] : keeping_.identity)
    if (identity.value(name, "") != value) refuse(journal(), fmt::format("is of a run with another {}{}", name, anew));
  bytes_ = static_cast<uint64_t>(from_.tellg());
}

/// The state as a whole, and where in the journal it stands.
void Checkpoints::check_state() {
  std::ifstream file(state(), std::ios::binary);
  std::array<char, 8> magic{};
  const uint64_t size = size_of(state());
  uint32_t sum = 0, told = 0;
  std::vector<char> part(size_t{1} << 20);
  constexpr uint64_t head = sizeof magic + 2 * sizeof(uint64_t);
  if (!file || size < head + sizeof told) refuse(state(), std::string("is damaged: it is too short") + anew);
  for (uint64_t left = size - sizeof told; left > 0;) {
    const uint64_t n = std::min<uint64_t>(left, part.size());
    if (!file.read(part.data(), static_cast<std::streamsize>(n))) refuse(state(), std::string("cannot be read") + anew);
    sum = checksum(sum, part.data(), n), left -= n;
  }
  if (!get(file, told) || told != sum) refuse(state(), std::string("is damaged: its checksum differs") + anew);
  file.seekg(0);
  if (!get(file, magic) || magic != state_magic || !get(file, records_) || !get(file, bytes_))
    refuse(state(), std::string("is no state of this version") + anew);
  has_state_ = true;
}

/// All records before the state.
void Checkpoints::check_records() {
  const auto start = from_.tellg();
  std::string bytes;
  for (uint64_t n = 0; n < records_; ++n)
    if (!get_record(from_, bytes_, bytes))
      refuse(journal(), fmt::format("is damaged: record {} of {} cannot be read{}", n + 1, records_, anew));
  if (static_cast<uint64_t>(from_.tellg()) != bytes_)
    refuse(journal(), std::string("does not belong to the state beside it") + anew);
  from_.seekg(start);
}

void Checkpoints::begin() {
  begun_ = true;
  saved_ = Clock::now();
  if (has_state_) return;
  if (remove_checkpoints(keeping_.folder) && !from_.is_open())
    keeping_.tell("the run before was cut short; this one starts anew (--resume goes on with it)");
  from_.close();
  Json identity = Json::object();
  for (const auto& [name, value] : keeping_.identity) identity[name] = value;
  try {
    to_ = std::make_unique<CheckedFile>(journal(), O_CREAT | O_TRUNC);
    to_->put(journal_magic);
    append(identity.dump());
  } catch (const std::system_error& error) {
    give_up(error.code().message());
  }
}

void Checkpoints::finish() {
  to_.reset();
  remove_checkpoints(keeping_.folder);
}

AirRecord Checkpoints::next() {
  std::string bytes;
  if (!get_record(from_, bytes_, bytes)) throw ResumeError(journal().string() + ": cannot be read any more");
  ++replayed_;
  return unpacked(bytes);
}

void Checkpoints::take_up(double time, const std::function<bool(std::istream&)>& read) {
  std::ifstream file(state(), std::ios::binary);
  file.seekg(sizeof state_magic + 2 * sizeof(uint64_t));
  if (!read(file)) throw ResumeError(state().string() + ": is of something else");
  keeping_.tell(
      fmt::format("the air is computed on from before {:g} s; until there it is read from what was kept", time));
  from_.close();
  has_state_ = false;
  saved_ = Clock::now();
  try {
    to_ = std::make_unique<CheckedFile>(journal(), 0);
    to_->cut(bytes_);
    added_ = records_;
  } catch (const std::system_error& error) {
    give_up(error.code().message());
  }
}

void Checkpoints::append(const std::string& bytes) {
  to_->put(static_cast<uint64_t>(bytes.size()));
  to_->put(checksum(0, bytes.data(), bytes.size()));
  to_->write(bytes.data(), bytes.size());
}

void Checkpoints::add(const AirRecord& record) {
  if (!keeps()) return;
  try {
    append(packed(record));
    ++added_;
  } catch (const std::system_error& error) {
    give_up(error.code().message());
  }
}

bool Checkpoints::due() const {
  const double since = std::chrono::duration<double>(Clock::now() - saved_).count();
  return keeps() && since >= (keeping_.every < often ? keeping_.every : std::max(keeping_.every, share * took_));
}

void Checkpoints::save(const std::function<void(std::ostream&)>& write) {
  if (!keeps()) return;
  const auto from = Clock::now();
  const fs::path part = state().string() + ".part";
  try {
    to_->settle();
    CheckedFile file(part, O_CREAT | O_TRUNC);
    file.put(state_magic), file.put(added_), file.put(to_->size());
    std::ostream out(&file);
    out.exceptions(std::ios::badbit);  // hands on what the file throws
    write(out);
    file.put(file.sum());
    file.settle();
    fs::rename(part, state());
  } catch (const std::system_error& error) {
    give_up(error.code().message());
  }
  saved_ = Clock::now();
  took_ = std::chrono::duration<double>(saved_ - from).count();
}

/// The room that was taken is the results'.
void Checkpoints::give_up(const std::string& why) {
  failed_ = true;
  to_.reset();
  remove_checkpoints(keeping_.folder);
  keeping_.tell(
      fmt::format("the state of the run cannot be kept in {}: {}; the run goes on, --resume will not be able "
                  "to",
                  keeping_.folder.string(), why));
}

}  // namespace muster::sim
