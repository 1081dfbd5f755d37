#include "sim/results/h5.h"

#include "base/error.h"
#include "sim/results/frame.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace muster::results::h5 {

namespace {

/// deflate above 1 buys nothing on such data (measured); small datasets are not worth a chunk index.
constexpr unsigned deflate_level = 1;
constexpr size_t compress_from_bytes = 4096;
constexpr size_t chunk_bytes = 1 << 16;
/// Of one text; longer ones are not believed when reading.
constexpr size_t longest_text = size_t{1} << 28;

std::recursive_mutex& library() {
  static std::recursive_mutex mutex;
  return mutex;
}

herr_t first_message(unsigned depth, const H5E_error2_t* error, void* text) {
  if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// The reason of the operating system within a message such as "..., errno = 28, error message = 'No space left', ...".
std::string in_words(const std::string& message) {
  const std::string key = "error message = '";
  const size_t begin = message.find(key);
  if (begin == std::string::npos) return message;
  const size_t end = message.find('\'', begin + key.size());
  return message.substr(begin + key.size(), end - begin - key.size());
}

void write_scalar(hid_t where, const std::string& name, hid_t type, const void* value) {
  const Space space(check(H5Screate(H5S_SCALAR), name));
  const Attribute attribute(
      check(H5Acreate2(where, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute '" + name + "'"));
  check(H5Awrite(attribute, type, value), "attribute '" + name + "'");
}

Properties chunked(std::span<const hsize_t> chunk, bool compress) {
  Properties properties(check(H5Pcreate(H5P_DATASET_CREATE), "dataset properties"));
  check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), "chunks");
  if (compress) {
    check(H5Pset_shuffle(properties), "shuffle filter");
    check(H5Pset_deflate(properties, deflate_level), "deflate filter");
  }
  return properties;
}

Properties file_access(H5F_libver_t oldest = H5F_LIBVER_LATEST) {
  Properties access(check(H5Pcreate(H5P_FILE_ACCESS), "file properties"));
  check(H5Pset_libver_bounds(access, oldest, H5F_LIBVER_LATEST), "file version");
  check(H5Pset_file_locking(access, true, true), "file locking");
  return access;
}

size_t text_size(hid_t type, const std::string& name) {
  if (H5Tget_class(type) != H5T_STRING) fail("'" + name + "' is not a text");
  const size_t size = H5Tget_size(type);
  if (size == 0 || size > longest_text) fail("'" + name + "' is too long");
  return size;
}

std::string until_zero(const char* bytes, size_t size) { return {bytes, strnlen(bytes, size)}; }

}  // namespace

Lock::Lock() : lock_(library()) {
  // Whatever is left open after a failed write must not be written again at exit.
  static const bool ready = [] {
    H5dont_atexit();
    return H5open() >= 0;
  }();
  MUSTER_CHECK(ready, "the HDF5 library does not start");
  // Where the library was built for threads, each has its own setting.
  thread_local const herr_t quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  MUSTER_CHECK(quiet >= 0, "the HDF5 library cannot be kept from printing");
}

void fail(const std::string& what) {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_message, &reason);
  H5Eclear2(H5E_DEFAULT);
  throw ResultsError(reason.empty() ? what : what + ": " + in_words(reason));
}

File create_file(const std::filesystem::path& path, H5F_libver_t oldest) {
  return File(check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, file_access(oldest)), "cannot create"));
}

File open_file(const std::filesystem::path& path, unsigned flags) {
  return File(check(H5Fopen(path.c_str(), flags, file_access()), "cannot open"));
}

Group create_group(hid_t parent, const std::string& name) {
  return Group(check(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "group '" + name + "'"));
}

Group open_group(hid_t parent, const std::string& name) {
  return Group(check(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), "no group '" + name + "'"));
}

Dataset open_dataset(hid_t parent, const std::string& name) {
  return Dataset(check(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), "no dataset '" + name + "'"));
}

bool exists(hid_t parent, const std::string& name) { return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0; }

Type text_type(size_t bytes) {
  Type type(check(H5Tcopy(H5T_C_S1), "text type"));
  check(H5Tset_size(type, bytes), "text type");
  check(H5Tset_cset(type, H5T_CSET_UTF8), "text type");
  if (bytes != H5T_VARIABLE) check(H5Tset_strpad(type, H5T_STR_NULLPAD), "text type");
  return type;
}

void write_attribute(hid_t where, const std::string& name, const std::string& text) {
  write_scalar(where, name, text_type(std::max<size_t>(text.size(), 1)), text.c_str());
}

