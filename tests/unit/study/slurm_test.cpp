// A real cluster of three nodes on this machine, where the packages slurm-wlm and munge are there.
#include "base/digest.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/study/flange.h"

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::sim::study {
namespace {

namespace fs = std::filesystem;

/// Nothing under /etc is touched: a munge, a controller and nodes of its own, found by SLURM_CONF.
constexpr const char* set_up = R"sh(set -e
B=$1 PORT=$2 HOST=$(hostname -s)
mkdir -p $B/munge $B/run $B/log $B/state; chmod 700 $B/munge; chmod 755 $B $B/run
dd if=/dev/urandom of=$B/munge/key bs=1024 count=1 2>/dev/null; chmod 600 $B/munge/key
munged --force --key-file=$B/munge/key --socket=$B/run/munge.socket --pid-file=$B/munge/pid --log-file=$B/munge/log --seed-file=$B/munge/seed
cat > $B/slurm.conf <<END
ClusterName=test
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=$PORT
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$B/run/munge.socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
JobRequeue=1
ReturnToService=2
SlurmdTimeout=30
KillWait=2
StateSaveLocation=$B/state
SlurmctldPidFile=$B/run/ctld.pid
SlurmctldLogFile=$B/log/ctld.log
SlurmdPidFile=$B/run/slurmd.%n.pid
SlurmdSpoolDir=$B/spool.%n
SlurmdLogFile=$B/log/slurmd.%n.log
NodeName=n1 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT+1)) CPUs=2 RealMemory=1000
NodeName=n2 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT+2)) CPUs=2 RealMemory=1000
NodeName=n3 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT+3)) CPUs=2 RealMemory=1000
PartitionName=all Nodes=n1,n2,n3 Default=YES MaxTime=INFINITE State=UP
END
echo CgroupPlugin=cgroup/v1 > $B/cgroup.conf
export SLURM_CONF=$B/slurm.conf
slurmctld
for n in n1 n2 n3; do slurmd -N $n; done
for i in $(seq 100); do [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 3 ] && exit 0; sleep 0.1; done
exit 1
)sh";

constexpr const char* tear_down = R"sh(B=$1
export SLURM_CONF=$B/slurm.conf
timeout 5 scancel --user=root 2>/dev/null
for f in $B/run/slurmd.n1.pid $B/run/slurmd.n2.pid $B/run/slurmd.n3.pid $B/run/ctld.pid $B/munge/pid; do [ -e $f ] && kill $(cat $f) 2>/dev/null; done
sleep 1
exit 0
)sh";

class Cluster : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v slurmctld slurmd munged >/dev/null") != 0)
      GTEST_SKIP() << "packages slurm-wlm and munge are not installed";
    if (geteuid() != 0) GTEST_SKIP() << "the test's cluster runs as root";
    base_ = (folder_.path() / "cluster").string();
    const int port = 21000 + static_cast<int>(getpid() % 4000) * 8;
    const auto script = folder_.write("up.sh", set_up);
    const std::string log = (folder_.path() / "up.log").string();
    if (std::system(fmt::format("timeout 60 sh {} {} {} >{} 2>&1", script.string(), base_, port, log).c_str()) != 0)
      GTEST_SKIP() << "no cluster can be started here: " << read_file(log);
    setenv("SLURM_CONF", (base_ + "/slurm.conf").c_str(), 1);
  }
  void TearDown() override {
    if (base_.empty()) return;
    const auto script = folder_.write("down.sh", tear_down);
    EXPECT_EQ(std::system(fmt::format("sh {} {}", script.string(), base_).c_str()), 0);
    unsetenv("SLURM_CONF");
  }
  test::TemporaryFolder folder_;
  std::string base_;
};

/// Kills one process whose command holds all of these; false where there is none.
bool kill_one(const std::string& program, const std::string& verb, const std::string& file) {
  std::error_code error;
  for (const auto& each : fs::directory_iterator("/proc", error)) {
    const std::string name = each.path().filename().string();
    pid_t process = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), process).ptr != name.data() + name.size()) continue;
    std::string command;
    try {
      command = read_file(each.path() / "cmdline");
    } catch (const std::runtime_error&) {
      continue;  // gone already
    }
    const bool ours = command.starts_with(program) && command.find(file) != std::string::npos &&
                      command.find(std::string("\0", 1) + verb + std::string("\0", 1)) != std::string::npos;
    if (ours) return kill(process, SIGKILL) == 0;
  }
  return false;
}

