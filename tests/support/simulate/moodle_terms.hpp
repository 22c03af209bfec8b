#pragma once
// The IRIs that logstore_xapi writes, and which event, verb and text each deed has. Pure.
#include <array>
#include <string_view>

#include "simulate/case_study.hpp"

namespace jembatan::simulate::terms {

inline constexpr std::string_view info = "http://lrs.learninglocker.net/define/extensions/info";
inline constexpr std::string_view progress = "https://w3id.org/xapi/cmi5/result/extensions/progress";

inline constexpr std::string_view lms = "http://id.tincanapi.com/activitytype/lms";
inline constexpr std::string_view course = "https://w3id.org/xapi/cmi5/activitytype/course";
inline constexpr std::string_view section = "http://id.tincanapi.com/activitytype/section";
inline constexpr std::string_view attempt = "http://adlnet.gov/expapi/activities/attempt";
inline constexpr std::string_view interaction = "http://adlnet.gov/expapi/activities/cmi.interaction";
inline constexpr std::string_view reply = "http://id.tincanapi.com/activitytype/forum-reply";
inline constexpr std::string_view discussion = "http://id.tincanapi.com/activitytype/discussion";
inline constexpr std::string_view assignment = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/assignment";
inline constexpr std::string_view submission = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/submission";
inline constexpr std::string_view badge = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/badge";
// By element.
inline constexpr std::array<std::string_view, 4> element_types = {
    "http://activitystrea.ms/schema/1.0/page", "http://id.tincanapi.com/activitytype/book",
    "http://adlnet.gov/expapi/activities/assessment",
    "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/forum"};

struct act {
  std::string_view event, verb, display;
};
const act& of(deed::kind);

}  // namespace jembatan::simulate::terms
