// Every shape of facts/targets.md 1.4, and some that proxies and gateways add.
#include "ekinerja/answer.hpp"

#include <gtest/gtest.h>

namespace jembatan::ekinerja {
namespace {

using kind = answer::kind;
using to = delivery::setback::kind;

struct row {
  const char* what;
  int status;
  const char* type;
  std::string body;
  kind means;
  to becomes;
};

const char* const js = "application/json";

const std::vector<row> table{
    {"refused", 200, js, R"({"success":false,"message":"Gagal","mapData":null})", kind::refused, to::refused},
    {"refused with text", 200, js, R"({"success":false,"message":"x","mapData":"y"})", kind::refused, to::refused},
    {"refused with 400", 400, js, R"({"success":false,"message":"x"})", kind::refused, to::refused},
    {"refused as text", 200, js, R"({"success":"false","message":"x"})", kind::refused, to::refused},
    {"success without data", 200, js, R"({"success":true,"message":"success"})", kind::unconfirmed, to::unreachable},
    {"success, empty id", 200, js, R"({"success":true,"mapData":{"rwKursusId":""}})", kind::unconfirmed,
     to::unreachable},
    {"success, other id", 200, js, R"({"success":true,"mapData":{"rwDiklatId":"x"}})", kind::unconfirmed,
     to::unreachable},
    {"success in a 500", 500, js, R"({"success":true,"mapData":{"rwKursusId":"x"}})", kind::failed, to::unreachable},
    {"refusal in a 500", 500, js, R"({"success":false})", kind::failed, to::unreachable},
    {"code 0 with 200", 200, js, R"({"code":0,"data":"Data tidak ditemukan"})", kind::refused, to::refused},
    {"code 1 with 404", 404, js, R"({"code":1,"data":[]})", kind::refused, to::refused},
    {"found without data", 200, js, R"({"code":1,"count":0})", kind::refused, to::refused},
    {"capitals, bad", 200, js, R"({"Error":"true","Message":"x"})", kind::refused, to::refused},
    {"capitals, bad, boolean", 200, js, R"({"Error":true,"Message":"x"})", kind::refused, to::refused},
    {"capitals, good", 200, js, R"({"Error":"false","Message":"x"})", kind::unconfirmed, to::unreachable},
    {"token", 401, js, R"({"fault":{"code":900901,"message":"Invalid Credentials"}})", kind::token_refused,
     to::postponed},
    {"token, as text", 401, js, R"({"fault":{"code":"900902","message":"x"}})", kind::token_refused, to::postponed},
    {"token, flat", 401, js, R"({"code":"900901","message":"Invalid Credentials"})", kind::token_refused,
     to::postponed},
    {"token, XML", 401, "text/xml", "<ams:fault><ams:code>900901</ams:code></ams:fault>", kind::token_refused,
     to::postponed},
    {"subscription", 403, js, R"({"fault":{"code":900908,"message":"x"}})", kind::gateway_closed, to::postponed},
    {"throttled", 429, js, R"({"fault":{"code":900800,"message":"x"}})", kind::throttled, to::postponed},
    {"throttled with 503", 503, js, R"({"fault":{"code":900802,"message":"x"}})", kind::throttled, to::postponed},
    {"throttled, no body", 429, "", "", kind::throttled, to::postponed},
    {"person's token", 401, js, R"({"success":false,"message":"invalid or expired jwt"})", kind::sso_refused,
     to::locked_out},
    {"401 without body", 401, "", "", kind::sso_refused, to::locked_out},
    {"401 in HTML", 401, "text/html", "<html></html>", kind::sso_refused, to::locked_out},
    {"401 with another fault", 401, js, R"({"fault":{"code":101503}})", kind::sso_refused, to::locked_out},
    {"backend down", 503, js, R"({"fault":{"code":101503,"message":"x"}})", kind::failed, to::unreachable},
    {"5xx", 502, js, R"({"message":"x"})", kind::failed, to::unreachable},
    {"empty", 200, "", "", kind::silent, to::unreachable},
    {"blank", 200, js, " \r\n", kind::silent, to::unreachable},
    {"proxy page", 200, "text/html; charset=utf-8", "<html>login</html>", kind::foreign, to::unreachable},
    {"proxy page untold", 404, js, "<!DOCTYPE html>", kind::foreign, to::unreachable},
    {"cut off JSON", 200, js, R"({"success":tr)", kind::foreign, to::unreachable},
    {"not an object", 200, js, "[]", kind::foreign, to::unreachable},
    {"deep", 200, js, std::string(10'000, '[') + std::string(10'000, ']'), kind::foreign, to::unreachable},
    {"not UTF-8", 200, js, "{\"success\":\"\xFF\"}", kind::foreign, to::unreachable},
    {"wrong address", 404, js, R"({"code":404,"type":"Status report","message":"Runtime Error"})", kind::refused,
     to::refused},
    {"redirect", 302, js, R"({"message":"moved"})", kind::refused, to::refused},
    {"nothing known", 200, js, R"({"hello":1})", kind::unconfirmed, to::unreachable},
};

TEST(siasn_answer, tells_every_shape_apart) {
  for (const auto& r : table) {
    const auto a = classify(r.status, r.type, r.body);
    EXPECT_EQ(a.what, r.means) << r.what;
    EXPECT_EQ(to_setback(a).what, r.becomes) << r.what;
    EXPECT_FALSE(to_setback(a).code.empty()) << r.what;
  }
}

TEST(siasn_answer, is_saved_only_with_success_and_an_id) {
  const auto a = classify(200, js, R"({"success":true,"message":"success","mapData":{"rwKursusId":"8ae4","more":1}})");
  EXPECT_EQ(a.what, kind::saved);
  EXPECT_EQ(a.row_id, "8ae4");
}

TEST(siasn_answer, is_empty_only_for_404_with_code_0) {
  EXPECT_EQ(classify(404, js, R"({"code":0,"data":"Data tidak ditemukan"})").what, kind::empty);
}

TEST(siasn_answer, hands_on_what_was_found) {
  const auto a = classify(200, js, R"({"code":1,"data":[{"id":"x"}],"count":1})");
  EXPECT_EQ(a.what, kind::found);
  EXPECT_EQ(a.data.as_array().size(), 1U);
}

TEST(siasn_answer, keeps_a_message_short) {
  const auto a = classify(200, js, R"({"success":false,"message":")" + std::string(5000, 'x') + R"("})");
  EXPECT_EQ(a.text.size(), 300U);
}

}  // namespace
}  // namespace jembatan::ekinerja