TEST_F(Cluster, SixtyRunsWithATaskAndANodeKilledGiveTheLocalSummary) {
  folder_.write("case.toml", R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
count = 8
)toml");
  const std::string study = folder_
                                .write("study.toml", R"toml(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [2, 4, 6]
[replicates]
criterion = "fixed"
first = 20
[slurm]
chunk = 3
)toml")
                                .string();
  const std::string program = muster::test::program().string();
  const auto call = [&](const std::string& more) {
    return std::system(fmt::format("{} study run {} {} --quiet >/dev/null 2>&1", program, study, more).c_str());
  };
  const fs::path local = folder_.path() / "local", cluster = folder_.path() / "on_cluster";
  ASSERT_EQ(call("--out " + local.string()), 0);
  ASSERT_EQ(call("--backend slurm --out " + cluster.string()), 0);

  const auto records = [&] {
    size_t count = 0;
    std::error_code error;
    for (const auto& each : fs::recursive_directory_iterator(cluster / "runs", error))
      count += each.path().extension() == ".json" ? 1 : 0;
    return count;
  };
  const auto wait = [&](const auto& until) {
    for (int k = 0; k < 4000 && !until(); ++k) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return until();
  };
  // A task is killed, and the node n2 is lost with what runs on it.
  ASSERT_TRUE(wait([&] { return records() >= 2; }));
  EXPECT_TRUE(wait([&] { return kill_one(program, "work", study); }));
  EXPECT_EQ(std::system("scontrol update NodeName=n2 State=DOWN Reason=test"), 0);
  ASSERT_TRUE(wait([&] { return fs::exists(cluster / "summary.json"); })) << records() << " of 60";
  EXPECT_EQ(read_file(cluster / "summary.json"), read_file(local / "summary.json"));
  EXPECT_EQ(records(), 60u);
}

TEST_F(Cluster, TheCriterionIntervalGoesRoundByRoundToTheLocalSummary) {
  folder_.write("case.toml", R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
count = 3
)toml");
  const std::string study = folder_
                                .write("study.toml", R"toml(case = "case.toml"
[[variant]]
name = "as it is"
set = []
[[variant]]
name = "one walks out at once"
set = ["people=[{points = [[9, 1.6]]}]"]
[replicates]
first = 4
most = 16
within = 0.1
[slurm]
chunk = 2
)toml")
                                .string();
  const std::string program = muster::test::program().string();
  const auto call = [&](const std::string& more) {
    return std::system(fmt::format("{} study run {} {} --quiet >/dev/null 2>&1", program, study, more).c_str());
  };
  const fs::path local = folder_.path() / "local", cluster = folder_.path() / "on_cluster";
  ASSERT_EQ(call("--out " + local.string()), 0);
  ASSERT_EQ(call("--backend slurm --out " + cluster.string()), 0);
  for (int k = 0; k < 4000 && !fs::exists(cluster / "summary.json"); ++k)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ASSERT_TRUE(fs::exists(cluster / "summary.json"));
  EXPECT_EQ(read_file(cluster / "summary.json"), read_file(local / "summary.json"));
  EXPECT_TRUE(fs::exists(cluster / "slurm" / "round-1.txt")) << "more than one round was wanted";
}

/// A study on this machine and on the cluster, to their ends.
class BothBackends : public Cluster {
 protected:
  void run_both(const std::string& text) {
    const std::string study = folder_.write("study.toml", text).string();
    const auto call = [&](const std::string& more) {
      return std::system(
          fmt::format("{} study run {} {} --quiet >/dev/null 2>&1", muster::test::program().string(), study, more)
              .c_str());
    };
    local_ = folder_.path() / "local", cluster_ = folder_.path() / "on_cluster";
    ASSERT_EQ(call("--out " + local_.string()), 0);
    ASSERT_EQ(call("--backend slurm --out " + cluster_.string()), 0);
    for (int k = 0; k < 6000 && !fs::exists(cluster_ / "summary.json"); ++k)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(fs::exists(cluster_ / "summary.json"));
    EXPECT_EQ(read_file(cluster_ / "summary.json"), read_file(local_ / "summary.json"));
  }
  fs::path local_, cluster_;
};

TEST_F(BothBackends, ASearchFindsTheSameLayouts) {
  folder_.write("case.toml", R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
count = 3
)toml");
  run_both(R"toml(case = "case.toml"
plan.method = "search"
[search]
runs = 24
batch = 2
keep = 1
confirm = 3
[replicates]
first = 2
[[factor]]
name = "pre-movement"
key = "people[0].premovement_s"
low = 0
high = 20
[[measure]]
name = "Out"
key = "time_to_evacuate_s.last"
[slurm]
chunk = 4
)toml");
  EXPECT_TRUE(fs::exists(cluster_ / "slurm" / "round-2.txt")) << "layouts follow from those before, round by round";
}

TEST_F(BothBackends, HazardsAreComputedBeforeTheRunsThatReadThem) {
  folder_.write("case.toml", muster::test::yard_with_flange() + R"toml([[people]]
count = 4
polygon = [[15, 5], [38, 5], [38, 35], [15, 35]]
[run]
until_s = 60
)toml");
  run_both(R"toml(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "wind"
key = "weather.wind_m_s"
values = [2, 4]
[replicates]
criterion = "fixed"
first = 3
[slurm]
chunk = 2
)toml");
  EXPECT_EQ(read_file(cluster_ / "slurm" / "round-0.txt").find("run\n"), std::string::npos) << "hazards alone at first";
  size_t files = 0;
  for (const auto& each : fs::recursive_directory_iterator(cluster_ / "hazards"))
    files += each.path().extension() == ".h5" && each.path().string().find(".stays.h5") == std::string::npos ? 1 : 0;
  EXPECT_EQ(files, 2u);
}

}  // namespace
}  // namespace muster::sim::study
