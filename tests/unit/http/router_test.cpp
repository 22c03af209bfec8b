#include "http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace jembatan::http {
namespace {

handler nothing() {
  return inlined([](const request&) { return response{}; });
}

class router_test : public testing::Test {
 protected:
  router_test() {
    router_.add(verb::post, "/v1/zoom/{source}",
                {.name = "zoom", .body_limit = byte_size{100}, .content_types = {"application/json"}}, nothing());
    router_.add(verb::get, "/v1/records", {.name = "records"}, nothing());
    router_.add(verb::get, "/v1/receipts/{receipt}/proof", {.name = "proof"}, nothing());
    router_.add(verb::post, "/v1/xapi",
                {.name = "xapi",
                 .body_limit = byte_size{100},
                 .content_types = {"application/json"},
                 .fields = "X-Version: 1\r\n",
                 .too_long = [this](const request&) { ++too_long_; }},
                nothing());
    router_.add(verb::put, "/v1/records", {.name = "put", .body_limit = byte_size{10}}, nothing());
  }

  std::string route_of(verb method, std::string_view path, announced_body b = {}) {
    request_.method = method;
    request_.path = path;
    auto found = router_.find(request_, b);
    if (auto* refused = std::get_if<response>(&found)) {
      refusal_ = std::move(*refused);
      return std::to_string(refusal_.status);
    }
    return std::get<const route*>(found)->options.name;
  }

  int too_long_ = 0;
  router router_;
  request request_;
  response refusal_;
};

TEST_F(router_test, finds_the_route_and_its_parameters) {
  request_.fields = {{"content-type", "Application/JSON; charset=utf-8"}};
  EXPECT_EQ(route_of(verb::post, "/v1/zoom/zoom-bpsdm", {.length = 100}), "zoom");
  EXPECT_EQ(request_.parameter("source"), "zoom-bpsdm");
  EXPECT_EQ(route_of(verb::get, "/v1/receipts/jb1-a/proof"), "proof");
  EXPECT_EQ(request_.parameter("receipt"), "jb1-a");
  EXPECT_EQ(request_.parameter("source"), "");
}

TEST_F(router_test, answers_404_to_paths_that_only_resemble_one) {
  for (const auto* path : {"/", "", "/v1", "/v1/zoom", "/v1/zoom/", "/v1/zoom/a/b", "/v1/records/", "v1/records", "*"})
    EXPECT_EQ(route_of(verb::get, path), "404") << path;
}

TEST_F(router_test, answers_405_with_what_is_allowed) {
  EXPECT_EQ(route_of(verb::delete_, "/v1/records"), "405");
  EXPECT_EQ(refusal_.fields, "Allow: GET, HEAD, PUT\r\n");
  EXPECT_EQ(route_of(verb::unknown, "/v1/zoom/x"), "405");
}

TEST_F(router_test, gives_the_fields_of_the_address_with_every_refusal_there) {
  EXPECT_EQ(route_of(verb::post, "/v1/xapi", {.length = 101}), "413");
  EXPECT_TRUE(refusal_.fields.ends_with("X-Version: 1\r\n")) << refusal_.fields;
  EXPECT_EQ(too_long_, 1);
  EXPECT_EQ(route_of(verb::post, "/v1/xapi", {.length = 1}), "415");
  EXPECT_TRUE(refusal_.fields.ends_with("X-Version: 1\r\n")) << refusal_.fields;
  EXPECT_EQ(route_of(verb::get, "/v1/xapi"), "405");
  EXPECT_TRUE(refusal_.fields.ends_with("X-Version: 1\r\n")) << refusal_.fields;
  EXPECT_EQ(too_long_, 1);
}

TEST_F(router_test, answers_head_where_get_is) {
  EXPECT_EQ(route_of(verb::head, "/v1/records"), "records");
  EXPECT_EQ(route_of(verb::head, "/v1/zoom/x"), "405");
}

TEST_F(router_test, answers_413_before_the_body_is_read) {
  request_.fields = {{"content-type", "application/json"}};
  EXPECT_EQ(route_of(verb::post, "/v1/zoom/x", {.length = 101}), "413");
  EXPECT_EQ(route_of(verb::post, "/v1/zoom/x", {.length = {}, .chunked = true}), "zoom");
  EXPECT_EQ(route_of(verb::get, "/v1/records", {.length = {}, .chunked = true}), "413");
  EXPECT_EQ(route_of(verb::get, "/v1/records", {.length = 1}), "413");
  EXPECT_EQ(route_of(verb::get, "/v1/records", {.length = 0}), "records");
}

TEST_F(router_test, answers_415_to_a_body_of_another_type) {
  EXPECT_EQ(route_of(verb::post, "/v1/zoom/x", {.length = 2}), "415");
  request_.fields = {{"content-type", "text/xml"}};
  EXPECT_EQ(route_of(verb::post, "/v1/zoom/x", {.length = 2}), "415");
  EXPECT_EQ(route_of(verb::put, "/v1/records", {.length = 2}), "put");
}

TEST_F(router_test, refuses_a_second_route_of_the_same_address) {
  EXPECT_THROW(router_.add(verb::get, "/v1/records", {.name = "again"}, nothing()), std::logic_error);
  EXPECT_THROW(router_.add(verb::get, "v1", {.name = "no slash"}, nothing()), std::logic_error);
}

}  // namespace
}  // namespace jembatan::http
