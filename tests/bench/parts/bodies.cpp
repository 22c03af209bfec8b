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

std::string activity(const std::string& path, const std::string& type, const std::string& name) {
  return R"({"id":"https:\/\/lms.bpsdm.example.go.id\/)" + path + R"(","definition":{"name":{"id":")" + name +
         R"("},"type":")" + type + R"("},"objectType":"Activity"})";
}

// About 1.6 KB, as they are on the average (facts/lms.md 6).
std::string statement(const std::string& event, const std::string& verb, const std::string& object,
                      const std::string& parent, const std::string& result) {
  const auto section = activity(R"(course\/section.php?id=4)", R"(http:\/\/id.tincanapi.com\/activitytype\/section)",
                                "Etika dan Integritas");
  const auto course = activity(R"(course\/view.php?id=2)", R"(https:\/\/w3id.org\/xapi\/cmi5\/activitytype\/course)",
                               "Pelayanan Publik Prima");
  const auto site = activity("", R"(http:\/\/id.tincanapi.com\/activitytype\/lms)", "LMS BPSDM");
  return R"({"actor":{"name":"Peserta Contoh","account":{"homePage":"https:\/\/lms.bpsdm.example.go.id","name":"102"}},)"
         R"("verb":{"id":"http:\/\/adlnet.gov\/expapi\/verbs\/)" +
         verb + R"(","display":{"en":")" + verb + R"("}},"object":)" + object +
         R"(,"timestamp":"2026-03-09T03:10:00.000Z","context":{"platform":"Moodle","language":"id",)"
         R"("registration":"58028332-2277-5b51-a632-7836992917ea","extensions":{)"
         R"("http:\/\/lrs.learninglocker.net\/define\/extensions\/info":{"http:\/\/moodle.org":"4.5",)"
         R"("https:\/\/github.com\/xAPI-vle\/moodle-logstore_xapi":"5.0.1","event_name":"\\)" +
         event + R"(","event_function":"\\src\\transformer\\events"}},"contextActivities":{"parent":[)" + parent +
         section + "," + course + R"(],"category":[)" + site + "]}}" + result + "}";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> xapi_statements() {
  const auto quiz =
      activity(R"(mod\/quiz\/view.php?id=12)", R"(http:\/\/adlnet.gov\/expapi\/activities\/assessment)", "Kuis");
  const auto attempt = activity(R"(mod\/quiz\/attempt.php?attempt=55&cmid=12)",
                                R"(http:\/\/adlnet.gov\/expapi\/activities\/attempt)", "Kuis Attempt 1");
  const auto page =
      activity(R"(mod\/page\/view.php?id=11)", R"(http:\/\/id.tincanapi.com\/activitytype\/page)", "Etika");
  const auto question = activity(R"(question\/question.php?cmid=12&id=88)",
                                 R"(http:\/\/adlnet.gov\/expapi\/activities\/cmi.interaction)", "Soal");
  const std::string quiz_event = R"(mod_quiz\\event\\attempt_submitted)";
  return {{"xapi module", statement(R"(core\\event\\course_module_completion_updated)", "completed", page, "",
                                    R"(,"result":{"completion":true,"success":true})")},
          {"xapi quiz", statement(quiz_event, "completed", attempt, quiz + ",",
                                  R"(,"result":{"completion":true,"duration":"PT754S","success":true,)"
                                  R"("score":{"raw":50,"min":0,"max":100,"scaled":0.0}})")},
          {"xapi ignored", statement(quiz_event, "answered", question, attempt + "," + quiz + ",",
                                     R"(,"result":{"completion":true,"response":"b","success":true})")}};
}

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