void write_text_attribute(hid_t where, const std::string& name, const std::string& text) {
  const char* value = text.c_str();
  write_scalar(where, name, text_type(H5T_VARIABLE), &value);
}

void write_attribute(hid_t where, const std::string& name, double value) {
  write_scalar(where, name, native<double>(), &value);
}

void write_attribute(hid_t where, const std::string& name, int64_t value) {
  write_scalar(where, name, native<int64_t>(), &value);
}

void write_attribute(hid_t where, const std::string& name, uint64_t value) {
  write_scalar(where, name, native<uint64_t>(), &value);
}

void write_attribute(hid_t where, const std::string& name, std::span<const double> values) {
  const hsize_t size = values.size();
  const Space space(check(H5Screate_simple(1, &size, nullptr), name));
  const Attribute attribute(check(H5Acreate2(where, name.c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT),
                                  "attribute '" + name + "'"));
  check(H5Awrite(attribute, H5T_NATIVE_DOUBLE, values.data()), "attribute '" + name + "'");
}

std::string read_text(hid_t where, const std::string& name) {
  const Attribute attribute(check(H5Aopen(where, name.c_str(), H5P_DEFAULT), "no attribute '" + name + "'"));
  const Space space(check(H5Aget_space(attribute), name));
  if (H5Sget_simple_extent_npoints(space) != 1) fail("attribute '" + name + "' is not one text");
  const Type type(check(H5Aget_type(attribute), name));
  const size_t size = text_size(type, name);
  if (H5Tis_variable_str(type) > 0) {
    char* value = nullptr;
    check(H5Aread(attribute, type, static_cast<void*>(&value)), "attribute '" + name + "'");
    std::string text = value == nullptr ? "" : value;
    H5free_memory(value);
    return text;
  }
  std::string bytes(size, '\0');
  check(H5Aread(attribute, type, bytes.data()), "attribute '" + name + "'");
  return until_zero(bytes.data(), size);
}

void write_values(hid_t parent, const std::string& name, hid_t type, const void* values, size_t count, size_t columns,
                  const std::string& units) {
  const std::array<hsize_t, 2> size = {count, columns};
  const int dimensions = columns == 1 ? 1 : 2;
  const Space space(check(H5Screate_simple(dimensions, size.data(), nullptr), name));
  const size_t row_bytes = H5Tget_size(type) * columns;
  Properties properties(check(H5Pcreate(H5P_DATASET_CREATE), name));
  if (count * row_bytes >= compress_from_bytes) {
    const std::array<hsize_t, 2> chunk = {std::min<hsize_t>(count, std::max<hsize_t>(chunk_bytes / row_bytes, 1)),
                                          columns};
    properties = chunked(std::span(chunk.data(), static_cast<size_t>(dimensions)), true);
  }
  const Dataset dataset(check(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                              "dataset '" + name + "'"));
  if (count > 0) check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "dataset '" + name + "'");
  write_attribute(dataset, "units", units);
}

void write_texts(hid_t parent, const std::string& name, const std::vector<std::string>& texts) {
  size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  std::vector<char> bytes(longest * texts.size(), '\0');
  for (size_t i = 0; i < texts.size(); ++i)
    std::copy(texts[i].begin(), texts[i].end(), bytes.begin() + static_cast<std::ptrdiff_t>(i * longest));
  write_values(parent, name, text_type(longest), bytes.data(), texts.size(), 1, "text");
}

std::vector<std::string> read_texts(hid_t parent, const std::string& name) {
  const Dataset dataset = open_dataset(parent, name);
  const Type type(check(H5Dget_type(dataset), name));
  const size_t size = text_size(type, name), count = rows(dataset, name);
  if (H5Tis_variable_str(type) > 0 || count > longest_text / size) fail("dataset '" + name + "' is not of short texts");
  std::vector<char> bytes(size * count);
  read_rows(dataset, name, type, 0, count, 1, bytes.data());
  std::vector<std::string> texts(count);
  for (size_t i = 0; i < count; ++i) texts[i] = until_zero(bytes.data() + i * size, size);
  return texts;
}

void write_text(hid_t parent, const std::string& name, const std::string& text) {
  const Type type = text_type(std::max<size_t>(text.size(), 1));
  const Space space(check(H5Screate(H5S_SCALAR), name));
  const Dataset dataset(check(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                              "dataset '" + name + "'"));
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.c_str()), "dataset '" + name + "'");
  write_attribute(dataset, "units", std::string("text"));
}

