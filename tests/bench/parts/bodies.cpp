#include "parts/bodies.hpp"

namespace jembatan::bench {
namespace {

constexpr const char* meeting =
    R"("id":"95512340001","uuid":"pKx4mQvTRSe8+a/1bbbbAA==","host_id":"hostBPSDM000001",)"
    R"("host_email":"panitia@bpsdm.example.go.id","topic":"Pelayanan Publik Prima","type":8,)"
    R"("start_time":"2026-03-16T01:00:00Z","timezone":"Asia/Jakarta","duration":240)";

std::string event(const std::string& name, const std::string& participant) {
  return std::string(R"({"payload":{"account_id":"acctBPSDM01","object":{)") + meeting + R"(,"participant":{)" +
         participant + R"(}}},"event_ts":1773622802345,"event":")" + name + R"("})";
}

std::string participant(int number) {
  const auto n = std::to_string(100'000'000 + number);
  return R"("user_id":"16)" + n + R"(","user_name":"Peserta )" + n + R"(","id":"zmUser)" + n +
         R"(","participant_uuid":"1A2B3C4D-0001-0002-0003-000)" + n + R"(","email":"peserta.)" + n +
         R"(@bpsdm.example.go.id","participant_user_id":"zmUser)" + n + R"(","public_ip":"203.0.113.7")";
}

}  // namespace

std::string participant_body(const std::string& action, int number, const std::string& at) {
  const auto more = action == "joined" ? R"(,"join_time":")" + at + '"'
                                       : R"(,"leave_time":")" + at +
                                             R"(","leave_reason":"Peserta left the meeting.",)"
                                             R"("private_ip":"10.20.0.9","registrant_id":"","customer_key":"")";
  return event("meeting.participant_" + action, participant(number) + more);
}

std::vector<std::pair<std::string, std::string>> zoom_bodies() {
  return {{"joined", participant_body("joined", 1, "2026-03-16T01:00:01Z")},
          {"left", participant_body("left", 1, "2026-03-16T05:00:01Z")},
          {"ignored",
           event("meeting.participant_joined_waiting_room", participant(1) + R"(,"date_time":"2026-03-16T00:59:01Z")")},
          {"unmapped", event("meeting.sharing_started", participant(1))}};
}

}  // namespace jembatan::bench
