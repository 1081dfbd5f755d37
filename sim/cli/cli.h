#pragma once
// The command line.

namespace muster::sim {

/// Parses the arguments, runs the command and returns the exit status: 0 done; 1 internal failure; 2 bad usage or
/// input, nothing written; 3 stopped early; 4 done but outside a model's validity with --strict.
int command_line(int argc, char** argv);

}  // namespace muster::sim
