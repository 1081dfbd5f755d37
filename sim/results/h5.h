#pragma once
// The C interface of HDF5 behind a few owning types. HDF5's serial library must not be entered by two threads at once:
// whoever calls anything here, or HDF5 itself, holds a Lock meanwhile.

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <hdf5.h>

namespace muster::results::h5 {

/// Held during any use of HDF5 in this process. The first one sets the library up (no printing, no closing at exit).
class Lock {
 public:
  Lock();

 private:
  std::unique_lock<std::recursive_mutex> lock_;
};

/// Throws ResultsError: `what`, and the innermost message of HDF5's error stack in words.
[[noreturn]] void fail(const std::string& what);

/// `result` where it is not negative, otherwise fail().
template <class Result>
Result check(Result result, const std::string& what) {
  if (result < 0) fail(what);
  return result;
}

/// Owns one identifier and closes it with `Close`.
template <herr_t (*Close)(hid_t)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(hid_t id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      reset();
      id_ = std::exchange(other.id_, H5I_INVALID_HID);
    }
    return *this;
  }
  ~Handle() { reset(); }
  operator hid_t() const { return id_; }
  /// Gives the identifier up without closing it.
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }
  void reset() {
    if (id_ >= 0) {
      const Lock lock;
      Close(std::exchange(id_, H5I_INVALID_HID));
    }
  }

 private:
  hid_t id_ = H5I_INVALID_HID;
};
using File = Handle<H5Fclose>;
using Group = Handle<H5Gclose>;
using Dataset = Handle<H5Dclose>;
using Attribute = Handle<H5Aclose>;
using Space = Handle<H5Sclose>;
using Type = Handle<H5Tclose>;
using Properties = Handle<H5Pclose>;

/// The type of T in memory.
template <class T>
hid_t native() {
  if constexpr (std::is_same_v<T, double>)
    return H5T_NATIVE_DOUBLE;
  else if constexpr (std::is_same_v<T, float>)
    return H5T_NATIVE_FLOAT;
  else if constexpr (std::is_same_v<T, int8_t>)
    return H5T_NATIVE_INT8;
  else if constexpr (std::is_same_v<T, uint8_t>)
    return H5T_NATIVE_UINT8;
  else if constexpr (std::is_same_v<T, int16_t>)
    return H5T_NATIVE_INT16;
  else if constexpr (std::is_same_v<T, uint16_t>)
    return H5T_NATIVE_UINT16;
  else if constexpr (std::is_same_v<T, int32_t>)
    return H5T_NATIVE_INT32;
  else if constexpr (std::is_same_v<T, uint32_t>)
    return H5T_NATIVE_UINT32;
  else if constexpr (std::is_same_v<T, int64_t>)
    return H5T_NATIVE_INT64;
  else {
    static_assert(std::is_same_v<T, uint64_t>);
    return H5T_NATIVE_UINT64;
  }
}

/// A new file, by default in the newest format of this library, which writing and reading at once needs.
File create_file(const std::filesystem::path& path, H5F_libver_t oldest = H5F_LIBVER_LATEST);
/// `flags` as for H5Fopen. File locks are used where the file system has them.
File open_file(const std::filesystem::path& path, unsigned flags);

Group create_group(hid_t parent, const std::string& name);
Group open_group(hid_t parent, const std::string& name);
Dataset open_dataset(hid_t parent, const std::string& name);
bool exists(hid_t parent, const std::string& name);

/// A text of fixed length in UTF-8; an empty text becomes one zero byte.
void write_attribute(hid_t where, const std::string& name, const std::string& text);
/// A text of variable length, as h5py reads and writes it.
void write_text_attribute(hid_t where, const std::string& name, const std::string& text);
void write_attribute(hid_t where, const std::string& name, double value);
void write_attribute(hid_t where, const std::string& name, int64_t value);
void write_attribute(hid_t where, const std::string& name, uint64_t value);
void write_attribute(hid_t where, const std::string& name, std::span<const double> values);
/// A text of either kind. Throws ResultsError where it is absent or something else.
std::string read_text(hid_t where, const std::string& name);
template <class T>
T read_number(hid_t where, const std::string& name) {
  const Attribute attribute(check(H5Aopen(where, name.c_str(), H5P_DEFAULT), "no attribute '" + name + "'"));
  const Space space(check(H5Aget_space(attribute), name));
  if (H5Sget_simple_extent_npoints(space) != 1) fail("attribute '" + name + "' is not one number");
  T value{};
  check(H5Aread(attribute, native<T>(), &value), "attribute '" + name + "' cannot be read");
  return value;
}

