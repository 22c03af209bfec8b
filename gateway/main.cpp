#include "cli/command.hpp"

int main(int argc, char** argv) {
  return jembatan::cli::run(argc, argv);
}
