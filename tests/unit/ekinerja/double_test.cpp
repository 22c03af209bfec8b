// The adapter over real TLS against the double, which lives in a thread of the test.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <optional>
#include <thread>

#include "certificate.hpp"
#include "ekinerja/adapter.hpp"
#include "outbound/curl_client.hpp"
#include "samples.hpp"
#include "siasn_double/server.hpp"

namespace jembatan::ekinerja {
namespace {

using namespace std::chrono_literals;
using kind = delivery::setback::kind;
using testing::sample;

constexpr std::string_view people_csv =
    "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n"
    "P-0001,199001012015011001,nip,\"Contoh, Orang\",a@example.go.id,1,Dinas,1,,\n";

class siasn_double_over_tls : public ::testing::Test {
 protected:
  siasn_double_over_tls() {
    play.certificate = identity.pem();
    play.key = identity.private_key();
    play.effects = identity.directory() / "effects.jsonl";
  }
  ~siasn_double_over_tls() override { stop(); }

  void start() {
    auto rows = siasn_double::rows::open(play.effects);
    ASSERT_TRUE(rows.has_value()) << rows.error().message();
    brain.emplace(play, *siasn_double::people::parse(people_csv), std::move(*rows), clock);
    server.emplace(play, *brain);
    runner = std::thread([this] { server->run(); });
    o.base_url = "https://" + server->address() + "/apisiasn/1.0";
    o.token_url = "https://" + server->address() + "/oauth2/token";
    o.instansi_id = "I";
    common.deadline = 5s;
    trusting.emplace(outbound::options{.name = "ekinerja", .ca = identity.pem()}, registry);
    target.emplace(
        o, common, *trusting, clock,
        secret_readers{[] { return result<std::string>("k:s"); }, [] { return result<std::string>("sso"); }});
    what = *target->map(sample());
  }
  void stop() {
    if (server) server->stop();
    if (runner.joinable()) runner.join();
    server.reset();
  }
  boost::json::object ask(const std::string& method, const std::string& path, std::string body = {}) {
    const auto r = trusting->send({.method = method,
                                   .url = "https://" + server->address() + path,
                                   .route = path,
                                   .headers = {},
                                   .body = std::move(body)});
    return boost::json::parse(r.value().body).as_object();
  }
  std::int64_t held() { return ask("GET", "/double/effects").at("count").to_number<std::int64_t>(); }
  std::string create() {
    const auto where = target->read_back(what, {});
    EXPECT_TRUE(where.has_value()) << where.error().code;
    const auto id = target->create(what, *where);
    return id.has_value() ? *id : id.error().code;
  }