/// A whole dataset of `columns` values a row, compressed where it pays. `units` as in docs/formats.md.
void write_values(hid_t parent, const std::string& name, hid_t type, const void* values, size_t rows, size_t columns,
                  const std::string& units);
template <class T>
void write(hid_t parent, const std::string& name, const std::vector<T>& values, const std::string& units,
           size_t columns = 1) {
  write_values(parent, name, native<T>(), values.data(), values.size() / columns, columns, units);
}
/// Texts of fixed length in UTF-8, filled with zero bytes.
void write_texts(hid_t parent, const std::string& name, const std::vector<std::string>& texts);
std::vector<std::string> read_texts(hid_t parent, const std::string& name);
/// One text as a dataset without dimensions.
void write_text(hid_t parent, const std::string& name, const std::string& text);
std::string read_text_dataset(hid_t parent, const std::string& name);

/// Rows of a dataset of one or two dimensions; `columns` must match.
size_t rows(hid_t dataset, const std::string& name, size_t columns = 1);
/// Rows [first, first + count) into `out`.
void read_rows(hid_t dataset, const std::string& name, hid_t type, size_t first, size_t count, size_t columns,
               void* out);
/// All of a dataset. Throws ResultsError where it has more than 2^31 rows (no writer makes such a one).
template <class T>
std::vector<T> read(hid_t parent, const std::string& name, size_t columns = 1) {
  const Dataset dataset = open_dataset(parent, name);
  const size_t count = rows(dataset, name, columns);
  if (count > (size_t{1} << 31)) fail("dataset '" + name + "' is too long");
  std::vector<T> values(count * columns);
  read_rows(dataset, name, native<T>(), 0, count, columns, values.data());
  return values;
}

/// A one-dimensional dataset without rows that can grow by `Appender`s, `chunk` rows at a time.
void create_growing(hid_t parent, const std::string& name, hid_t type, size_t chunk, bool compress,
                    const std::string& units);
/// A type of texts of `bytes` bytes.
Type text_type(size_t bytes);

/// Appends to a growing dataset. Rows gather in memory and are written when they fill a chunk, or at flush(): small
/// pieces appended to a large compressed chunk would be decompressed and compressed again each time.
class Appender {
 public:
  Appender() = default;
  /// `type`, of `size` bytes, is the type of rows in memory and must outlive this.
  Appender(hid_t parent, const std::string& name, hid_t type, size_t size);

  /// `count` rows of the size given.
  void append(const void* values, size_t count);
  template <class T>
  void append(const std::vector<T>& values) {
    append(values.data(), values.size());
  }
  /// Hands everything so far to the operating system, so that readers find it.
  void flush();
  /// Overwrites from the first row on and makes the dataset at least `count` rows long. Not to be mixed with append().
  void replace(const void* values, size_t count);
  /// Rows appended so far.
  uint64_t size() const { return written_ + buffer_.size() / size_; }
  /// Gives the dataset up without closing it.
  void abandon() { dataset_.release(); }

 private:
  void write(uint64_t first, const void* values, size_t count);

  Dataset dataset_;
  std::string name_;
  hid_t type_ = H5I_INVALID_HID;
  size_t size_ = 1;
  size_t chunk_ = 1;          ///< rows
  uint64_t written_ = 0;      ///< rows in complete chunks
  uint64_t extent_ = 0;       ///< rows of the dataset
  std::vector<char> buffer_;  ///< rows of the chunk begun
  bool dirty_ = false;
};

}  // namespace muster::results::h5
