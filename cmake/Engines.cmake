# The engines: programs that run apart from the server, and what the server carries of them inside itself.

# lightwell_embed(LIBRARY FILE FUNCTION HEADER): a library with one function, in the namespace of its header's room,
# which answers the file's bytes.
function(lightwell_embed library file function header)
  string(REGEX REPLACE "/.*" "" room ${header})
  set(source ${CMAKE_BINARY_DIR}/generated/embedded/${function}.cc)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/embedded.cc.in ${source} @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${file})
  add_library(${library} STATIC ${source})
  target_link_libraries(${library} PUBLIC fmt::fmt)
  target_include_directories(${library} PRIVATE ${CMAKE_SOURCE_DIR}/src)
endfunction()

find_file(LIGHTWELL_PASSWORD_LIST password.lst PATHS /usr/share/john NO_DEFAULT_PATH REQUIRED)
lightwell_embed(lightwell_password_list ${LIGHTWELL_PASSWORD_LIST} embedded_password_list
                engines/password/password_list.h)

# Fetching ahead, hnswlib asks for the address of whatever stands behind the end of a list of links. It never reads there.
if(LIGHTWELL_SANITIZE)
  set_source_files_properties(${CMAKE_SOURCE_DIR}/src/engines/nearest/nearest_index.cc PROPERTIES
                              COMPILE_OPTIONS -fno-sanitize=pointer-overflow)
endif()

# vips.pc asks for -pthread, which the shared precompiled header was made without; glibc needs it no more.
set_target_properties(PkgConfig::vips PROPERTIES INTERFACE_COMPILE_OPTIONS "")

