#pragma once
// The small training that the tests of this folder tell their stories with. Nobody in it exists.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "training/record.hpp"

namespace jembatan::training::given {

inline time_point utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

// A time of the session's day in WIB: "09:00" or "09:00:30".
inline time_point at(std::string_view clock) {
  const auto seconds = clock.size() == 5 ? ":00" : "";
  return utc("2026-03-16T" + std::string(clock) + seconds + "+07:00");
}

inline date day(std::string_view text) {
  return parse_date(text).value();
}

// 09:00 to 12:00 WIB, 80 %: 144 minutes are required.
inline live_session session(std::string id = "s1") {
  return {std::move(id), "zoom-test", "90000000001", {at("09:00"), at("12:00")}, 80};
}

inline occurrence run(std::string id = "run-1") {
  occurrence o;
  o.source = "zoom-test";
  o.meeting_id = "90000000001";
  o.id = std::move(id);
  o.started = at("08:45");
  o.ended = at("12:10");
  o.latest = at("12:10");
  return o;
}

inline presence_event joined(std::string connection, std::string leg, std::string_view clock) {
  return {presence_event::kind::joined, std::move(connection), std::move(leg), at(clock)};
}

inline presence_event left(std::string connection, std::string leg, std::string_view clock) {
  return {presence_event::kind::left, std::move(connection), std::move(leg), at(clock)};
}

inline std::vector<presence> in_one_run(std::vector<presence_event> events) {
  return {{run(), std::move(events)}};
}

// The whole day of one person on one device.
inline std::vector<presence> whole_session() {
  return in_one_run({joined("c1", "u1", "08:55"), left("c1", "u1", "12:05")});
}

inline std::int64_t minutes(std::int64_t n) {
  return n * 60;
}

// --- At the learning system

inline constexpr const char* page = "https://lms.example/page/11";
inline constexpr const char* quiz = "https://lms.example/quiz/12";
inline constexpr const char* plan = "https://lms.example/assign/31";
inline constexpr const char* form = "https://lms.example/feedback/41";
inline constexpr const char* course = "https://lms.example/course/2";
inline constexpr const char* badge = "https://lms.example/badge/5";

inline activity_event did(activity_event::kind what, time_point when) {
  return {when, what};
}
inline activity_event scored(time_point when, std::optional<double> raw, std::optional<double> max = 100,
                             activity_event::kind what = activity_event::kind::scored) {
  return {when, what, {raw, std::nullopt, max, std::nullopt}};
}
inline activity_history at_activity(std::string id, std::vector<activity_event> events) {
  return {{"moodle-test", std::move(id)}, course, std::move(events)};
}

inline programme training() {
  programme p;
  p.id = "latihan-1";
  p.title = "Latihan Uji";
  p.organiser = "BPSDM Contoh";
  p.timezone = "Asia/Jakarta";
  p.from = day("2026-03-16");
  p.to = day("2026-03-20");
  p.jp = 24;
  p.participants = {"P-1", "P-2"};
  p.staff = {"P-9"};
  p.sessions = {session()};
  p.jenis_diklat = 17;
  p.digest = std::string(64, 'a');
  return p;
}

inline person_row person(std::string id) {
  person_row row;
  row.person_id = id;
  row.nip = "199001012015011001";
  row.jenis_nip = "nip";
  row.nama = "Orang " + id;
  row.email = "orang." + id + "@contoh.example";
  row.kode_opd = "OPD-1";
  row.nama_opd = "Dinas Contoh";
  row.kode_skpd = "SKPD-1";
  return row;
}

inline account_row account(std::string person_id, std::string name) {
  return {std::move(person_id), "zoom-test", "https://zoom.us", std::move(name), {}, {}};
}

}  // namespace jembatan::training::given
