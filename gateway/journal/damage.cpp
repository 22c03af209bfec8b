#include "journal/damage.hpp"

namespace jembatan::journal {
namespace {

constexpr auto remedy =
    "; nothing was changed. Put the file back from a backup. If there is none and the cursor has passed it, move it "
    "and all "
    "older segments out of the directory. Else move the whole directory away and keep it: a new journal begins then, "
    "and the "
    "bodies that were not handed on must be asked for again";

}  // namespace

error damaged(const std::filesystem::path& file, const std::string& what) {
  return {errc::corrupt, file.string() + " is damaged: " + what + remedy};
}

error explain_damage(error failure, const std::filesystem::path& file) {
  return failure.is(errc::corrupt) && failure.context.find(remedy) == std::string::npos ? damaged(file, failure.context)
                                                                                        : std::move(failure);
}

}  // namespace jembatan::journal
