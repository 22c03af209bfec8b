#include "base/error.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace jembatan::inline base {
namespace {

class category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "jembatan"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::invalid:
        return "invalid";
      case errc::not_found:
        return "not found";
      case errc::exists:
        return "exists already";
      case errc::unsupported:
        return "not yet supported";
      case errc::corrupt:
        return "damaged";
      case errc::locked:
        return "locked by another process";
      case errc::io:
        return "input/output error";
      case errc::full:
        return "no space";
      case errc::unavailable:
        return "unavailable";
      case errc::timeout:
        return "timed out";
      case errc::denied:
        return "not allowed";
      case errc::cancelled:
        return "cancelled";
    }
    return "unknown";
  }
};

}  // namespace

const boost::system::error_category& error_category() noexcept {
  static const category instance;
  return instance;
}

boost::system::error_code make_error_code(errc kind) noexcept {
  return {static_cast<int>(kind), error_category()};
}

std::string error::message() const {
  return context.empty() ? code.message() : context + ": " + code.message();
}

error errno_error(int number, std::string doing) {
  const auto kind = number == ENOSPC || number == EDQUOT ? errc::full : errc::io;
  return {kind, std::move(doing) + ": " + std::strerror(number)};
}

void throw_exception_from_error(const error& e, const boost::source_location&) {
  throw std::runtime_error(e.message());
}

}  // namespace jembatan::inline base