  jembatan::testing::certificate identity;
  siasn_double::options play;
  system_clock clock;
  metrics::registry registry;
  std::optional<siasn_double::siasn> brain;
  std::optional<siasn_double::server> server;
  std::thread runner;
  options o;
  delivery::target_options common;
  std::optional<outbound::curl_client> trusting;
  std::optional<adapter> target;
  delivery::payload what;
};

TEST_F(siasn_double_over_tls, a_certificate_of_an_unknown_authority_is_refused) {
  start();
  const jembatan::testing::certificate other;
  outbound::curl_client wary({.name = "ekinerja", .ca = other.pem()}, registry);
  const auto r = wary.send({.method = "GET",
                            .url = "https://" + server->address() + "/double/effects",
                            .route = "/x",
                            .headers = {},
                            .body = {}});
  ASSERT_TRUE(r.has_error());
  EXPECT_TRUE(r.error().is(errc::denied)) << r.error().message();
}

TEST_F(siasn_double_over_tls, a_certificate_for_another_host_is_refused) {
  start();
  const auto port = server->address().substr(server->address().find(':'));
  const auto r = trusting->send({.method = "GET",
                                 .url = "https://localhost" + port + "/double/effects",
                                 .route = "/x",
                                 .headers = {},
                                 .body = {}});
  ASSERT_TRUE(r.has_error());
  EXPECT_TRUE(r.error().is(errc::denied)) << r.error().message();
}

TEST_F(siasn_double_over_tls, a_course_is_created_found_and_corrected) {
  start();
  const auto id = create();
  auto where = target->read_back(what, {});
  ASSERT_TRUE(where->held);
  EXPECT_EQ(where->held->id, id);
  EXPECT_TRUE(where->held->same);
  auto longer = sample();
  longer.jp = 30;
  what = *target->map(longer);
  where = target->read_back(what, {id, {}, {}});
  EXPECT_FALSE(where->held->same);
  EXPECT_EQ(*target->correct(what, *where), id);
  EXPECT_TRUE(target->read_back(what, {id, {}, {}})->held->same);
  EXPECT_EQ(held(), 1);
}

TEST_F(siasn_double_over_tls, a_write_that_was_acted_upon_in_silence_is_found) {
  play.start.act_then_silence = 1;
  start();
  EXPECT_EQ(create(), "unreachable");
  EXPECT_EQ(held(), 1) << "and libcurl did not send it twice";
  EXPECT_TRUE(target->read_back(what, {})->held);
}

TEST_F(siasn_double_over_tls, a_silence_ends_at_the_deadline) {
  play.start = {.act_then_silence = 1, .silence_ms = 30'000};
  start();
  ASSERT_TRUE(target->read_back(what, {}).has_value());
  common.deadline = 300ms;
  target.emplace(o, common, *trusting, clock,
                 secret_readers{[] { return result<std::string>("k:s"); }, [] { return result<std::string>("sso"); }});
  EXPECT_EQ(create(), "timeout");
  EXPECT_EQ(held(), 1);
}

TEST_F(siasn_double_over_tls, modes_change_at_run_time) {
  start();
  ask("POST", "/double/mode", R"({"refuse":1})");
  EXPECT_EQ(create(), "refused");
  ask("POST", "/double/mode", R"({"refuse":0,"unavailable":1})");
  EXPECT_EQ(create(), "html_answer");
  ask("POST", "/double/mode", R"({"unavailable":0,"refuse_sso":true})");
  EXPECT_EQ(target->read_back(what, {}).error().what, kind::locked_out);
  ask("POST", "/double/mode", R"({"refuse_sso":false,"reset":1})");
  EXPECT_EQ(target->read_back(what, {}).error().code, "unreachable");
  ask("POST", "/double/mode", R"({"reset":0})");
  EXPECT_EQ(create().size(), 32U);
  EXPECT_EQ(held(), 1);
}

TEST_F(siasn_double_over_tls, a_row_typed_by_hand_is_adopted) {
  start();
  ask("POST", "/double/rows",
      R"({"namaKursus":"pelayanan publik PRIMA","institusiPenyelenggara":"BPSDM Provinsi Contoh","jenisDiklatId":"17",)"
      R"("jumlahJam":24,"tahunKursus":2026,"tanggalKursus":"02-03-2026","tanggalSelesaiKursus":"30-04-2026","pnsOrangId":")" +
          target->read_back(what, {})->person + R"("})");
  const auto where = target->read_back(what, {});
  ASSERT_TRUE(where->held);
  EXPECT_TRUE(where->held->same);
}

TEST_F(siasn_double_over_tls, an_expired_token_of_the_gateway_is_renewed_unseen) {
  start();
  create();
  // Expires at once whatever was given before a second ago; a fresh one lives long enough for its own call.
  ask("POST", "/double/mode", R"({"expire_apim_after_s":1})");
  const auto late = clock.now() + 1100ms;
  while (clock.now() < late) std::this_thread::yield();
  EXPECT_TRUE(target->read_back(what, {}).has_value());
}

TEST_F(siasn_double_over_tls, effects_are_remembered_over_a_restart_and_a_torn_line_is_cut_off) {
  start();
  create();
  stop();
  std::ofstream(play.effects, std::ios::app) << R"({"n":2,"at":"20)";
  start();
  EXPECT_EQ(held(), 1);
  EXPECT_TRUE(target->read_back(what, {})->held);
}

TEST(https_client, refuses_plain_http) {
  metrics::registry registry;
  outbound::curl_client client({.name = "x"}, registry);
  const auto r = client.send({.method = "GET", .url = "http://127.0.0.1:1/", .route = "/", .headers = {}, .body = {}});
  EXPECT_TRUE(r.error().is(errc::invalid));
}

TEST(https_client, ends_at_once_when_it_was_cancelled) {
  metrics::registry registry;
  outbound::curl_client client({.name = "x"}, registry);
  client.cancel();
  const auto r = client.send({.method = "GET", .url = "https://127.0.0.1:1/", .route = "/", .headers = {}, .body = {}});
  EXPECT_TRUE(r.error().is(errc::cancelled));
}

TEST(https_client, shows_only_the_host_of_a_url) {
  EXPECT_EQ(outbound::host_of("https://user:pw@siasn.example:8243/pns/1990?x"), "siasn.example:8243");
  EXPECT_EQ(outbound::host_of("http://siasn.example/"), "");
  EXPECT_FALSE(outbound::is_https("https:///x"));
}

}  // namespace
}  // namespace jembatan::ekinerja
