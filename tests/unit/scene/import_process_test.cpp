// The watched child, its answer, and the cache of answers.

#include "scene/import/child_process.h"
#include "scene/import/exchange/scene_file.h"
#include "tests/unit/scene/import_support.h"

#include <atomic>
#include <bit>
#include <csignal>
#include <limits>
#include <thread>

#include <fmt/format.h>
#include <sys/wait.h>

namespace muster::scene {
namespace {

using How = ProcessEnd::How;

TEST(ImportProcess, ExitStatusAndMessages) {
  const ProcessEnd end = run_limited({"sh", "-c", "echo said >&2; exit 7"}, {});
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.status, 7);
  EXPECT_EQ(end.messages, "said");
  EXPECT_EQ(run_limited({"/nowhere/program"}, {}).how, How::not_started);
}

TEST(ImportProcess, CrashIsNamed) {
  const ProcessEnd end = run_limited({"sh", "-c", "kill -SEGV $$"}, {});
  EXPECT_EQ(end.how, How::signalled);
  EXPECT_EQ(signal_name(end.status), "SIGSEGV");
  EXPECT_EQ(signal_name(SIGABRT), "SIGABRT");
}

// Some inits and supervisors start programs with SIGCHLD ignored; the system then keeps no status of children.
TEST(ImportProcess, EndIsSeenWhereSigchldIsIgnored) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const ProcessEnd end = run_limited({"sh", "-c", "exit 7"}, {5, 6000});
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.status, 7);
  // The child must not inherit it: it waits for children of its own.
  EXPECT_EQ(run_limited({"perl", "-e", "exit(($SIG{CHLD} // '') eq 'IGNORE' ? 3 : 0)"}, {5, 6000}).status, 0);
  EXPECT_EQ(std::signal(SIGCHLD, before), SIG_IGN);  // as it was
}

// Whoever reaps every child of the process takes our status too: an end without one, not a wait without end.
TEST(ImportProcess, EndThatAnotherReapedIsLost) {
  std::atomic<bool> stop = false;
  std::thread reaper([&] {
    while (!stop)
      if (waitpid(-1, nullptr, WNOHANG) <= 0) std::this_thread::yield();
  });
  int lost = 0;
  for (int turn = 0; turn < 50 && lost == 0; ++turn) {
    const ProcessEnd end = run_limited({"true"}, {5, 6000});
    EXPECT_TRUE(end.how == How::lost || (end.how == How::exited && end.status == 0));
    lost += end.how == How::lost ? 1 : 0;
  }
  stop = true;
  reaper.join();
  EXPECT_EQ(lost, 1);
}

TEST(ImportProcess, TooSlowIsKilledWithAllItStarted) {
  const test::TemporaryFolder folder;
  const auto note = folder.path() / "note";
  const ProcessEnd end =
      run_limited({"sh", "-c", fmt::format("sleep 30 & echo $! > {}; wait", note.string())}, {0.3, 6000});
  EXPECT_EQ(end.how, How::too_slow);
  EXPECT_LT(end.seconds, 5);
  pid_t grandchild = 0;
  std::ifstream(note) >> grandchild;
  ASSERT_GT(grandchild, 0);
  // Gone, or a zombie until the system collects it.
  std::string state = "?";
  for (int turn = 0; turn < 100 && !state.empty() && state != "Z"; ++turn) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::ifstream stat(fmt::format("/proc/{}/stat", grandchild));
    std::string pid, name;
    state.clear();
    stat >> pid >> name >> state;
  }
  EXPECT_TRUE(state.empty() || state == "Z") << state;
}

TEST(ImportProcess, TooMuchMemoryCountsDescendants) {
  const ProcessEnd end = run_limited({"sh", "-c", "perl -e '$x = \"a\" x 150_000_000; sleep 30' & wait"}, {20, 100});
  EXPECT_EQ(end.how, How::too_much_memory);
  EXPECT_GT(end.peak_mb, 100U);
  EXPECT_LT(end.seconds, 10);
}

class ImportChild : public ImportTest {
 protected:
  static constexpr const char* obj = "o slab\nv 0 0 0\nv 10 0 0\nv 10 0 -8\nf 1 2 3\n";

  /// Makes a shell script take the reader's place; $2 is the file it must write.
  void reader_is(const std::string& script) {
    options_.reader = write("reader", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(options_.reader, std::filesystem::perms::owner_all);
  }
  size_t entries() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(options_.cache_folder)) ++count;
    return count;
  }
};

TEST_F(ImportChild, TroubleOfTheReaderBecomesAnInputError) {
  const auto file = write("a.obj", obj);
  reader_is("kill -SEGV $$");
  EXPECT_NE(refusal(file).find("the reader crashed (SIGSEGV): the file is damaged or hostile; nothing was imported"),
            std::string::npos);
  reader_is("echo 'refused: has no scene' >&2; exit 2");
  EXPECT_NE(refusal(file).find("a.obj: has no scene"), std::string::npos);
  reader_is("echo 'failed: bad' >&2; exit 3");
  EXPECT_NE(refusal(file).find("the reader ended with status 3"), std::string::npos);
  reader_is("printf 'refused: says \\001\\377' >&2; exit 2");
  EXPECT_NE(refusal(file).find("a.obj: says  ?"), std::string::npos);
  reader_is("exit 0");
  EXPECT_NE(refusal(file).find("the reader's answer is damaged"), std::string::npos);
  reader_is("echo rubbish > $2");
  EXPECT_NE(refusal(file).find("the reader's answer is damaged"), std::string::npos);
  reader_is("sleep 30");
  options_.seconds_limit = 0.2;
  EXPECT_NE(refusal(file).find("could not be read within 0.2 s"), std::string::npos);
}

