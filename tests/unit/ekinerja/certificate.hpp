#pragma once
// A key and a certificate for 127.0.0.1 that signs itself, in a directory that goes with the object.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace jembatan::testing {

class certificate {
 public:
  certificate() {
    std::string name = (std::filesystem::temp_directory_path() / "jb-cert-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = name;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> x(X509_new(), &X509_free);
    X509_set_version(x.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x.get()), 3600);
    auto* subject = X509_get_subject_name(x.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("double"), -1, -1,
                               0);
    X509_set_issuer_name(x.get(), subject);
    X509_set_pubkey(x.get(), key.get());
    extend(x.get(), NID_subject_alt_name, "IP:127.0.0.1");
    extend(x.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(x.get(), key.get(), EVP_sha256());
    write(pem(), [&](FILE* f) { PEM_write_X509(f, x.get()); });
    write(private_key(), [&](FILE* f) { PEM_write_PrivateKey(f, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  ~certificate() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  certificate(const certificate&) = delete;
  certificate& operator=(const certificate&) = delete;

  const std::filesystem::path& directory() const { return directory_; }
  std::filesystem::path pem() const { return directory_ / "certificate.pem"; }
  std::filesystem::path private_key() const { return directory_ / "key.pem"; }

 private:
  static void extend(X509* x, int nid, const char* value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> e(
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value), &X509_EXTENSION_free);
    X509_add_ext(x, e.get(), -1);
  }
  template <class Writer>
  static void write(const std::filesystem::path& file, Writer writer) {
    const std::unique_ptr<FILE, decltype(&std::fclose)> f(std::fopen(file.c_str(), "w"), &std::fclose);
    if (!f) throw std::runtime_error("cannot write " + file.string());
    writer(f.get());
  }

  std::filesystem::path directory_;
};

}  // namespace jembatan::testing
