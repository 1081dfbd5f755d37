#pragma once
// Runs on a cluster: a job array of chunks, and a job after it that looks whether all are there.

#include "sim/study/engine/progress.h"

namespace muster::sim::study {

/// What the jobs need to know.
struct SlurmJob {
  std::filesystem::path program;  ///< the same on every node
  int round = 0;                  ///< how many arrays came before at the least
};

/// What a round's list asks for. Throws std::runtime_error where it cannot be read.
std::vector<Task> tasks_of_round(const Store& store, int round);

/// Writes the list of the tasks and the two scripts into `slurm/` of the study's folder and submits them. The array's
/// elements call `muster study work`; whatever becomes of them, `muster study run --backend slurm` follows, which
/// writes the answer or submits what is still missing. Returns the number of the array. Throws std::runtime_error where
/// sbatch refuses.
std::string submit(const Study& study, std::span<const Task> tasks, const Store& store, const SlurmJob& job);

/// The tasks of one element of the array. Throws std::runtime_error where the list cannot be read or its keys are not
/// those of this program, study and files.
std::vector<Task> chunk_of(const std::filesystem::path& list, size_t chunk, size_t size, const Progress& progress);

/// Whether at least one task of the last round's list has ended: otherwise more rounds are of no use.
bool moved(const Store& store, int last_round);

}  // namespace muster::sim::study
