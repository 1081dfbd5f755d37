#include "scene/import/exchange/scene_file.h"

#include "base/digest.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace muster::scene {

namespace {

static_assert(std::endian::native == std::endian::little, "the scene file is little endian");

constexpr char magic[9] = "MUSTSCN\n";
constexpr size_t checksum_size = 64;
constexpr size_t max_text = size_t{1} << 30;
constexpr size_t max_string = 65536;

struct Text {
  uint32_t offset = 0, length = 0;
};

struct Header {
  char magic[8];
  uint32_t version, reserved;
  uint64_t vertices, triangles, elements, storeys, spaces, doors, warnings, text;
};

/// What a model has once: after the header.
struct Frame {
  double unit_m;
  double offset[3];
  Text source, format, schema, up_axis;
};

struct VertexRecord {
  float xyz[3];
};
struct TriangleRecord {
  uint32_t vertex[3], element;
};
struct ElementRecord {
  Text id, name, type;
  uint32_t meaning;
  int32_t storey;
};
struct StoreyRecord {
  double z;
  Text name;
};
struct SpaceRecord {
  Text name, long_name;
  uint32_t element;
  int32_t storey;
};
struct DoorRecord {
  double width, height, centre[3], along[2];
  Text name, id;
  uint32_t element;
  int32_t storey;
  uint64_t measured;
};
struct WarningRecord {
  Text code, text, setting;
};

class Writer {
 public:
  template <class Record>
  void put(const Record& record) {
    static_assert(std::is_trivially_copyable_v<Record>);
    bytes_.append(reinterpret_cast<const char*>(&record), sizeof record);
  }
  Text text(const std::string& string) {
    const Text place{static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(std::min(string.size(), max_string))};
    text_.append(string, 0, place.length);
    return place;
  }
  std::string& bytes() { return bytes_; }
  const std::string& all_text() const { return text_; }

 private:
  std::string bytes_, text_;
};

[[noreturn]] void damaged(const std::string& what) { throw std::runtime_error("scene file: " + what); }

void require(bool condition, const char* what) {
  if (!condition) damaged(what);
}

class Parser {
 public:
  explicit Parser(std::string_view bytes) : bytes_(bytes) {}

  template <class Record>
  Record take() {
    Record record;
    require(bytes_.size() - at_ >= sizeof record, "ends early");
    std::memcpy(&record, bytes_.data() + at_, sizeof record);
    at_ += sizeof record;
    return record;
  }
  void set_text(std::string_view text) { text_ = text; }
  std::string text(Text place) const {
    require(place.length <= max_string && uint64_t{place.offset} + place.length <= text_.size(),
            "a string lies outside");
    std::string string{text_.substr(place.offset, place.length)};
    require(is_utf8(string), "a string is not UTF-8");
    return string;
  }
  size_t left() const { return bytes_.size() - at_; }

