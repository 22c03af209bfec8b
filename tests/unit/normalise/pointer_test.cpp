#include "normalise/pointer.hpp"

#include <gmock/gmock.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace jembatan::normalise {
namespace {

std::string at(const std::string& pointer) {
  // The document of RFC 6901 section 5.
  static const auto document = boost::json::parse(
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  const auto compiled = compile_pointer(pointer);
  if (compiled.has_error()) return "error";
  const auto* found = resolve(document, *compiled);
  return found == nullptr ? "nothing" : boost::json::serialize(*found);
}

TEST(pointer, finds_what_rfc_6901_section_5_says) {
  EXPECT_EQ(at("/foo"), R"(["bar","baz"])");
  EXPECT_EQ(at("/foo/0"), R"("bar")");
  EXPECT_EQ(at("/"), "0");
  EXPECT_EQ(at("/a~1b"), "1");
  EXPECT_EQ(at("/c%d"), "2");
  EXPECT_EQ(at("/e^f"), "3");
  EXPECT_EQ(at("/g|h"), "4");
  EXPECT_EQ(at("/i\\j"), "5");
  EXPECT_EQ(at("/k\"l"), "6");
  EXPECT_EQ(at("/ "), "7");
  EXPECT_EQ(at("/m~0n"), "8");
}

TEST(pointer, finds_nothing_where_there_is_nothing) {
  EXPECT_EQ(at("/foo/2"), "nothing");
  EXPECT_EQ(at("/foo/-"), "nothing");
  EXPECT_EQ(at("/foo/01"), "nothing");
  EXPECT_EQ(at("/foo/0/x"), "nothing");
  EXPECT_EQ(at("/bar"), "nothing");
}

TEST(pointer, refuses_what_is_none) {
  EXPECT_EQ(at("foo"), "error");
  EXPECT_EQ(at("/a~2b"), "error");
  EXPECT_EQ(at("/a~"), "error");
}

TEST(pointer_table, shares_prefixes) {
  pointer_table table;
  const int deep = table.add(*compile_pointer("/a/b/c"));
  EXPECT_EQ(table.size(), 4u);
  EXPECT_EQ(table.add(*compile_pointer("/a/b/c")), deep);
  const int other = table.add(*compile_pointer("/a/b/d"));
  EXPECT_EQ(table.size(), 5u);
  const auto document = boost::json::parse(R"({"a":{"b":{"d":"here"}}})");
  std::array<const boost::json::value*, 5> found{};
  table.resolve(document, found);
  EXPECT_EQ(found[static_cast<std::size_t>(deep)], nullptr);
  EXPECT_EQ(*found[static_cast<std::size_t>(other)], "here");
  EXPECT_EQ(found[0], &document);
}

TEST(pointer_table, has_a_bound) {
  pointer_table table;
  int last = 0;
  for (std::size_t i = 0; i < max_pointers; ++i) last = table.add(*compile_pointer("/" + std::to_string(i)));
  EXPECT_EQ(last, -1);
  EXPECT_EQ(table.size(), max_pointers);
}

}  // namespace
}  // namespace jembatan::normalise
