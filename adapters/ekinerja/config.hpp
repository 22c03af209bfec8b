#pragma once
// Options of a target of type ekinerja (BKN's SIASN web service), beside those that every target has.
#include <string>

#include "base/option.hpp"

namespace jembatan::ekinerja {

struct options {
  std::string base_url;   // ends before /pns: https://host:port/apisiasn/1.0
  std::string token_url;  // of the API gateway: https://host/oauth2/token
  secret_file apim;       // key:secret
  secret_file sso_token;  // supplied by a person, expires
  std::string instansi_id;
  duration person_cache = std::chrono::hours{24};  // how long a person's SIASN id is believed
};

void describe(option_visitor&, options&);

}  // namespace jembatan::ekinerja