TEST_F(ImportChild, RealReaderUnderTinyLimits) {
  std::string big = "o slab\n";
  for (int k = 0; k < 60000; ++k)
    big += fmt::format("v {} 0 0\nv {} 0 1\nv {} 0 2\nf {} {} {}\n", k % 100, k % 100, k % 99, 3 * k + 1, 3 * k + 2,
                       3 * k + 3);
  const auto file = write("big.obj", big);
  options_.memory_limit_mb = 5;
  EXPECT_NE(refusal(file).find("took more than 5 MB to read"), std::string::npos);
  options_.memory_limit_mb = 6000;
  options_.seconds_limit = 0.001;
  EXPECT_NE(refusal(file).find("could not be read within 0.001 s"), std::string::npos);
}

TEST_F(ImportChild, CacheAnswersAndADamagedEntryIsMadeAnew) {
  const auto file = write("a.obj", obj);
  options_.cache_folder = folder_ / "deep" / "cache";
  const Model first = import(file);
  ASSERT_EQ(entries(), 1U);
  options_.seconds_limit = 0;  // a reader would be killed at once: only the cache can answer
  const Model cached = import(file);
  EXPECT_EQ(pack_scene(cached), pack_scene(first));
  EXPECT_EQ(cached.sha256, first.sha256);

  const auto entry = std::filesystem::directory_iterator(options_.cache_folder)->path();
  std::string bytes;
  {
    std::ifstream in(entry, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  bytes[150] = static_cast<char>(bytes[150] ^ 1);
  std::ofstream(entry, std::ios::binary) << bytes;
  EXPECT_NE(refusal(file), "");  // the damaged entry is no answer
  options_.seconds_limit = 60;
  EXPECT_EQ(pack_scene(import(file)), pack_scene(first));
  options_.seconds_limit = 0;
  EXPECT_EQ(pack_scene(import(file)), pack_scene(first));  // it has been replaced
  EXPECT_EQ(entries(), 1U);

  // Other content, another unit: other entries. Rules are applied afterwards: the same entry.
  options_.seconds_limit = 60;
  ModelSource source;
  source.file = file;
  source.unit_m = 2;
  EXPECT_FLOAT_EQ(bounds_of(import_model(source, options_)).high.x(), 20);
  EXPECT_EQ(entries(), 2U);
  source.rules = {{"slab", Meaning::ramp, {}}};
  options_.seconds_limit = 0;
  EXPECT_EQ(import_model(source, options_).elements.at(0).meaning, Meaning::ramp);
}

Model small_model() {
  Model model;
  model.format = "OBJ";
  model.vertices = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
  model.triangles = {{{0, 1, 2}, 0}};
  model.elements = {{"id", "Tür", "", Meaning::door, 0}};
  model.storeys = {{"Ground", 0}};
  model.spaces = {{"1", "Hall", 0, -1}};
  Door door;
  door.name = "Tür";
  door.width = 0.9;
  model.doors = {door};
  model.warnings = {{"code", "text", "setting"}};
  return model;
}

TEST(SceneFile, RoundTrip) {
  const std::string bytes = pack_scene(small_model());
  const Model model = unpack_scene(bytes);
  EXPECT_EQ(pack_scene(model), bytes);
  EXPECT_EQ(model.elements.at(0).name, "Tür");
  EXPECT_EQ(model.spaces.at(0).long_name, "Hall");
  EXPECT_DOUBLE_EQ(model.doors.at(0).width, 0.9);
  EXPECT_EQ(model.warnings.at(0).setting, "setting");
}

TEST(SceneFile, EveryChangedByteAndEveryTruncationIsNoticed) {
  const std::string bytes = pack_scene(small_model());
  for (size_t k = 0; k < bytes.size(); ++k) {
    std::string changed = bytes;
    changed[k] = static_cast<char>(changed[k] ^ 0x40);
    EXPECT_THROW(unpack_scene(changed), std::runtime_error) << k;
    EXPECT_THROW(unpack_scene(bytes.substr(0, k)), std::runtime_error) << k;
  }
}

TEST(SceneFile, AHostileReaderCannotPassNonsense) {
  // A valid checksum around a content that must not be believed.
  const auto refused = [](const auto& change) {
    Model model = small_model();
    change(model);
    EXPECT_THROW(unpack_scene(pack_scene(model)), std::runtime_error);
  };
  refused([](Model& m) { m.triangles[0].vertex[1] = 3; });
  refused([](Model& m) { m.triangles[0].element = 1; });
  refused([](Model& m) { m.vertices[0].x() = std::numeric_limits<float>::quiet_NaN(); });
  refused([](Model& m) { m.vertices[0].x() = 2e5F; });
  refused([](Model& m) { m.elements[0].storey = 1; });
  refused([](Model& m) { m.elements[0].storey = -2; });
  refused([](Model& m) { m.elements[0].meaning = std::bit_cast<Meaning>(uint8_t{99}); });
  refused([](Model& m) { m.elements[0].name = "\xFF"; });
  refused([](Model& m) { m.spaces[0].element = 1; });
  refused([](Model& m) { m.doors[0].along = {1, 1}; });
  refused([](Model& m) { m.doors[0].width = 0; });
  refused([](Model& m) { m.doors[0].centre.x() = std::numeric_limits<double>::infinity(); });
  refused([](Model& m) { m.storeys.push_back({"Cellar", -3}); });
  refused([](Model& m) { m.up_axis = "w"; });
  refused([](Model& m) { m.unit_m = 0; });
}

}  // namespace
}  // namespace muster::scene
