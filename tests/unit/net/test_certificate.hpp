#pragma once
// A self-signed certificate for localhost, made when a test asks, in a directory that goes with the object.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace jembatan::tests {

class temporary_directory {
 public:
  temporary_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "jembatan-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class test_certificate {
 public:
  // Valid from a day ago until so many seconds from now: negative for one that has expired.
  explicit test_certificate(long seconds_left = 90L * 24 * 3600) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
    X509_set_version(cert.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), seconds_left);
    auto* name = X509_get_subject_name(cert.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(cert.get(), name);
    X509_set_pubkey(cert.get(), pkey.get());
    X509_sign(cert.get(), pkey.get(), EVP_sha256());
    write(certificate(), [&](FILE* f) { PEM_write_X509(f, cert.get()); });
    write(key(), [&](FILE* f) { PEM_write_PrivateKey(f, pkey.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }

  std::filesystem::path certificate() const { return directory_.path() / "server.pem"; }
  std::filesystem::path key() const { return directory_.path() / "server.key"; }

 private:
  template <class Print>
  static void write(const std::filesystem::path& file, Print print) {
    auto* f = std::fopen(file.c_str(), "w");
    print(f);
    std::fclose(f);
  }
  temporary_directory directory_;
};

}  // namespace jembatan::tests
