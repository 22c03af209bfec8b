#include "net/tls.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "test_certificate.hpp"

namespace jembatan::net {
namespace {

time_point now() {
  return std::chrono::floor<duration>(std::chrono::system_clock::now());
}

void expect_error_names(const tls_files& files, const std::filesystem::path& culprit) {
  const auto loaded = tls_context::load(files, now());
  ASSERT_TRUE(loaded.has_error());
  EXPECT_NE(loaded.error().context.find(culprit.string()), std::string::npos) << loaded.error().context;
}

TEST(tls_context, loads_a_certificate_with_its_key) {
  const tests::test_certificate c;
  const auto loaded = tls_context::load({c.certificate(), c.key(), {}}, now());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message();
  EXPECT_GT((*loaded)->not_after(), now() + std::chrono::days{80});
}

TEST(tls_context, names_the_file_that_is_missing) {
  const tests::test_certificate c;
  expect_error_names({"/nowhere/server.pem", c.key(), {}}, "/nowhere/server.pem");
  expect_error_names({c.certificate(), "/nowhere/server.key", {}}, "/nowhere/server.key");
  expect_error_names({c.certificate(), c.key(), "/nowhere/clients.pem"}, "/nowhere/clients.pem");
}

TEST(tls_context, names_the_key_that_does_not_match) {
  const tests::test_certificate one, other;
  expect_error_names({one.certificate(), other.key(), {}}, other.key());
}

TEST(tls_context, names_the_file_that_is_no_pem) {
  const tests::test_certificate c;
  std::ofstream(c.certificate()) << "nothing of the kind";
  expect_error_names({c.certificate(), c.key(), {}}, c.certificate());
}

TEST(tls_context, takes_an_expired_certificate_with_a_warning) {
  const tests::test_certificate c(-3600);
  testing::internal::CaptureStderr();
  const auto loaded = tls_context::load({c.certificate(), c.key(), {}}, now());
  const auto log = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(loaded.has_value());
  EXPECT_NE(log.find("certificate has expired"), std::string::npos) << log;
}

TEST(tls_holder, gives_what_was_set_last_and_keeps_the_old_one_for_who_has_it) {
  const tests::test_certificate c;
  const auto first = tls_context::load({c.certificate(), c.key(), {}}, now()).value();
  const auto second = tls_context::load({c.certificate(), c.key(), {}}, now()).value();
  tls_holder holder(first);
  const auto held = holder.get();
  holder.set(second);
  EXPECT_EQ(held, first);
  EXPECT_EQ(holder.get(), second);
}

}  // namespace
}  // namespace jembatan::net
