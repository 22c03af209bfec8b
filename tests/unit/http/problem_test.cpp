#include "http/problem.hpp"

#include <gtest/gtest.h>

namespace jembatan::http {
namespace {

TEST(problem, is_rfc_9457_json) {
  const auto p = problem(404, "There is no such source.");
  EXPECT_EQ(p.status, 404U);
  EXPECT_EQ(p.content_type, "application/problem+json");
  EXPECT_EQ(p.body, R"({"type":"about:blank","title":"Not Found","status":404,"detail":"There is no such source."})");
}

TEST(problem, tells_outsiders_nothing_internal) {
  const error e(errc::io, "/var/lib/jembatan/journal: disk is gone");
  const auto p = problem_of(e);
  EXPECT_EQ(p.status, 500U);
  EXPECT_EQ(p.body.find("/var/lib"), std::string::npos);
}

TEST(problem, tells_the_operator_the_reason) {
  const auto p = explained_problem_of(error(errc::not_found, "no training t-1"));
  EXPECT_EQ(p.status, 404U);
  EXPECT_NE(p.body.find("no training t-1"), std::string::npos);
}

TEST(problem, has_a_status_for_every_kind_of_failure) {
  const std::pair<errc, unsigned> expected[] = {
      {errc::invalid, 400}, {errc::not_found, 404},   {errc::exists, 409},  {errc::unsupported, 501},
      {errc::corrupt, 500}, {errc::locked, 503},      {errc::io, 500},      {errc::full, 503},
      {errc::denied, 403},  {errc::unavailable, 503}, {errc::timeout, 504}, {errc::cancelled, 503}};
  for (const auto& [kind, status] : expected) EXPECT_EQ(status_of(error(kind, "")), status) << static_cast<int>(kind);
  EXPECT_EQ(status_of(error({5, boost::system::system_category()}, "")), 500U);
}

}  // namespace
}  // namespace jembatan::http
