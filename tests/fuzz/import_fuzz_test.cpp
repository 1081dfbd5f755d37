// Damaged and hostile model files through the importer: it either gives a sound model or says what is wrong with which
// file; nothing else, and this process goes on.

#include "base/digest.h"
#include "scene/import/import.h"
#include "tests/fuzz/damage.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

class ImportFuzz : public testing::Test {
 protected:
  /// Imports the bytes as a file of the given name; true where that gave a model.
  bool survives(const std::string& name, const std::string& bytes, const std::string& what) {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return survives(path, what);
  }

  bool survives(const std::filesystem::path& path, const std::string& what) {
    ModelSource source;
    source.file = path.string();
    ImportOptions options;
    options.seconds_limit = 20;
    options.memory_limit_mb = 2000;
    options.cache_folder.clear();
    try {
      check_sound(import_model(source, options), what);
      return true;
    } catch (const InputError& error) {
      EXPECT_FALSE(error.mistakes().empty()) << what;
      for (const Mistake& mistake : error.mistakes()) {
        EXPECT_NE(mistake.str().find(path.filename().string()), std::string::npos) << what << ": " << mistake.str();
        EXPECT_FALSE(mistake.text.empty()) << what;
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << what << " gave another kind of error: " << error.what();
    }
    return false;
  }

  static void check_sound(const Model& model, const std::string& what) {
    for (const Vec3f& v : model.vertices) ASSERT_TRUE(v.allFinite()) << what;
    for (const Triangle& t : model.triangles) {
      for (const uint32_t v : t.vertex) ASSERT_LT(v, model.vertices.size()) << what;
      ASSERT_LT(t.element, model.elements.size()) << what;
    }
    const auto storeys = static_cast<int32_t>(model.storeys.size());
    for (const Element& element : model.elements) {
      ASSERT_TRUE(element.storey >= -1 && element.storey < storeys) << what;
      ASSERT_LT(static_cast<size_t>(element.meaning), meaning_names.size()) << what;
    }
    for (const Space& space : model.spaces) ASSERT_LT(space.element, model.elements.size()) << what;
    for (const Door& door : model.doors) {
      ASSERT_LT(door.element, model.elements.size()) << what;
      ASSERT_TRUE(std::isfinite(door.width) && door.centre.allFinite()) << what;
    }
  }

  const test::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
};

TEST_F(ImportFuzz, TheUndamagedOfficeIsRead) { EXPECT_TRUE(survives("whole.glb", small_glb(), "whole")); }

TEST_F(ImportFuzz, DamagedGlb) {
  const std::string whole = small_glb();
  uint32_t json_size = 0;
  std::memcpy(&json_size, whole.data() + 12, 4);
  int refused = 0;
  for (uint64_t round = 0; round < 72; ++round) {
    // The head first, then all of the JSON.
    const size_t head = round % 12 < 6 ? 24 : 20 + json_size;
    refused += survives("damaged.glb", damaged(whole, round, head), fmt::format("round {}", round)) ? 0 : 1;
  }
  EXPECT_GT(refused, 20);  // else the damage does not reach what matters
}

// Numbers in the JSON that point beyond what is there.
TEST_F(ImportFuzz, GlbThatLiesAboutItsContent) {
  const std::string whole = small_glb();
  const std::pair<const char*, const char*> lies[] = {{"\"count\":36", "\"count\":99"},
                                                      {"\"count\":8,", "\"count\":1,"},
                                                      {"\"bufferView\":1", "\"bufferView\":9"},
                                                      {"\"mesh\":0", "\"mesh\":7"},
                                                      {"\"byteOffset\":0", "\"byteOffset\":9"},
                                                      {"\"material\":0", "\"material\":9"},
                                                      {"\"indices\":1", "\"indices\":0"},
                                                      {"5123", "5125"},
                                                      {"\"VEC3\"", "\"VEC4\""},
                                                      {"\"POSITION\":0", "\"POSITION\":9"},
                                                      {"\"children\":[0", "\"children\":[9"},
                                                      {"\"scene\":0", "\"scene\":7"},
                                                      {"\"translation\":[0", "\"translation\":[9"}};
  for (const auto& [truth, lie] : lies) {
    std::string bytes = whole;
    const size_t at = bytes.find(truth);
    ASSERT_NE(at, std::string::npos) << truth;
    bytes.replace(at, std::strlen(truth), lie);
    survives("lie.glb", bytes, lie);
  }
}

TEST_F(ImportFuzz, NotWhatTheNameSays) {
  const std::string noise = [] {
    std::string bytes;
    for (uint64_t i = 0; i < 5000; ++i) bytes.push_back(static_cast<char>(random_bits(1, i, 0, Draw::test)));
    return bytes;
  }();
  for (const char* name :
       {"a.glb", "a.gltf", "a.obj", "a.ply", "a.stl", "a.dae", "a.fbx", "a.3ds", "a.wkt", "a.unknown", "noending"}) {
    EXPECT_FALSE(survives(name, "", std::string("empty ") + name));
    EXPECT_FALSE(survives(name, "This is a letter, not a model.\n", std::string("text ") + name));
    EXPECT_FALSE(survives(name, noise, std::string("noise ") + name));
  }
  EXPECT_FALSE(survives(folder_, "a folder"));
  EXPECT_FALSE(survives(folder_ / "missing.glb", "a missing file"));
}

TEST_F(ImportFuzz, HostileObj) {
  const std::string box = "v 0 0 0\nv 4 0 0\nv 4 0 4\nv 0 0 4\nf 1 2 3\nf 1 3 4\n";
  EXPECT_TRUE(survives("plain.obj", box, "plain"));
  EXPECT_FALSE(survives("nan.obj", "v nan 0 0\nv 4 0 0\nv 4 0 4\nf 1 2 3\n", "NaN"));
  EXPECT_FALSE(survives("far.obj", "v 1e9 0 0\nv -1e9 0 0\nv 4 0 1e9\nf 1 2 3\n", "10^9 m"));
  survives("huge.obj", "v 1e300 0 0\nv 4 0 0\nv 4 0 4\nf 1 2 3\n", "1e300");
  survives("beyond.obj", "v 0 0 0\nv 1 0 0\nv 0 0 1\nf 1 2 99\n", "index beyond the end");
  survives("negative.obj", "v 0 0 0\nv 1 0 0\nv 0 0 1\nf -9 -2 -1\n", "negative index");
  survives("number.obj", "v 0 0 0\nv 1 0 0\nv 0 0 1\nf 1 2 99999999999999999999\n", "index that no integer holds");
  survives("name.obj", "o " + std::string(100000, 'x') + "\n" + box, "a very long name");
  survives("name.obj", std::string("o \xff\xfe\x01") + "\n" + box, "a name that is not UTF-8");
  for (uint64_t round = 0; round < 12; ++round)
    survives("damaged.obj", damaged(box + box, round, 60), fmt::format("obj round {}", round));
}

TEST_F(ImportFuzz, DamagedPlan) {
  const std::string plan = read_file(std::filesystem::path(MUSTER_SOURCE_DIR) / "scenarios/first_floor_plan/plan.wkt");
  EXPECT_TRUE(survives("plan.wkt", plan, "plan"));
  EXPECT_FALSE(survives("open.wkt", "POLYGON ((0 0, 1 0, 1 1))", "open ring"));
  EXPECT_FALSE(survives("nan.wkt", "POLYGON ((0 0, nan 0, 1 1, 0 0))", "NaN"));
  EXPECT_FALSE(survives("none.wkt", "POLYGON EMPTY", "nothing"));
  survives("bow.wkt", "POLYGON ((0 0, 9 9, 9 0, 0 9, 0 0))", "crossing itself");
  for (uint64_t round = 0; round < 18; ++round)
    survives("damaged.wkt", damaged(plan, round, plan.size()), fmt::format("wkt round {}", round));
}

TEST_F(ImportFuzz, DamagedIfc) {
  const std::string head = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n";
  EXPECT_FALSE(survives("empty.ifc", "", "empty"));
  EXPECT_FALSE(survives("head.ifc", head, "only a head"));
  EXPECT_FALSE(survives("nothing.ifc", head + "ENDSEC;\nEND-ISO-10303-21;\n", "no elements"));
  EXPECT_FALSE(survives("schema.ifc", "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n",
                        "another schema"));
  MUSTER_NEEDS_SHARED("data/models/duplex.ifc");
  const std::string whole = read_file(shared_file("data/models/duplex.ifc"));
  EXPECT_TRUE(survives("whole.ifc", whole, "undamaged"));
  survives("cut.ifc", whole.substr(0, 1700), "cut off in the head");
  survives("cut.ifc", whole.substr(0, whole.size() / 3), "cut off after a third");
  for (uint64_t round = 0; round < 4; ++round) {
    survives("damaged.ifc", damaged(whole.substr(0, 200000), round, 20000), fmt::format("ifc round {}", round));
  }
}

}  // namespace
}  // namespace muster::scene
