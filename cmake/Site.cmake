# What the app door carries inside it: its OpenAPI document, and the pages of web/dist.
#
# lightwell_pages is a library of its own, so that only what serves pages needs them built.

option(LIGHTWELL_PAGES "Carry the pages of web/dist inside the program" ON)

function(lightwell_site_data)
  set(document ${CMAKE_BINARY_DIR}/generated/site/openapi_document.cc)
  add_custom_command(
    OUTPUT ${document}
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/embed.py document ${CMAKE_SOURCE_DIR}/src/site/openapi.json
            ${document} lightwell::site::openapi_document
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/embed.py ${CMAKE_SOURCE_DIR}/src/site/openapi.json
    COMMENT "Embedding the OpenAPI document" VERBATIM)
  target_sources(lightwell_site PRIVATE ${document})

  if(NOT LIGHTWELL_PAGES)
    set(pages ${CMAKE_BINARY_DIR}/generated/site/no_pages.cc)
    file(GENERATE OUTPUT ${pages} CONTENT "#include \"site/embedded_pages.h\"\nstd::span<const lightwell::http::StaticFile> lightwell::site::embedded_pages() { return {}; }\n")
  else()
    find_program(LIGHTWELL_BROTLI brotli REQUIRED)
    set(pages ${CMAKE_BINARY_DIR}/generated/site/pages/pages.cc)
    add_custom_command(
      OUTPUT ${pages}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated/site/pages
      COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/embed.py pages ${CMAKE_SOURCE_DIR}/web/dist ${pages}
              ${pages}.d ${LIGHTWELL_BROTLI}
      DEPENDS ${CMAKE_SOURCE_DIR}/cmake/embed.py
      DEPFILE ${pages}.d
      COMMENT "Embedding the pages" VERBATIM)
  endif()
  add_library(lightwell_pages STATIC EXCLUDE_FROM_ALL ${pages})
  target_link_libraries(lightwell_pages PUBLIC lightwell_http)
  target_include_directories(lightwell_pages PUBLIC ${CMAKE_SOURCE_DIR}/src)
endfunction()
