# One folder = one static library = one namespace. A library sees the headers of another one only by linking to it: each
# folder's headers are reached through an include directory of their own that holds nothing but a link to that folder.
# So the DEPENDS lines are the architecture, and an include against the arrows does not compile.

# jb_library(NAME [SOURCES ...] [DEPENDS ...] [LIBRARIES ...]): the target is jb_NAME, headers are "NAME/...".
function(jb_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_library(jb_${name} STATIC ${arg_SOURCES})
  set(view ${CMAKE_BINARY_DIR}/headers/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${view}/${name} SYMBOLIC)
  target_include_directories(jb_${name} PUBLIC ${view})
  list(TRANSFORM arg_DEPENDS PREPEND jb_)
  target_link_libraries(jb_${name} PUBLIC jb_flags ${arg_DEPENDS} ${arg_LIBRARIES})
endfunction()

# jb_unit_test(FOLDER SOURCES ... [DEPENDS ...]): tests/unit/FOLDER becomes the program unit_FOLDER, one ctest per TEST.
function(jb_unit_test folder)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(unit_${folder} ${arg_SOURCES})
  list(TRANSFORM arg_DEPENDS PREPEND jb_)
  target_link_libraries(unit_${folder} PRIVATE ${arg_DEPENDS} GTest::gmock_main)
  target_compile_definitions(unit_${folder} PRIVATE JB_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(unit_${folder} TEST_PREFIX "${folder}/" DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
