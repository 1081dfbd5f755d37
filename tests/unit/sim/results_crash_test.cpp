// What is left of a results file when things go wrong, seen from another process.

#include "sim/results/h5.h"
#include "sim/results/reader.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <functional>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/// Read by the leak sanitizer: HDF5 1.10 itself loses memory when it refuses damaged metadata.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

namespace muster::results {
namespace {

/// Runs `body` in a child process; ends the child with what it returns.
class Child {
 public:
  explicit Child(const std::function<int()>& body) : pid_(fork()) {
    if (pid_ != 0) return;
    int status = 99;
    try {
      status = body();
    } catch (const std::exception& error) {
      fprintf(stderr, "child: %s\n", error.what());
    }
    _exit(status);
  }
  ~Child() {
    if (pid_ > 0) {
      kill();
      wait();
    }
  }
  void kill() const { ::kill(pid_, SIGKILL); }
  /// Exit status; 1000 + signal where a signal ended it.
  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t pid_;
};

/// One byte from one process to another.
class Signal {
 public:
  Signal() {
    if (pipe(ends_) != 0) throw std::runtime_error("no pipe");
  }
  ~Signal() {
    close(ends_[0]);
    close(ends_[1]);
  }
  void send() const {
    const char byte = 1;
    if (write(ends_[1], &byte, 1) != 1) _exit(98);
  }
  void wait() const {
    char byte = 0;
    if (read(ends_[0], &byte, 1) != 1) _exit(97);
  }

 private:
  int ends_[2];
};

void expect_frame(const ResultsReader& reader, size_t k, size_t people) {
  const Frame read = reader.frame(k), wrote = sample::walkers(k, people);
  ASSERT_EQ(read.id, wrote.id) << "frame " << k;
  for (size_t i = 0; i < read.size(); ++i) ASSERT_NEAR(read.x[i], wrote.x[i], 0.000501) << "frame " << k;
}

TEST(ResultsCrash, AnotherProcessReadsWhileTheRunGoesOn) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const Signal written, go_on;
  constexpr size_t people = 1500;
  Child child([&] {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    for (size_t k = 0; k < 30; ++k) writer.frame(sample::walkers(k, people));
    writer.flush();
    written.send();
    go_on.wait();
    // The first piece is overwritten by its complete form, more are added.
    for (size_t k = 30; k < 50; ++k) writer.frame(sample::walkers(k, people));
    writer.event({1, "test", "one"});
    writer.flush();
    written.send();
    go_on.wait();
    writer.finish(sample::summary());
    return 0;
  });
  written.wait();
  ResultsReader reader(path);
  ASSERT_EQ(reader.frames(), 30u);
  expect_frame(reader, 0, people);
  expect_frame(reader, 29, people);
  EXPECT_FALSE(reader.refresh()) << "nothing was added";
  EXPECT_FALSE(reader.finished());

  go_on.send();
  written.wait();
  EXPECT_TRUE(reader.refresh());
  ASSERT_EQ(reader.frames(), 50u);
  for (size_t k = 0; k < 50; ++k) expect_frame(reader, k, people);
  EXPECT_EQ(reader.events().size(), 1u);

  go_on.send();
  EXPECT_EQ(child.wait(), 0);
  EXPECT_TRUE(reader.finished());
  EXPECT_EQ(reader.summary_json(), to_json(sample::summary()));
  expect_frame(reader, 49, people);
}

TEST(ResultsCrash, FlushesByItself) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const Signal written;
  Child child([&] {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.frame(sample::walkers(0, 10));
    written.send();
    pause();
    return 0;
  });
  written.wait();
  ResultsReader reader(path);
  const auto start = std::chrono::steady_clock::now();
  while (reader.frames() == 0 && std::chrono::steady_clock::now() - start < std::chrono::seconds(20)) {
    usleep(50'000);
    reader.refresh();
  }
  EXPECT_EQ(reader.frames(), 1u);
}

TEST(ResultsCrash, KilledRunLeavesAReadableFile) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const Signal written;
  constexpr size_t people = 1500;
  Child child([&] {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    for (size_t k = 0; k < 40; ++k) writer.frame(sample::walkers(k, people));
    writer.crossing({2, 3, Crossing::Gate::exit, 0, 1});
    writer.flush();
    written.send();
    // Go on writing until the end comes.
    for (size_t k = 40;; ++k) writer.frame(sample::walkers(k, people));
    return 0;
  });
  written.wait();
  usleep(30'000);
  child.kill();
  EXPECT_EQ(child.wait(), 1000 + SIGKILL);

  const ResultsReader reader(path);
  ASSERT_GE(reader.frames(), 40u);
  for (size_t k = 0; k < reader.frames(); ++k) expect_frame(reader, k, people);
  EXPECT_EQ(reader.crossings().size(), 1u);
  EXPECT_EQ(reader.info().title, "Two storeys");
  EXPECT_FALSE(reader.finished());
}

TEST(ResultsCrash, KilledAtAnyMomentLeavesAReadableFile) {
  const muster::test::TemporaryFolder folder;
  constexpr size_t people = 1500;
  for (int trial = 0; trial < 12; ++trial) {
    const auto path = folder.path() / ("results" + std::to_string(trial) + ".h5");
    const Signal written;
    Child child([&] {
      ResultsWriter writer(path, sample::info(), sample::two_storeys());
      written.send();
      for (size_t k = 0;; ++k) {
        writer.frame(sample::walkers(k, people));
        if (k % 3 == 0) writer.flush();
      }
      return 0;
    });
    written.wait();
    usleep(static_cast<useconds_t>(1000 + 3700 * trial));
    child.kill();
    child.wait();
    const ResultsReader reader(path);
    for (size_t k = 0; k < reader.frames(); ++k) expect_frame(reader, k, people);
    if (trial > 6) {
      EXPECT_GT(reader.frames(), 0u);
    }
  }
}

TEST(ResultsCrash, FullDiskIsReportedAndLeavesAReadableFile) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  constexpr size_t people = 20'000;
  Child child([&] {
    // A limit on the size of files fails writes as a full disk does.
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {1'500'000, 1'500'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    try {
      for (size_t k = 0; k < 1000; ++k) {
        writer.frame(sample::walkers(k, people));
        if (k % 4 == 3) writer.flush();
      }
    } catch (const ResultsError& error) {
      const std::string what = error.what();
      if (what.find("File too large") == std::string::npos || what.find("results.h5") == std::string::npos) {
        fprintf(stderr, "%s\n", error.what());
        return 4;
      }
      return 3;
    }
    return 0;
  });
  EXPECT_EQ(child.wait(), 3);
  const ResultsReader reader(path);
  ASSERT_GE(reader.frames(), 4u);
  for (size_t k = 0; k < reader.frames(); ++k) expect_frame(reader, k, people);
  EXPECT_FALSE(reader.finished());
}

TEST(ResultsCrash, SummaryOnAFullDiskIsReported) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "summary.json";
  Child child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_summary(sample::summary(), path);
    } catch (const ResultsError&) {
      return 3;
    }
    return 0;
  });
  EXPECT_EQ(child.wait(), 3);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "neither a part nor a whole";
}

