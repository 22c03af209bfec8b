#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "folder.hpp"

namespace jembatan::normalise {
namespace {

// What `data` makes of a body whose other members are `members`: the data as text, or "reason field" of the dead
// letter.
std::string made(const std::string& data, const std::string& members) {
  folder f;
  f.write_data(data);
  const auto plan = f.load();
  if (!plan) return f.text();
  const auto o = plan->apply(raw(R"({"kind":"k","ts":1773622802345,)" + members + "}"));
  if (o.what == disposition::dead) return o.reason + " " + o.field;
  return boost::json::serialize(event_of(o).at("data"));
}

std::string leaf(const std::string& text, const std::string& members) {
  return made("data: {x: " + text + "}\n", members);
}

TEST(language, takes_text_from_a_pointer) {
  EXPECT_EQ(leaf("/a/b", R"("a":{"b":"é🌱"})"), R"({"x":"é🌱"})");
}

TEST(language, treats_missing_null_and_empty_alike) {
  EXPECT_EQ(leaf("/a", R"("b":1)"), "{}");
  EXPECT_EQ(leaf("/a", R"("a":null)"), "{}");
  EXPECT_EQ(leaf("/a", R"("a":"")"), "{}");
  EXPECT_EQ(leaf("{from: /a, required: true}", R"("a":"")"), "field_missing /a");
}

TEST(language, refuses_other_types_than_the_function_takes) {
  EXPECT_EQ(leaf("/a", R"("a":7)"), "field_type /a");
  EXPECT_EQ(leaf("/a", R"("a":{})"), "field_type /a");
  EXPECT_EQ(leaf("/a", R"("a":true)"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: number}", R"("a":"7")"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: boolean}", R"("a":1)"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: rfc3339}", R"("a":1)"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: lower_case}", R"("a":1)"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: trim}", R"("a":[])"), "field_type /a");
}

TEST(language, reads_digits_written_as_text_or_number) {
  EXPECT_EQ(leaf("{from: /a, as: integer_text}", R"("a":95512340001)"), R"({"x":"95512340001"})");
  EXPECT_EQ(leaf("{from: /a, as: integer_text}", R"("a":"95512340001")"), R"({"x":"95512340001"})");
  EXPECT_EQ(leaf("{from: /a, as: integer_text}", R"("a":"95 51")"), "field_format /a");
  EXPECT_EQ(leaf("{from: /a, as: integer_text}", R"("a":-3)"), "field_format /a");
  EXPECT_EQ(leaf("{from: /a, as: integer_text}", R"("a":1.5)"), "field_type /a");
  EXPECT_EQ(leaf("{from: /a, as: any_text}", R"("a":-3)"), R"({"x":"-3"})");
  EXPECT_EQ(leaf("{from: /a, as: any_text}", R"("a":"q")"), R"({"x":"q"})");
}

TEST(language, reads_numbers) {
  EXPECT_EQ(leaf("{from: /a, as: number}", R"("a":2.5)"), R"({"x":2.5E0})");
  EXPECT_EQ(leaf("{from: /a, as: number}", R"("a":7)"), R"({"x":7})");
  EXPECT_EQ(leaf("{from: /a, as: integer}", R"("a":3.0)"), R"({"x":3})");
  EXPECT_EQ(leaf("{from: /a, as: integer}", R"("a":3.5)"), "field_format /a");
  EXPECT_EQ(leaf("{from: /a, as: integer}", R"("a":1e300)"), "field_range /a");
  EXPECT_EQ(leaf("{from: /a, as: boolean}", R"("a":false)"), R"({"x":false})");
}

TEST(language, changes_case_and_white_space_in_order) {
  EXPECT_EQ(leaf("{from: /a, as: lower_case}", R"("a":"Ani@BKD.Example")"), R"({"x":"ani@bkd.example"})");
  EXPECT_EQ(leaf("{from: /a, as: [trim, lower_case]}", R"("a":"  A b\n")"), R"({"x":"a b"})");
  EXPECT_EQ(leaf("{from: /a, as: trim}", R"("a":"  ")"), "{}");
  EXPECT_EQ(leaf("{from: /a, as: trim, required: true}", R"("a":"  ")"), "field_missing /a");
}

TEST(language, reads_times_into_utc) {
  EXPECT_EQ(leaf("{from: /a, as: rfc3339}", R"("a":"2026-03-16T08:00:00+07:00")"), R"({"x":"2026-03-16T01:00:00Z"})");
  EXPECT_EQ(leaf("{from: /a, as: rfc3339}", R"("a":"2026-03-16T01:00:00.25Z")"), R"({"x":"2026-03-16T01:00:00.250Z"})");
  EXPECT_EQ(leaf("{from: /a, as: unix_ms}", R"("a":1773622800007)"), R"({"x":"2026-03-16T01:00:00.007Z"})");
  EXPECT_EQ(leaf("{from: /a, as: unix_s}", R"("a":1773622800)"), R"({"x":"2026-03-16T01:00:00Z"})");
  EXPECT_EQ(leaf("{from: /a, as: rfc3339}", R"("a":"16 March")"), "field_format /a");
}

TEST(language, refuses_times_that_are_not_plausible) {
  EXPECT_EQ(leaf("{from: /a, as: rfc3339}", R"("a":"1970-01-01T00:00:00Z")"), "field_range /a");
  EXPECT_EQ(leaf("{from: /a, as: unix_ms}", R"("a":4102444800000)"), "field_range /a");
  EXPECT_EQ(leaf("{from: /a, as: unix_s}", R"("a":1773622800007)"), "field_range /a");
  const std::string near = "{from: /a, as: rfc3339, ahead_at_most: 1h}";
  EXPECT_EQ(leaf(near, R"("a":"2026-03-16T02:00:02.345Z")"), R"({"x":"2026-03-16T02:00:02.345Z"})");
  EXPECT_EQ(leaf(near, R"("a":"2026-03-16T02:00:02.346Z")"), "field_range /a");
}

TEST(language, writes_constants_by_their_type) {
  EXPECT_EQ(leaf("joined", R"("a":1)"), R"({"x":"joined"})");
  EXPECT_EQ(leaf("\"7\"", R"("a":1)"), R"({"x":"7"})");
  EXPECT_EQ(leaf("7", R"("a":1)"), R"({"x":7})");
  EXPECT_EQ(leaf("true", R"("a":1)"), R"({"x":true})");
  EXPECT_EQ(leaf("\"/not/a/pointer\"", R"("a":1)"), R"({"x":"/not/a/pointer"})");
  EXPECT_EQ(leaf("{constant: /neither}", R"("a":1)"), R"({"x":"/neither"})");
}

TEST(language, takes_the_first_present_value) {
  const std::string data = "{first_of: [/a, {from: /b, as: any_text}, none], as: lower_case}";
  EXPECT_EQ(leaf(data, R"("a":"A","b":2)"), R"({"x":"a"})");
  EXPECT_EQ(leaf(data, R"("a":"","b":2)"), R"({"x":"2"})");
  EXPECT_EQ(leaf(data, R"("c":1)"), R"({"x":"none"})");
  EXPECT_EQ(leaf("{first_of: [/a, /b], required: true}", R"("c":1)"), "field_missing /a");
  EXPECT_EQ(leaf("{first_of: [/a, /b]}", R"("b":1)"), "field_type /b");
}

TEST(language, applies_a_value_only_where_its_condition_holds) {
  const std::string equal = "{constant: host, when: {equal: [/a, /b]}}";
  EXPECT_EQ(leaf(equal, R"("a":"u","b":"u")"), R"({"x":"host"})");
  EXPECT_EQ(leaf(equal, R"("a":"u","b":"v")"), "{}");
  EXPECT_EQ(leaf(equal, R"("a":"","b":"")"), "{}");
  EXPECT_EQ(leaf(equal, R"("a":1,"b":"1")"), "{}");
  EXPECT_EQ(leaf("{constant: y, when: {equal: [/a, true]}}", R"("a":true)"), R"({"x":"y"})");
  EXPECT_EQ(leaf("{constant: y, when: {present: [/a, /b]}}", R"("a":"1")"), "{}");
  EXPECT_EQ(leaf("{constant: y, when: {present: [/a, /b]}}", R"("a":"1","b":2)"), R"({"x":"y"})");
  EXPECT_EQ(leaf("{constant: y, when: {absent: [/a, /b]}}", R"("a":"1")"), "{}");
  EXPECT_EQ(leaf("{constant: y, when: {absent: /a}}", R"("a":"")"), R"({"x":"y"})");
  EXPECT_EQ(leaf("{from: /a, required: true, when: {present: /b}}", R"("c":1)"), "{}");
}

TEST(language, looks_values_up) {
  const std::string strict = "{from: /a, as: any_text, table: {b: two, a: one, \"7\": 70}}";
  EXPECT_EQ(leaf(strict, R"("a":"a")"), R"({"x":"one"})");
  EXPECT_EQ(leaf(strict, R"("a":7)"), R"({"x":70})");
  EXPECT_EQ(leaf(strict, R"("a":"c")"), "field_range /a");
  EXPECT_EQ(leaf(strict, R"("c":1)"), "{}");
  EXPECT_EQ(leaf("{from: /a, table: {a: one}, otherwise: other}", R"("a":"c")"), R"({"x":"other"})");
}

TEST(language, leaves_objects_without_values_out) {
  EXPECT_EQ(made("data: {o: {p: {x: /a}, y: /b}, z: /c}\n", R"("c":"1")"), R"({"z":"1"})");
  EXPECT_EQ(made("data: {o: {p: {x: /a}, y: /b}, z: /c}\n", R"("b":"2")"), R"({"o":{"y":"2"}})");
}

TEST(language, maps_each_element_of_an_array) {
  const std::string data = "data: {rows: {each: /l, of: {n: {from: ./name, required: true}, all: /c, s: ./t/0}}}\n";
  EXPECT_EQ(made(data, R"("c":"C","l":[{"name":"1","t":["x"]},{"name":"2"}])"),
            R"({"rows":[{"n":"1","all":"C","s":"x"},{"n":"2","all":"C"}]})");
  EXPECT_EQ(made(data, R"("l":[{"name":"1"},{"name":""}])"), "field_missing /l/1/name");
  EXPECT_EQ(made(data, R"("l":[])"), "{}");
  EXPECT_EQ(made(data, R"("c":"C")"), "{}");
  EXPECT_EQ(made(data, R"("l":{"name":"1"})"), "field_type /l");
  EXPECT_EQ(made("data: {r: {each: /l, of: {from: ., as: integer}}}\n", R"("l":[1,null,3])"), R"({"r":[1,3]})");
  EXPECT_EQ(made("data: {r: {each: /l, of: {each: ., of: .}}}\n", R"("l":[["a"],[],["b","c"]])"),
            R"({"r":[["a"],["b","c"]]})");
  EXPECT_EQ(made("data: {r: {each: /l, of: {each: ./m, of: .}}}\n", R"("l":[{"m":["a"]},{"m":["b",7]}])"),
            "field_type /l/1/m/1");
}

// Like leaf(), where the source's option `ask` has this value.
std::string leaf_given(const std::string& option, const std::string& text, const std::string& members) {
  folder f;
  f.write("test/source.yaml", "version: 1\ntype: /kind\ntime: {from: /ts, as: unix_ms}\nparameters: [ask]\n");
  f.write_data("data: {x: " + text + "}\n");
  const auto plan = f.load();
  if (!plan) return f.text();
  const parameters given{{"ask", option}};
  auto event = raw(R"({"kind":"k","ts":1773622802345,)" + members + "}");
  event.given = &given;
  const auto o = plan->apply(event);
  if (o.what == disposition::dead) return o.reason + " " + o.field;
  return boost::json::serialize(event_of(o).at("data"));
}

TEST(language, joins_the_present_texts) {
  EXPECT_EQ(leaf("{join: [/a, /b, /c]}", R"("a":"Ratna","b":"","c":"W")"), R"({"x":"Ratna W"})");
  EXPECT_EQ(leaf("{join: [/a, /b], as: lower_case}", R"("a":"A","b":"B")"), R"({"x":"a b"})");
  EXPECT_EQ(leaf("{join: [/a, /b]}", R"("c":1)"), "{}");
  EXPECT_EQ(leaf("{join: [/a, /b], required: true}", R"("c":1)"), "field_missing /a");
  EXPECT_EQ(leaf("{join: [/a, /b]}", R"("a":"A","b":2)"), "field_type /b");
  EXPECT_EQ(leaf("{join: [/a, {from: /b, as: integer}]}", R"("a":"A","b":2)"), "field_type /a");
}

TEST(language, picks_the_first_element_of_which_something_is_true) {
  const std::string second = "{pick: /l, where: {equal: [./t, b]}, take: ./v}";
  EXPECT_EQ(leaf(second, R"("l":[{"t":"a","v":"1"},{"t":"b","v":"2"},{"t":"b","v":"3"}])"), R"({"x":"2"})");
  EXPECT_EQ(leaf(second, R"("l":[{"t":"a","v":"1"}])"), "{}");
  EXPECT_EQ(leaf(second, R"("l":[{"t":"b"},{"t":"b","v":"3"}])"), "{}");
  EXPECT_EQ(leaf(second, R"("l":[])"), "{}");
  EXPECT_EQ(leaf(second, R"("c":1)"), "{}");
  EXPECT_EQ(leaf(second, R"("l":"b")"), "field_type /l");
  EXPECT_EQ(leaf(second, R"("l":[{"t":"a"},{"t":"b","v":2}])"), "field_type /l/1/v");
  EXPECT_EQ(leaf("{pick: /l, where: {equal: [./t, b]}, take: ./v, required: true}", R"("l":[])"), "field_missing /l");
  EXPECT_EQ(leaf("{pick: /l, where: {equal: [./t, b]}, take: ./v, as: lower_case}", R"("l":[{"t":"b","v":"Q"}])"),
            R"({"x":"q"})");
}

TEST(language, picks_within_each_element) {
  const std::string data =
      "data: {r: {each: /rows, of: {a: {pick: ./l, where: {present: ./y}, take: {from: ./v, as: integer}}, b: ./n}}}\n";
  EXPECT_EQ(made(data, R"("rows":[{"n":"1","l":[{"v":7},{"y":true,"v":8}]},{"n":"2"}])"),
            R"({"r":[{"a":8,"b":"1"},{"b":"2"}]})");
  EXPECT_EQ(made(data, R"("rows":[{"n":"1"},{"l":[{"y":true,"v":"8"}]}])"), "field_type /rows/1/l/0/v");
}

TEST(language, compares_what_people_wrote_without_case_and_white_space) {
  const std::string alike = "{constant: y, when: {alike: [/a, /b]}}";
  EXPECT_EQ(leaf(alike, R"("a":" Nomor\t Induk ","b":"nomor INDUK")"), R"({"x":"y"})");
  EXPECT_EQ(leaf(alike, R"("a":"nomorinduk","b":"nomor induk")"), "{}");
  EXPECT_EQ(leaf(alike, R"("a":"nip","b":"nip 2")"), "{}");
  EXPECT_EQ(leaf(alike, R"("a":"nip 2","b":"nip")"), "{}");
  EXPECT_EQ(leaf(alike, R"("a":7,"b":7)"), "{}");
  EXPECT_EQ(leaf(alike, R"("c":1)"), "{}");
}

TEST(language, compares_with_an_option_of_the_source) {
  const std::string text = "{constant: y, when: {alike: [/a, {parameter: ask}]}}";
  EXPECT_EQ(leaf_given("NIP", text, R"("a":"nip")"), R"({"x":"y"})");
  EXPECT_EQ(leaf_given("NIP", text, R"("a":"nik")"), "{}");
  EXPECT_EQ(leaf_given("", text, R"("a":"")"), "{}");
  EXPECT_EQ(leaf_given("NIP", "{from: /a, when: {present: {parameter: ask}}}", R"("a":"1")"), R"({"x":"1"})");
  EXPECT_EQ(leaf_given("", "{from: /a, when: {present: {parameter: ask}}}", R"("a":"1")"), "{}");
}

TEST(language, reads_a_nip_however_it_is_grouped) {
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":"198503152010012002")"), R"({"x":"198503152010012002"})");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":" 19850315 201001 2 002\n")"), R"({"x":"198503152010012002"})");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":"19850315.201001-2.002")"), R"({"x":"198503152010012002"})");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":"19850315201001200")"), "{}");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":"1985031520100120022")"), "{}");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":"NIP 198503152010012002")"), "{}");
  EXPECT_EQ(leaf("{from: /a, as: nip}", R"("a":198503152010012002)"), "field_type /a");
}

TEST(language, escapes_what_json_wants_escaped) {
  EXPECT_EQ(leaf("/a", R"("a":"q\"b\\n\n\u0001é")"), R"({"x":"q\"b\\n\n\u0001é"})");
}

TEST(language, points_to_names_with_slash_and_tilde) {
  EXPECT_EQ(leaf("/http:~1~1x~0y", R"("http://x~y":"1")"), R"({"x":"1"})");
}

}  // namespace
}  // namespace jembatan::normalise