# The image engine: a program of its own, stripped and carried inside the server.
file(GLOB image_engine_sources CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/src/engines/image/child/*.cc ${CMAKE_SOURCE_DIR}/src/engines/sandbox/child/*.cc)
set(image_engine_tests ${image_engine_sources})
list(FILTER image_engine_sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
list(FILTER image_engine_tests INCLUDE REGEX "_test\\.cc$")
add_library(lightwell_image_child STATIC ${image_engine_sources} ${CMAKE_SOURCE_DIR}/src/engines/image/image_report.cc
  ${CMAKE_SOURCE_DIR}/src/engines/image/protocol/message.cc
  ${CMAKE_SOURCE_DIR}/src/engines/image/protocol/report_codec.cc
  ${CMAKE_SOURCE_DIR}/src/engines/protocol/frame.cc)
target_include_directories(lightwell_image_child PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_precompile_headers(lightwell_image_child REUSE_FROM lightwell_pch)
target_link_libraries(lightwell_image_child PUBLIC lightwell_base PkgConfig::vips PkgConfig::exiv2
                      PkgConfig::seccomp ${CMAKE_DL_LIBS} fmt::fmt)

function(lightwell_image_engine_program name main)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/src/engines/image/child/${main})
  target_precompile_headers(${name} REUSE_FROM lightwell_pch)
  # Only libraries it uses: of the floor below it wants one file, not OpenSSL and the log.
  target_link_options(${name} PRIVATE LINKER:--as-needed)
  target_link_libraries(${name} PRIVATE lightwell_image_child)
endfunction()
lightwell_image_engine_program(lightwell-image-engine main.cc)
lightwell_image_engine_program(lightwell-image-troublemaker troublemaker/main.cc)

set(stripped ${CMAKE_BINARY_DIR}/generated/embedded/lightwell-image-engine)
add_custom_command(OUTPUT ${stripped} DEPENDS lightwell-image-engine
                   COMMAND ${CMAKE_STRIP} -o ${stripped} $<TARGET_FILE:lightwell-image-engine>)
lightwell_embed(lightwell_embedded_image_engine ${stripped} embedded_image_engine engines/image/embedded_engine.h)

add_executable(lightwell_image_child_test ${image_engine_tests} $<TARGET_OBJECTS:lightwell_test_main>)
target_precompile_headers(lightwell_image_child_test REUSE_FROM lightwell_pch)
target_link_libraries(lightwell_image_child_test PRIVATE lightwell_image_child PkgConfig::heif ZLIB::ZLIB)
add_test(NAME image_child COMMAND lightwell_image_child_test)
set_property(GLOBAL APPEND PROPERTY LIGHTWELL_TEST_PROGRAMS lightwell_image_child_test)

# The vision engine: the same, without the libraries that decode. ONNX Runtime is opened by hand when it starts, from the
# folder of models; only its headers are needed here.
set(LIGHTWELL_ONNXRUNTIME_HEADERS ${CMAKE_SOURCE_DIR}/build/onnxruntime/include CACHE PATH "ONNX Runtime's headers")
if(NOT EXISTS ${LIGHTWELL_ONNXRUNTIME_HEADERS}/onnxruntime_cxx_api.h)
  message(FATAL_ERROR "ONNX Runtime's headers are not in ${LIGHTWELL_ONNXRUNTIME_HEADERS}: run `make headers`.")
endif()
file(GLOB vision_engine_sources CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/src/engines/vision/child/*.cc ${CMAKE_SOURCE_DIR}/src/engines/sandbox/child/*.cc)
set(vision_engine_tests ${vision_engine_sources})
list(FILTER vision_engine_sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
list(FILTER vision_engine_tests INCLUDE REGEX "_test\\.cc$")
add_library(lightwell_vision_child STATIC ${vision_engine_sources}
  ${CMAKE_SOURCE_DIR}/src/engines/vision/model_form.cc ${CMAKE_SOURCE_DIR}/src/engines/vision/oklab.cc
  ${CMAKE_SOURCE_DIR}/src/engines/vision/role.cc ${CMAKE_SOURCE_DIR}/src/engines/vision/protocol/message.cc
  ${CMAKE_SOURCE_DIR}/src/engines/protocol/frame.cc)
target_include_directories(lightwell_vision_child PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_include_directories(lightwell_vision_child SYSTEM PRIVATE ${LIGHTWELL_ONNXRUNTIME_HEADERS})
target_precompile_headers(lightwell_vision_child REUSE_FROM lightwell_pch)
target_link_libraries(lightwell_vision_child PUBLIC lightwell_base PkgConfig::seccomp Boost::json ${CMAKE_DL_LIBS}
                      fmt::fmt)

function(lightwell_vision_engine_program name main)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/src/engines/vision/child/${main})
  target_precompile_headers(${name} REUSE_FROM lightwell_pch)
  target_link_options(${name} PRIVATE LINKER:--as-needed)
  target_link_libraries(${name} PRIVATE lightwell_vision_child)
endfunction()
lightwell_vision_engine_program(lightwell-vision-engine main.cc)
lightwell_vision_engine_program(lightwell-vision-troublemaker troublemaker/main.cc)

set(stripped_vision ${CMAKE_BINARY_DIR}/generated/embedded/lightwell-vision-engine)
add_custom_command(OUTPUT ${stripped_vision} DEPENDS lightwell-vision-engine
                   COMMAND ${CMAKE_STRIP} -o ${stripped_vision} $<TARGET_FILE:lightwell-vision-engine>)
lightwell_embed(lightwell_embedded_vision_engine ${stripped_vision} embedded_vision_engine
                engines/vision/embedded_engine.h)

add_executable(lightwell_vision_child_test ${vision_engine_tests} $<TARGET_OBJECTS:lightwell_test_main>)
target_precompile_headers(lightwell_vision_child_test REUSE_FROM lightwell_pch)
target_link_libraries(lightwell_vision_child_test PRIVATE lightwell_vision_child)
add_test(NAME vision_child COMMAND lightwell_vision_child_test)
set_property(GLOBAL APPEND PROPERTY LIGHTWELL_TEST_PROGRAMS lightwell_vision_child_test)

# What the engines' own tests need beside the room: pictures made by libvips, the engines that make trouble, models.
function(lightwell_engines_test_needs)
  if(TARGET lightwell_engines_test)
    target_sources(lightwell_engines_test PRIVATE
      ${CMAKE_SOURCE_DIR}/src/engines/image/child/made_pictures_test.cc)
    target_link_libraries(lightwell_engines_test PRIVATE lightwell_image_child PkgConfig::heif ZLIB::ZLIB)
    add_dependencies(lightwell_engines_test lightwell-image-troublemaker lightwell-vision-troublemaker)
    target_compile_definitions(lightwell_engines_test PRIVATE
      LIGHTWELL_IMAGE_TROUBLEMAKER="$<TARGET_FILE:lightwell-image-troublemaker>"
      LIGHTWELL_VISION_TROUBLEMAKER="$<TARGET_FILE:lightwell-vision-troublemaker>"
      LIGHTWELL_MODELS="${CMAKE_SOURCE_DIR}/build/models")
  endif()
endfunction()

# app's tests add models of their own beside those that are built.
function(lightwell_app_test_needs)
  if(TARGET lightwell_app_test)
    target_sources(lightwell_app_test PRIVATE ${CMAKE_SOURCE_DIR}/src/engines/vision/made_models_test.cc)
    target_compile_definitions(lightwell_app_test PRIVATE LIGHTWELL_MODELS="${CMAKE_SOURCE_DIR}/build/models")
  endif()
endfunction()
