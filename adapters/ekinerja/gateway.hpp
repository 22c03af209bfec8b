#pragma once
// One call to SIASN: both tokens on it, the answer classified, the API gateway's token renewed once when it is refused.
// The gateway turns such a call away before SIASN sees it, so sending it again is no second effect. Not thread-safe.
#include "ekinerja/answer.hpp"
#include "ekinerja/tokens.hpp"

namespace jembatan::ekinerja {

class gateway {
 public:
  gateway(outbound::https_client&, const clock&, secret_readers, std::string base_url, const std::string& token_url,
          duration deadline);

  // `path` follows base_url; `route` is the path as logs may show it. Values are answers that concern the question
  // asked; everything else is a setback.
  delivery::attempt<answer> get(const std::string& path, std::string route);
  delivery::attempt<answer> post(const std::string& path, std::string body);

  const secret_readers& secrets() const { return secrets_; }
  std::string url(const std::string& path) const { return base_url_ + path; }

 private:
  delivery::attempt<answer> call(outbound::request);
  delivery::attempt<answer> send(outbound::request);

  outbound::https_client& client_;
  const clock& clock_;
  secret_readers secrets_;
  std::string base_url_;
  duration deadline_;
  apim_tokens apim_;
};

}  // namespace jembatan::ekinerja
