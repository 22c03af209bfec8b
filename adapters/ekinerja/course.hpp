#pragma once
// A training record as a row of SIASN's riwayat kursus, and the question whether a row that stands there is the same
// course (facts/targets.md 1.3, 1.4, 6). Pure.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "delivery/adapter.hpp"
#include "training/record.hpp"

namespace jembatan::ekinerja {

// Body of kursus/save without pnsOrangId and id. `impossible` with a code per rule that the record breaks.
delivery::attempt<delivery::payload> map_course(const training::record&, std::string_view instansi_id);

// Body of kursus/save: for the person, and for the row when it is a correction.
boost::json::object save_body(const delivery::payload&, const delivery::standing&);

// The row that is this course: the one with the known id, else by certificate number where ours is known, else by name,
// dates and organiser, normalised; where there is none, the one that is what was tried last, and so on to the oldest,
// but none that is known as another record. Among several the one that needs no correction, then the least id. Rows
// that are not read as courses are passed over.
std::optional<delivery::holding> find_course(const boost::json::array& rows, const delivery::payload&,
                                             const delivery::traces&);

// Trimmed, white space collapsed, ASCII letters lower: people type the same name in many ways.
std::string normalised(std::string_view);
// dd-mm-yyyy, whichever of dd-mm-yyyy and yyyy-mm-dd it was; anything else trimmed as it is.
std::string normalised_date(std::string_view);

}  // namespace jembatan::ekinerja
