#pragma once
// Whether two ways of writing a person's name agree: case and titles do not count (SEMANTICS.md 3.3). Pure.
#include <string_view>

namespace jembatan::training {

// "Dr. Ir. RATNA Wijayakusuma, S.T., M.Kom." agrees with "Ratna Wijayakusuma". Academic, religious and noble titles
// before the name and everything after the first comma are left out; the words that remain must be the same, in the
// same order. Names without any such word agree with nothing.
bool names_agree(std::string_view, std::string_view);

}  // namespace jembatan::training
