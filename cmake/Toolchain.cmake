# Compiler, linker and libraries.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_NOHASHDIR=1
      CCACHE_PCH_EXTSUM=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# Assertions stay on in every build: they guard what cannot be, and cost little.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

add_compile_options(-Wall -Wextra -Wpedantic -Wno-missing-field-initializers
                    -Wno-missing-designated-field-initializers -Wno-gnu-zero-variadic-macro-arguments -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # libstdc++ 12's stable_sort uses what it calls deprecated, and clang says so in whatever file sorts.
  add_compile_options(-Wno-deprecated-declarations)
  add_compile_options(-Werror=return-type -Werror=unused-result -Xclang -fno-pch-timestamp)
  add_link_options(-fuse-ld=lld)
endif()
if(LIGHTWELL_SANITIZE)
  add_compile_options(-fsanitize=${LIGHTWELL_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIGHTWELL_SANITIZE})
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PkgConfig REQUIRED)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(argon2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(vips REQUIRED IMPORTED_TARGET vips gmodule-2.0)
pkg_check_modules(heif REQUIRED IMPORTED_TARGET libheif)  # tests write HEIC with it
pkg_check_modules(exiv2 REQUIRED IMPORTED_TARGET exiv2)

# Asio is compiled once, in src/run/asio.cc (its TLS half in src/http/asio_tls.cc).
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_ARRAY
                        BOOST_ASIO_DISABLE_BOOST_REGEX)
add_library(lightwell_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cc)
set(LIGHTWELL_PCH
  <algorithm> <array> <chrono> <coroutine> <cstdint> <expected> <functional> <map> <memory> <optional> <span> <string>
  <string_view> <utility> <variant> <vector> <fmt/format.h>)
target_precompile_headers(lightwell_pch PUBLIC ${LIGHTWELL_PCH})
# A precompiled header names the folder it was made in, so no two checkouts would share a cached object. So it is named
# from the build folder, where Ninja compiles, and what decides its meaning is said beside it, where ccache looks first.
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  set(pch_header CMakeFiles/lightwell_pch.dir/cmake_pch.hxx)
  set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH
      -Xclang -include-pch -Xclang ${pch_header}.pch -Xclang -include -Xclang ${pch_header})
endif()
string(SHA256 pch_sum "${LIGHTWELL_PCH} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE} ${LIGHTWELL_SANITIZE}")
file(WRITE ${CMAKE_BINARY_DIR}/CMakeFiles/lightwell_pch.dir/cmake_pch.hxx.pch.sum "${pch_sum}")
target_link_libraries(lightwell_pch PUBLIC fmt::fmt)
