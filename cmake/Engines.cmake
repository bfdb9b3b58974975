# The engines: programs that run apart from the server, and what the server carries of them inside itself.

# lightwell_embed(LIBRARY FILE NAMESPACED_FUNCTION HEADER): a library with one function, which answers the file's bytes.
function(lightwell_embed library file function header)
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
