#include "ekinerja/adapter.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace jembatan::ekinerja {
namespace {

using namespace std::chrono_literals;
using kind = delivery::setback::kind;
using testing::sample;
using testing::scripted_client;

class ekinerja_adapter : public ::testing::Test {
 protected:
  ekinerja_adapter() {
    o.base_url = "https://siasn.example:8243/apisiasn/1.0";
    o.token_url = "https://siasn.example/oauth2/token";
    o.instansi_id = "I";
    target = std::make_unique<adapter>(
        o, delivery::target_options{}, client, clock,
        secret_readers{[] { return result<std::string>("k:s"); }, [this] { return result<std::string>(sso); }});
    what = *target->map(sample());
  }
  void person() { client.answer(200, R"({"code":1,"data":{"id":"PNS-1","nipBaru":"199001012015011001"}})"); }
  void no_rows() { client.answer(404, R"({"code":0,"data":"Data tidak ditemukan"})"); }

  options o;
  manual_clock clock{from_unix_ms(1'800'000'000'000)};
  scripted_client client;
  std::string sso = "opaque";
  std::unique_ptr<adapter> target;
  delivery::payload what;
};

TEST_F(ekinerja_adapter, puts_both_tokens_on_each_call_and_shows_no_nip_in_routes) {
  client.token("T1");
  person();
  no_rows();
  const auto where = target->read_back(what, {});
  ASSERT_TRUE(where.has_value());
  EXPECT_EQ(where->person, "PNS-1");
  EXPECT_FALSE(where->held);
  ASSERT_EQ(client.sent.size(), 3U);
  for (const auto i : {1U, 2U}) {
    EXPECT_EQ(client.header(i, "Authorization"), "Bearer T1");
    EXPECT_EQ(client.header(i, "Auth"), "bearer opaque");
    EXPECT_EQ(client.sent[i].route.find("1990"), std::string::npos);
  }
  EXPECT_EQ(client.sent[2].url, "https://siasn.example:8243/apisiasn/1.0/pns/rw-kursus/199001012015011001");
}

TEST_F(ekinerja_adapter, says_which_credentials_were_judged_whatever_the_file_says_by_now) {
  const auto first = target->credentials_digest();
  sso = "another";
  ASSERT_TRUE(target->ready(clock.now()));
  const auto second = target->credentials_digest();
  sso = "opaque";
  EXPECT_EQ(target->credentials_digest(), first);
  EXPECT_EQ(target->judged_credentials(), second);
}

TEST_F(ekinerja_adapter, asks_for_a_person_once_while_the_answer_is_believed) {
  client.token("T1", 7 * 24 * 3600);
  person();
  no_rows();
  no_rows();
  ASSERT_TRUE(target->read_back(what, {}).has_value());
  ASSERT_TRUE(target->read_back(what, {}).has_value());
  clock.advance(25h);
  person();
  no_rows();
  ASSERT_TRUE(target->read_back(what, {}).has_value());
  EXPECT_EQ(client.sent.size(), 6U);
}

TEST_F(ekinerja_adapter, parks_a_person_whom_siasn_does_not_know) {
  client.token("T1");
  no_rows();
  const auto where = target->read_back(what, {});
  EXPECT_EQ(where.error().what, kind::impossible);
  EXPECT_EQ(where.error().code, "person_unknown");
}

TEST_F(ekinerja_adapter, parks_what_was_tried_at_another_number_and_stands_there) {
  auto before = what;
  before.nip = "198801012010011003";
  const delivery::traces left{"", {before}, {}};
  client.token("T1");
  client.answer(200, R"({"code":1,"data":[{"id":"R-1","namaKursus":"Pelayanan Publik Prima",
      "institusiPenyelenggara":"BPSDM Provinsi Contoh","tanggalKursus":"02-03-2026",
      "tanggalSelesaiKursus":"30-04-2026"}]})");
  const auto where = target->read_back(what, left);
  ASSERT_TRUE(where.has_error());
  EXPECT_EQ(where.error().what, kind::impossible);
  EXPECT_EQ(where.error().code, "row_at_another_nip");
  EXPECT_EQ(client.sent[1].url, "https://siasn.example:8243/apisiasn/1.0/pns/rw-kursus/198801012010011003");
  no_rows();  // somebody has taken it out
  person();
  no_rows();
  EXPECT_FALSE(target->read_back(what, left)->held);
}