std::string refusal(const std::filesystem::path& path) {
  try {
    const ResultsReader reader(path);
    for (size_t k = 0; k < reader.frames(); ++k) reader.frame(k);
  } catch (const ResultsError& error) {
    return error.what();
  }
  return "";
}

/// A finished file of `frames` frames.
void write_run(const std::filesystem::path& path, size_t frames = 40) {
  ResultsWriter writer(path, sample::info(), sample::two_storeys());
  for (size_t k = 0; k < frames; ++k) writer.frame(sample::walkers(k, 1500));
  writer.finish(sample::summary());
}

TEST(ResultsRefusal, NamesWhatIsWrong) {
  const muster::test::TemporaryFolder folder;
  EXPECT_NE(refusal(folder.path() / "none.h5").find("none.h5: there is no such file"), std::string::npos);
  EXPECT_NE(refusal(folder.path()).find("is a folder"), std::string::npos);
  std::ofstream(folder.path() / "text.h5") << "title = \"not HDF5\"\n";
  EXPECT_NE(refusal(folder.path() / "text.h5").find("not HDF5"), std::string::npos);
  std::ofstream(folder.path() / "empty.h5").close();
  EXPECT_NE(refusal(folder.path() / "empty.h5").find("not HDF5"), std::string::npos);
  {
    const h5::Lock lock;
    h5::write_attribute(h5::create_file(folder.path() / "other.h5"), "a", 1.0);
  }
  EXPECT_NE(refusal(folder.path() / "other.h5").find("HDF5 file of something else"), std::string::npos);
}

TEST(ResultsRefusal, RefusesANewerVersionAndAnotherFormat) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  write_run(path, 1);
  auto change = [&](const char* name, const auto& value) {
    const h5::Lock lock;
    const h5::File file = h5::open_file(path, H5F_ACC_RDWR);
    const h5::Group meta = h5::open_group(file, "meta");
    H5Adelete(meta, name);
    h5::write_attribute(meta, name, value);
  };
  EXPECT_EQ(refusal(path), "");
  change("version", int64_t{2});
  EXPECT_NE(refusal(path).find("has version 2 of the results format; this program reads up to version 1"),
            std::string::npos)
      << refusal(path);
  change("format", std::string("muster-study"));
  EXPECT_NE(refusal(path).find("format 'muster-study'"), std::string::npos);
}

TEST(ResultsRefusal, RefusesATruncatedFile) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  write_run(path);
  const auto whole = std::filesystem::file_size(path);
  for (const double part : {0.999, 0.7, 0.3, 0.01}) {
    std::filesystem::resize_file(path, static_cast<uintmax_t>(static_cast<double>(whole) * part));
    EXPECT_NE(refusal(path).find("is cut short"), std::string::npos) << part << ": " << refusal(path);
  }
  std::filesystem::resize_file(path, 20);
  EXPECT_NE(refusal(path), "");
}

TEST(ResultsRefusal, SurvivesChangedBytes) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5", broken = folder.path() / "broken.h5";
  write_run(path, 3);
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  // Any outcome but a crash will do: most bytes are positions, whose change nobody can see.
  size_t refused = 0;
  for (size_t i = 0; i < 150; ++i) {
    std::string changed = bytes;
    const size_t at = i * 7919 * 31 % (bytes.size() / (i % 2 == 0 ? 1 : 8));
    for (size_t k = at; k < std::min(at + 4, changed.size()); ++k) changed[k] = static_cast<char>(changed[k] ^ 0x5a);
    std::ofstream(broken, std::ios::binary | std::ios::trunc) << changed;
    refused += refusal(broken).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 0u);
}

}  // namespace
}  // namespace muster::results
