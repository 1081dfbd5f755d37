#include "sim/report/page_file.h"

#include "base/error.h"

#include <array>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace muster::sim {

namespace {

/// Whether the program was found and ended well. What it prints is dropped.
bool ran(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  int status = 0;
  return failed == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Prints `html` to `pdf`; false where no program can.
bool print(const std::filesystem::path& html, const std::filesystem::path& pdf) {
  const std::string url = "file://" + std::filesystem::absolute(html).string();
  for (const char* browser : {"chromium", "chromium-browser", "google-chrome"}) {
    // Browsers refuse to sandbox what root starts.
    std::vector<std::string> command = {browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"};
    if (geteuid() == 0) command.emplace_back("--no-sandbox");
    command.push_back("--print-to-pdf=" + std::filesystem::absolute(pdf).string());
    command.push_back(url);
    if (ran(command) && std::filesystem::exists(pdf)) return true;
  }
  return ran({"weasyprint", html.string(), pdf.string()}) && std::filesystem::exists(pdf);
}

/// Removes the files when it goes.
struct Temporary {
  std::vector<std::filesystem::path> files;
  ~Temporary() {
    std::error_code error;
    for (const auto& file : files) std::filesystem::remove(file, error);
  }
};

}  // namespace

void write_page(const std::filesystem::path& out, const std::string& html) {
  std::filesystem::path begun = out.string() + ".part";
  const std::filesystem::path page = out.string() + ".part.html";
  const Temporary temporary{{begun, page}};
  const bool pdf = out.extension() == ".pdf";
  std::ofstream stream(pdf ? page : begun, std::ios::binary);
  stream << html;
  stream.close();
  const InputError unwritable(Mistake{"", 0, "--out", out.string(), "cannot be written"});
  if (!stream) throw unwritable;
  if (pdf && !print(page, begun))
    throw InputError(Mistake{"", 0, "--out", out.string(),
                             "a PDF needs Chromium or WeasyPrint (package chromium); name an .html file instead"});
  std::error_code error;
  std::filesystem::rename(begun, out, error);
  if (error) throw unwritable;
}

}  // namespace muster::sim
