#include "zoom/config.hpp"

namespace jembatan::zoom {

void describe(option_visitor& v, options& o) {
  v.option("secrets", o.secrets,
           {.text = "Files with the secret token of the Zoom app: one, or two while one replaces the other.",
            .required = true,
            .reload = true});
  v.choice(
      "on_bad_signature", o.on_bad_signature, {"503", "401"},
      {.text = "Status for a wrong or stale signature. Zoom sends again after 503 and never after 401, so 503 keeps "
               "the events of a rotated secret or a wrong clock.",
       .reload = true});
  v.option("body_limit", o.body_limit, {.text = "Longest body; longer is answered 413."});
  v.option("freshness", o.freshness,
           {.text = "How far the request's time stamp may lie from our clock, either way.", .reload = true});
  v.option(
      "nip_question", o.nip_question,
      {.text = "Title of the registration question that asks for the NIP or NI PPPK; upper case and white space do "
               "not count. What was typed there identifies a person only where the e-mail or the name agrees."});
  if (v.documenting()) return;
  if (v.given("secrets") && (o.secrets.empty() || o.secrets.size() > 2))
    v.reject("secrets", "needs one file, or two while a secret is being replaced");
  if (o.freshness < std::chrono::seconds{1}) v.reject("freshness", "must be at least 1s; 300s suits Zoom");
  if (o.body_limit < byte_size{4 * KiB} || o.body_limit > byte_size{64 * MiB})
    v.reject("body_limit", "must lie between 4KiB and 64MiB");
}

}  // namespace jembatan::zoom
