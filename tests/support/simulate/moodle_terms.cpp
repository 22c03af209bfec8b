#include "simulate/moodle_terms.hpp"

namespace jembatan::simulate::terms {

const act& of(deed::kind what) {
  constexpr std::string_view module_event = "\\core\\event\\course_module_completion_updated";
  constexpr std::string_view completed = "http://adlnet.gov/expapi/verbs/completed";
  // By deed::kind.
  static constexpr std::array<act, 14> acts = {{
      {"\\core\\event\\user_enrolment_created", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled",
       "Enrolled"},
      {"\\core\\event\\user_enrolment_deleted", "http://activitystrea.ms/leave", "Left"},
      {"\\core\\event\\user_loggedin", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login", "Login"},
      {module_event, "http://adlnet.gov/expapi/verbs/progressed", "Progressed"},
      {module_event, completed, "Completed"},
      {module_event, completed, "Completed"},
      {module_event, "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted", "Uncompleted"},
      {"\\mod_quiz\\event\\attempt_submitted", completed, "Completed"},
      {"\\mod_quiz\\event\\attempt_submitted", "http://adlnet.gov/expapi/verbs/answered", "Answered"},
      {"\\mod_forum\\event\\post_created", "http://id.tincanapi.com/verb/replied", "Replied"},
      {"\\mod_assign\\event\\assessable_submitted", "http://activitystrea.ms/schema/1.0/submit", "Submitted"},
      {"\\mod_assign\\event\\submission_graded", "https://w3id.org/xapi/tla/verbs/scored", "Scored"},
      {"\\core\\event\\badge_awarded", "https://w3id.org/xapi/tla/verbs/achieved", "Achieved"},
      {"\\core\\event\\badge_revoked", "https://w3id.org/xapi/tla/verbs/forfeited", "Forfeited"},
  }};
  return acts[static_cast<std::size_t>(what)];
}

}  // namespace jembatan::simulate::terms
