#pragma once
// The adapter of targets of type ekinerja: training records become rows of riwayat kursus at BKN's SIASN, the national
// record of training (facts/targets.md 1). The record's own id never leaves: SIASN has no field for it, so rows are
// recognised by what they say. Never sends a rating.
#include <memory>

#include "delivery/adapter.hpp"
#include "delivery/config.hpp"
#include "ekinerja/config.hpp"
#include "ekinerja/gateway.hpp"
#include "ekinerja/person_cache.hpp"

namespace jembatan::ekinerja {

class adapter final : public delivery::adapter {
 public:
  // Client and clock are used for as long as the adapter lives.
  adapter(options, const delivery::target_options&, outbound::https_client&, const clock&, secret_readers);

  delivery::attempt<delivery::payload> map(const training::record&) const override;
  delivery::attempt<> ready(time_point now) override;
  std::string credentials_digest() override;
  std::string judged_credentials() override;
  delivery::attempt<delivery::standing> read_back(const delivery::payload&, const delivery::traces&) override;
  delivery::attempt<std::string> create(const delivery::payload&, const delivery::standing&) override;
  delivery::attempt<std::string> correct(const delivery::payload&, const delivery::standing&) override;
  std::string preview(const delivery::payload&, const delivery::standing&) const override;

 private:
  delivery::attempt<std::string> person_id(const std::string& nip);
  delivery::attempt<boost::json::array> rows_of(const std::string& nip);
  delivery::attempt<> nothing_stands_elsewhere(const std::string& nip, const delivery::traces&);
  delivery::attempt<std::string> save(const delivery::payload&, const delivery::standing&);

  options options_;
  const clock& clock_;
  const secret_readers secrets_;
  const std::shared_ptr<std::string> judged_sso_ = std::make_shared<std::string>();  // empty: unreadable
  gateway gateway_;
  person_cache people_;
};

}  // namespace jembatan::ekinerja