 private:
  std::string_view bytes_, text_;
  size_t at_ = 0;
};

double finite(double value) {
  require(std::isfinite(value), "a number is not finite");
  return value;
}

double coordinate(double value) {
  require(std::isfinite(value) && std::abs(value) <= max_coordinate, "a coordinate lies out of range");
  return value;
}

int32_t index_or_none(int32_t index, size_t count) {
  require(index >= -1 && index < static_cast<int64_t>(count), "a storey index lies out of range");
  return index;
}

uint32_t index_below(uint32_t index, size_t count) {
  require(index < count, "an index lies out of range");
  return index;
}

/// Bytes of the arrays that the header promises; refuses counts that cannot be.
uint64_t promised_size(const Header& header) {
  const uint64_t limit = std::numeric_limits<uint32_t>::max() / 2;
  for (const uint64_t count :
       {header.vertices, header.elements, header.storeys, header.spaces, header.doors, header.warnings})
    require(count <= limit, "a count lies out of range");
  require(header.triangles <= max_triangles && header.text <= max_text, "a count lies out of range");
  return sizeof(Header) + sizeof(Frame) + header.vertices * sizeof(VertexRecord) +
         header.triangles * sizeof(TriangleRecord) + header.elements * sizeof(ElementRecord) +
         header.storeys * sizeof(StoreyRecord) + header.spaces * sizeof(SpaceRecord) +
         header.doors * sizeof(DoorRecord) + header.warnings * sizeof(WarningRecord) + header.text + checksum_size;
}

void unpack_triangles(Parser& parser, const Header& header, Model& model) {
  model.vertices.resize(header.vertices);
  for (Vec3f& vertex : model.vertices) {
    const auto record = parser.take<VertexRecord>();
    for (int axis = 0; axis < 3; ++axis) vertex[axis] = static_cast<float>(coordinate(record.xyz[axis]));
  }
  model.triangles.resize(header.triangles);
  for (Triangle& triangle : model.triangles) {
    const auto record = parser.take<TriangleRecord>();
    for (size_t corner = 0; corner < 3; ++corner)
      triangle.vertex[corner] = index_below(record.vertex[corner], header.vertices);
    triangle.element = index_below(record.element, header.elements);
  }
}

void unpack_elements(Parser& parser, const Header& header, Model& model) {
  for (uint64_t i = 0; i < header.elements; ++i) {
    const auto record = parser.take<ElementRecord>();
    require(record.meaning < meaning_names.size(), "a meaning is unknown");
    model.elements.push_back({parser.text(record.id), parser.text(record.name), parser.text(record.type),
                              static_cast<Meaning>(record.meaning), index_or_none(record.storey, header.storeys)});
  }
}

void unpack_storeys_and_spaces(Parser& parser, const Header& header, Model& model) {
  for (uint64_t i = 0; i < header.storeys; ++i) {
    const auto record = parser.take<StoreyRecord>();
    model.storeys.push_back({parser.text(record.name), coordinate(record.z)});
    require(i == 0 || model.storeys[i - 1].z <= record.z, "the storeys are not sorted");
  }
  for (uint64_t i = 0; i < header.spaces; ++i) {
    const auto record = parser.take<SpaceRecord>();
    model.spaces.push_back({parser.text(record.name), parser.text(record.long_name),
                            index_below(record.element, header.elements),
                            index_or_none(record.storey, header.storeys)});
  }
}

void unpack_doors(Parser& parser, const Header& header, Model& model) {
  for (uint64_t i = 0; i < header.doors; ++i) {
    const auto record = parser.take<DoorRecord>();
    Door door;
    door.name = parser.text(record.name);
    door.id = parser.text(record.id);
    door.element = index_below(record.element, header.elements);
    door.storey = index_or_none(record.storey, header.storeys);
    door.width = finite(record.width);
    door.height = finite(record.height);
    require(door.width > 0 && door.height >= 0, "a door has no size");
    require(record.measured <= 1, "a flag is neither 0 nor 1");
    door.measured = record.measured == 1;
    for (int axis = 0; axis < 3; ++axis) door.centre[axis] = coordinate(record.centre[axis]);
    door.along = {finite(record.along[0]), finite(record.along[1])};
    require(std::abs(door.along.norm() - 1) < 1e-6, "a direction is not of unit length");
    model.doors.push_back(door);
  }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const size_t length = lead < 0x80                   ? 1
                          : lead >= 0xC2 && lead < 0xE0 ? 2
                          : lead >= 0xE0 && lead < 0xF0 ? 3
                          : lead >= 0xF0 && lead < 0xF5 ? 4
                                                        : 0;
    if (length == 0 || i + length > bytes.size()) return false;
    for (size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return false;
    i += length;
  }
  return true;
}

std::string pack_scene(const Model& model) {
  Writer out;
  Header header{};
  std::memcpy(header.magic, magic, sizeof header.magic);
  header.version = scene_file_version;
  header.vertices = model.vertices.size();
  header.triangles = model.triangles.size();
  header.elements = model.elements.size();
  header.storeys = model.storeys.size();
  header.spaces = model.spaces.size();
  header.doors = model.doors.size();
  header.warnings = model.warnings.size();
  out.put(header);
  out.put(Frame{model.unit_m,
                {model.offset.x(), model.offset.y(), model.offset.z()},
                out.text(model.source),
                out.text(model.format),
                out.text(model.schema),
                out.text(model.up_axis)});
  for (const Vec3f& v : model.vertices) out.put(VertexRecord{{v.x(), v.y(), v.z()}});
  for (const Triangle& t : model.triangles) out.put(TriangleRecord{{t.vertex[0], t.vertex[1], t.vertex[2]}, t.element});
  for (const Element& e : model.elements)
    out.put(
        ElementRecord{out.text(e.id), out.text(e.name), out.text(e.type), static_cast<uint32_t>(e.meaning), e.storey});
  for (const Storey& s : model.storeys) out.put(StoreyRecord{s.z, out.text(s.name)});
  for (const Space& s : model.spaces)
    out.put(SpaceRecord{out.text(s.name), out.text(s.long_name), s.element, s.storey});
  for (const Door& d : model.doors)
    out.put(DoorRecord{d.width,
                       d.height,
                       {d.centre.x(), d.centre.y(), d.centre.z()},
                       {d.along.x(), d.along.y()},
                       out.text(d.name),
                       out.text(d.id),
                       d.element,
                       d.storey,
                       d.measured ? uint64_t{1} : uint64_t{0}});
  for (const Warning& w : model.warnings)
    out.put(WarningRecord{out.text(w.code), out.text(w.text), out.text(w.setting)});
  std::string& bytes = out.bytes();
  header.text = out.all_text().size();
  std::memcpy(bytes.data(), &header, sizeof header);
  bytes += out.all_text();
  bytes += sha256(bytes);
  return std::move(bytes);
}

Model unpack_scene(std::string_view bytes) {
  Parser parser(bytes);
  const auto header = parser.take<Header>();
  require(std::memcmp(header.magic, magic, sizeof header.magic) == 0, "is not a scene file");
  require(header.version == scene_file_version, "has another version");
  require(promised_size(header) == bytes.size(), "its size is not what its counts say");
  const std::string_view content = bytes.substr(0, bytes.size() - checksum_size);
  require(sha256(content) == bytes.substr(content.size()), "its checksum is wrong");
  parser.set_text(content.substr(content.size() - header.text));

  Model model;
  const auto frame = parser.take<Frame>();
  model.unit_m = finite(frame.unit_m);
  require(model.unit_m > 0, "the unit is not positive");
  for (int axis = 0; axis < 3; ++axis) model.offset[axis] = finite(frame.offset[axis]);
  model.source = parser.text(frame.source);
  model.format = parser.text(frame.format);
  model.schema = parser.text(frame.schema);
  model.up_axis = parser.text(frame.up_axis);
  require(model.up_axis == "x" || model.up_axis == "y" || model.up_axis == "z", "the up axis is unknown");
  unpack_triangles(parser, header, model);
  unpack_elements(parser, header, model);
  unpack_storeys_and_spaces(parser, header, model);
  unpack_doors(parser, header, model);
  for (uint64_t i = 0; i < header.warnings; ++i) {
    const auto record = parser.take<WarningRecord>();
    model.warnings.push_back({parser.text(record.code), parser.text(record.text), parser.text(record.setting)});
  }
  return model;
}

}  // namespace muster::scene
