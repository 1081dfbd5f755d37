#include "sim/cli/cli.h"

int main(int argc, char** argv) { return muster::sim::command_line(argc, argv); }