TEST_F(ekinerja_adapter, parks_a_number_that_belongs_to_another_one) {
  client.token("T1");
  client.answer(200, R"({"code":1,"data":{"id":"PNS-1","nipBaru":"199001012015011002"}})");
  EXPECT_EQ(target->read_back(what, {}).error().code, "nip_mismatch");
}

TEST_F(ekinerja_adapter, renews_the_gateways_token_once_and_sends_the_write_again) {
  client.token("T1");
  client.answer(401, R"({"fault":{"code":900901}})");
  client.token("T2");
  client.answer(200, R"({"success":true,"mapData":{"rwKursusId":"8ae4"}})");
  EXPECT_EQ(*target->create(what, {"PNS-1", {}}), "8ae4");
  EXPECT_EQ(client.header(3, "Authorization"), "Bearer T2");
}

TEST_F(ekinerja_adapter, postpones_when_a_fresh_token_is_refused_too) {
  client.token("T1");
  client.answer(401, R"({"fault":{"code":900901}})");
  client.token("T2");
  client.answer(401, R"({"fault":{"code":900901}})");
  EXPECT_EQ(target->create(what, {"PNS-1", {}}).error().what, kind::postponed);
  EXPECT_EQ(client.sent.size(), 4U) << "no endless renewal";
}

TEST_F(ekinerja_adapter, is_locked_out_by_any_other_401) {
  client.token("T1");
  client.answer(401, R"({"message":"expired"})");
  EXPECT_EQ(target->create(what, {"PNS-1", {}}).error().what, kind::locked_out);
}

TEST_F(ekinerja_adapter, does_not_know_the_outcome_of_a_write_that_is_not_answered) {
  client.token("T1");
  for (const auto why : {errc::timeout, errc::unavailable, errc::denied, errc::full}) {
    client.answers.push_back(error{why, "x"});
    EXPECT_EQ(target->create(what, {"PNS-1", {}}).error().what, kind::unreachable);
  }
  client.answer(200, "");
  EXPECT_EQ(target->create(what, {"PNS-1", {}}).error().what, kind::unreachable);
}

TEST_F(ekinerja_adapter, takes_a_read_that_is_too_long_for_a_refusal) {
  client.token("T1");
  person();
  client.answers.push_back(error{errc::full, "x"});
  EXPECT_EQ(target->read_back(what, {}).error().what, kind::refused);
}

TEST_F(ekinerja_adapter, sends_a_correction_with_the_rows_id) {
  client.token("T1");
  client.answer(200, R"({"success":true,"mapData":{"rwKursusId":"8ae4"}})");
  EXPECT_EQ(*target->correct(what, {"PNS-1", delivery::holding{"8ae4", false, {}}}), "8ae4");
  EXPECT_NE(client.sent[1].body.find(R"("id":"8ae4")"), std::string::npos);
}

TEST_F(ekinerja_adapter, previews_the_exact_request_with_tokens_redacted) {
  client.token("T1");
  client.answer(200, R"({"success":true,"mapData":{"rwKursusId":"8ae4"}})");
  const delivery::standing where{"PNS-1", {}};
  const auto shown = target->preview(what, where);
  ASSERT_TRUE(target->create(what, where).has_value());
  EXPECT_TRUE(shown.starts_with("POST " + client.sent[1].url + "\n"));
  EXPECT_TRUE(shown.ends_with("\n\n" + client.sent[1].body));
  for (const auto& h : client.sent[1].headers) EXPECT_NE(shown.find("\n" + h.name + ": "), std::string::npos) << h.name;
  EXPECT_EQ(shown.find("opaque"), std::string::npos);
}

TEST_F(ekinerja_adapter, has_another_digest_of_credentials_when_the_file_changes) {
  const auto before = target->credentials_digest();
  EXPECT_EQ(target->credentials_digest(), before);
  sso = "another";
  EXPECT_NE(target->credentials_digest(), before);
}

}  // namespace
}  // namespace jembatan::ekinerja
