# Every library comes from Debian 12; deploy/packages lists the packages.
find_program(JB_CCACHE ccache)
if(JB_CCACHE)
  # Precompiled headers carry time stamps: ccache must be told to look past them. With NOHASHDIR a clone in another folder
  # finds what was compiled here, also with debug information.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${JB_CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE soci_sqlite3 REQUIRED)
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)

# -O3 buys nothing here that a measurement shows, and costs a third of the build time.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# Lines for stack traces, no variables: a third of the time and of the disk that a full -g takes.
set(CMAKE_CXX_FLAGS_DEBUG "-g1")

# What every target of the project is compiled with.
add_library(jb_flags INTERFACE)
target_compile_options(jb_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Woverloaded-virtual
  -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives in its own headers when it inlines under -O2 and sanitizers.
  target_compile_options(jb_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-pointer)
  target_compile_options(jb_flags INTERFACE -fcoroutines -fpch-preprocess)
  if(JB_SANITIZE MATCHES thread)
    target_compile_options(jb_flags INTERFACE -Wno-tsan)
  endif()
endif()
target_compile_definitions(jb_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  $<$<BOOL:${JB_FAILPOINTS}>:JB_FAILPOINTS_ENABLED>)
if(JB_SANITIZE)
  target_compile_options(jb_flags INTERFACE -fsanitize=${JB_SANITIZE} -fno-sanitize-recover=all -O1)
  target_link_options(jb_flags INTERFACE -fsanitize=${JB_SANITIZE})
  # The check of vptr asks through a pipe whether memory can be read, and finds a fault where descriptors have run out.
  target_compile_options(jb_flags INTERFACE -fno-sanitize=vptr)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Clang 14 cannot emit the prologue that this check wants before a coroutine.
    target_compile_options(jb_flags INTERFACE -fno-sanitize=function)
  endif()
endif()
