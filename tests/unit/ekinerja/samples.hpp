#pragma once
// A record of a person who does not exist, and a client that answers from a list.
#include <deque>
#include <vector>

#include "outbound/https_client.hpp"
#include "training/record.hpp"

namespace jembatan::ekinerja::testing {

inline training::record sample() {
  training::record r;
  r.record_id = "r-1";
  r.revision = 1;
  r.state = training::status::final;
  r.outcome = training::result_kind::lulus;
  r.person_id = "P-0001";
  r.nip = "199001012015011001";
  r.training_id = "ppp-2026-01";
  r.title = " Pelayanan Publik\tPrima ";
  r.organiser = "BPSDM Provinsi Contoh";
  r.timezone = "Asia/Jakarta";
  r.jenis_diklat = 17;
  r.start = *parse_date("2026-03-02");
  r.end = *parse_date("2026-04-30");
  r.year = 2026;
  r.jp = 24;
  return r;
}

class scripted_client final : public outbound::https_client {
 public:
  result<outbound::response> send(const outbound::request& r) override {
    sent.push_back(r);
    if (answers.empty()) return error{errc::unavailable, "no answer is scripted"};
    auto next = answers.front();
    answers.pop_front();
    return next;
  }
  void answer(int status, std::string body, std::string type = "application/json") {
    answers.push_back(outbound::response{status, std::move(type), std::move(body)});
  }
  void token(std::string value, int expires_in = 3600) {
    answer(200, R"({"access_token":")" + value + R"(","expires_in":)" + std::to_string(expires_in) + "}");
  }
  std::string header(std::size_t request, std::string_view name) const {
    for (const auto& h : sent.at(request).headers)
      if (h.name == name) return h.value;
    return "";
  }

  std::deque<result<outbound::response>> answers;
  std::vector<outbound::request> sent;
};

}  // namespace jembatan::ekinerja::testing