std::string read_text_dataset(hid_t parent, const std::string& name) {
  const Dataset dataset = open_dataset(parent, name);
  const Type type(check(H5Dget_type(dataset), name));
  const Space space(check(H5Dget_space(dataset), name));
  const size_t size = text_size(type, name);
  if (H5Tis_variable_str(type) > 0 || H5Sget_simple_extent_npoints(space) != 1) fail("'" + name + "' is not one text");
  std::string bytes(size, '\0');
  check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), "dataset '" + name + "'");
  return until_zero(bytes.data(), size);
}

size_t rows(hid_t dataset, const std::string& name, size_t columns) {
  const Space space(check(H5Dget_space(dataset), "dataset '" + name + "'"));
  std::array<hsize_t, 2> size = {0, 1};
  const int dimensions = H5Sget_simple_extent_ndims(space);
  if (dimensions != (columns == 1 ? 1 : 2)) fail("dataset '" + name + "' has another shape");
  check(H5Sget_simple_extent_dims(space, size.data(), nullptr), name);
  if (columns != 1 && size[1] != columns) fail("dataset '" + name + "' has another number of columns");
  return size[0];
}

void read_rows(hid_t dataset, const std::string& name, hid_t type, size_t first, size_t count, size_t columns,
               void* out) {
  if (count == 0) return;
  const std::array<hsize_t, 2> start = {first, 0}, size = {count, columns};
  const Space memory(check(H5Screate_simple(columns == 1 ? 1 : 2, size.data(), nullptr), name));
  const Space file(check(H5Dget_space(dataset), name));
  check(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr), name);
  check(H5Dread(dataset, type, memory, file, H5P_DEFAULT, out), "dataset '" + name + "' cannot be read");
}

void create_growing(hid_t parent, const std::string& name, hid_t type, size_t chunk, bool compress,
                    const std::string& units) {
  const hsize_t size = 0, most = H5S_UNLIMITED;
  const std::array<hsize_t, 1> chunk_size = {chunk};
  const Space space(check(H5Screate_simple(1, &size, &most), name));
  const Dataset dataset(check(
      H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, chunked(chunk_size, compress), H5P_DEFAULT), name));
  write_attribute(dataset, "units", units);
}

Appender::Appender(hid_t parent, const std::string& name, hid_t type, size_t size)
    : dataset_(open_dataset(parent, name)), name_(name), type_(type), size_(size) {
  const Properties properties(check(H5Dget_create_plist(dataset_), name));
  hsize_t chunk = 1;
  check(H5Pget_chunk(properties, 1, &chunk), name);
  chunk_ = chunk;
  extent_ = rows(dataset_, name);
  MUSTER_CHECK(extent_ == 0, "{} has {} rows already", name, extent_);
}

void Appender::append(const void* values, size_t count) {
  const char* next = static_cast<const char*>(values);
  dirty_ = dirty_ || count > 0;
  // Fill the chunk begun, write it when it is full.
  while (count > 0) {
    const size_t held = buffer_.size() / size_, take = std::min(count, chunk_ - held);
    if (held == 0 && take == chunk_) {
      write(written_, next, chunk_);
      written_ += chunk_;
    } else {
      buffer_.insert(buffer_.end(), next, next + take * size_);
      if (held + take == chunk_) {
        write(written_, buffer_.data(), chunk_);
        written_ += chunk_;
        buffer_.clear();
      }
    }
    next += take * size_;
    count -= take;
  }
}

void Appender::flush() {
  if (!dirty_) return;
  if (!buffer_.empty()) write(written_, buffer_.data(), buffer_.size() / size_);
  check(H5Dflush(dataset_), "cannot write '" + name_ + "'");
  dirty_ = false;
}

void Appender::replace(const void* values, size_t count) {
  write(0, values, count);
  dirty_ = true;
}

void Appender::write(uint64_t first, const void* values, size_t count) {
  if (count == 0) return;
  const hsize_t start = first, size = count, total = first + count;
  if (total > extent_) {
    check(H5Dset_extent(dataset_, &total), "cannot extend '" + name_ + "'");
    extent_ = total;
  }
  const Space memory(check(H5Screate_simple(1, &size, nullptr), name_));
  const Space file(check(H5Dget_space(dataset_), name_));
  check(H5Sselect_hyperslab(file, H5S_SELECT_SET, &start, nullptr, &size, nullptr), name_);
  check(H5Dwrite(dataset_, type_, memory, file, H5P_DEFAULT, values), "cannot write '" + name_ + "'");
}

}  // namespace muster::results::h5
