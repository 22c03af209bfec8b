#include "http/problem.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace jembatan::http {
namespace {

// What a caller outside may know.
std::string_view sentence_for(unsigned status) {
  switch (status) {
    case 400:
      return "The request is not understood.";
    case 403:
      return "This is not allowed.";
    case 404:
      return "There is nothing at this address.";
    case 409:
      return "It exists already.";
    case 500:
      return "The gateway failed; the reason is in its log.";
    case 501:
      return "This version cannot do that.";
    case 503:
      return "The gateway cannot take this now; try again later.";
    case 504:
      return "It took too long; the outcome is not known.";
    default:
      return {};
  }
}

}  // namespace

response problem(unsigned status, std::string_view detail) {
  boost::json::object o{{"type", "about:blank"}, {"title", reason_phrase(status)}, {"status", status}};
  if (!detail.empty()) o["detail"] = detail;
  return {.status = status, .content_type = "application/problem+json", .body = boost::json::serialize(o)};
}

unsigned status_of(const error& e) {
  if (e.code.category() != error_category()) return 500;
  switch (static_cast<errc>(e.code.value())) {
    case errc::invalid:
      return 400;
    case errc::denied:
      return 403;
    case errc::not_found:
      return 404;
    case errc::exists:
      return 409;
    case errc::unsupported:
      return 501;
    case errc::corrupt:
    case errc::io:
      return 500;
    case errc::full:
    case errc::unavailable:
    case errc::locked:
    case errc::cancelled:
      return 503;
    case errc::timeout:
      return 504;
  }
  return 500;
}

response problem_of(const error& e) {
  const auto status = status_of(e);
  return problem(status, sentence_for(status));
}

response explained_problem_of(const error& e) {
  return problem(status_of(e), e.message());
}

}  // namespace jembatan::http
