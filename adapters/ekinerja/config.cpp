#include "ekinerja/config.hpp"

#include "outbound/https_client.hpp"

namespace jembatan::ekinerja {
namespace {

void check_url(option_visitor& v, std::string_view key, std::string& url) {
  while (url.ends_with('/')) url.pop_back();
  if (url.empty()) return;  // said by `required`
  if (!outbound::is_https(url) || url.find_first_of("?# \t@") != std::string::npos)
    v.reject(key, "must be an https address without user, query or fragment");
}

}  // namespace

void describe(option_visitor& v, options& o) {
  v.option("base_url", o.base_url,
           {.text = "Address of SIASN's web service; ends before /pns, for example https://host:8243/apisiasn/1.0.",
            .required = true});
  v.option("token_url", o.token_url, {.text = "Where the API gateway gives its tokens.", .required = true});
  v.option("apim", o.apim,
           {.text = "File with the API gateway's consumer key and secret, key:secret. Read anew for each token.",
            .required = true});
  v.option(
      "sso_token", o.sso_token,
      {.text = "File with the SSO token that a person supplies. Read anew for each delivery; when it is expired or "
               "refused the target waits until the file changes.",
       .required = true});
  v.option("instansi_id", o.instansi_id, {.text = "SIASN's id of the agency (instansiId).", .required = true});
  v.option("person_cache", o.person_cache,
           {.text = "How long SIASN's id of a person is believed before it is asked for again."});
  if (v.documenting()) return;
  check_url(v, "base_url", o.base_url);
  check_url(v, "token_url", o.token_url);
  if (o.apim.given() && !o.apim.value.empty() && o.apim.value.find(':') == std::string::npos)
    v.reject("apim", "the file must hold key:secret");
}

}  // namespace jembatan::ekinerja
