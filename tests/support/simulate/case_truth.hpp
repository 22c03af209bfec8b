#pragma once
// The end state that the case study intends for each person. Pure.
#include <vector>

#include "simulate/case_study.hpp"
#include "simulate/truth.hpp"

namespace jembatan::simulate {

std::vector<truth> truth_of(const case_study&);

}  // namespace jembatan::simulate
