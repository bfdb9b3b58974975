# lightwell_api(SERVICE): types, errors, interface and tables of a service, generated from botocore's model as
# models/SERVICE.toml asks. The room "api" gathers all of them.

find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)

# The botocore package: the cache variable, else the environment, else the project's own virtual environment.
function(lightwell_find_botocore)
  set(found "${LIGHTWELL_BOTOCORE}")
  if(NOT found)
    set(found "$ENV{LIGHTWELL_BOTOCORE}")
  endif()
  if(NOT found)
    file(GLOB candidates ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/botocore)
    list(POP_FRONT candidates found)
  endif()
  if(NOT EXISTS "${found}/data/s3")
    message(FATAL_ERROR
      "No botocore package to read AWS's service models from (looked for data/s3 in '${found}'). "
      "`make` installs the pinned one into .venv; or name a folder with -DLIGHTWELL_BOTOCORE=DIR or in the environment.")
  endif()
  set(LIGHTWELL_BOTOCORE_FOLDER "${found}" PARENT_SCOPE)
endfunction()
lightwell_find_botocore()

file(GLOB LIGHTWELL_GENERATOR CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/generate/*.py)
list(FILTER LIGHTWELL_GENERATOR EXCLUDE REGEX "_test\\.py$")
set(LIGHTWELL_GENERATED_NAMES types.h errors.h handlers.h remote.h tables.h handlers.cc remote.cc tables.cc)

# lightwell_generated(TARGET NAME SETTINGS MODEL arguments...): the generator's files of one service become TARGET's.
function(lightwell_generated target name settings model)
  set(folder ${CMAKE_BINARY_DIR}/generated/api)
  list(TRANSFORM LIGHTWELL_GENERATED_NAMES PREPEND ${folder}/${name}/ OUTPUT_VARIABLE outputs)
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND ${Python3_EXECUTABLE} -B -m generate --settings ${settings} --out ${folder}
            --botocore ${LIGHTWELL_BOTOCORE_FOLDER} ${ARGN}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DEPENDS ${LIGHTWELL_GENERATOR} ${settings} ${model}
    COMMENT "Generating api/${name}" VERBATIM)
  target_sources(${target} PRIVATE ${outputs})
endfunction()

add_library(lightwell_api STATIC)
target_include_directories(lightwell_api PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_link_libraries(lightwell_api PUBLIC lightwell_base lightwell_run lightwell_wire)
target_precompile_headers(lightwell_api REUSE_FROM lightwell_pch)

# Every service AWS has, by name: what is not built is answered by its name.
set(directory ${CMAKE_BINARY_DIR}/generated/api/directory.h ${CMAKE_BINARY_DIR}/generated/api/directory.cc)
add_custom_command(
  OUTPUT ${directory}
  COMMAND ${Python3_EXECUTABLE} -B -m generate.directory --botocore ${LIGHTWELL_BOTOCORE_FOLDER}
          --out ${CMAKE_BINARY_DIR}/generated/api
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  DEPENDS ${LIGHTWELL_GENERATOR} ${CMAKE_SOURCE_DIR}/models/botocore.toml
  COMMENT "Generating api/directory" VERBATIM)
target_sources(lightwell_api PRIVATE ${directory})

function(lightwell_api service)
  set(settings ${CMAKE_SOURCE_DIR}/models/${service}.toml)
  file(STRINGS ${settings} version REGEX "^version = ")
  string(REGEX REPLACE "^version = \"(.*)\"$" "\\1" version "${version}")
  file(GLOB model ${LIGHTWELL_BOTOCORE_FOLDER}/data/${service}/${version}/service-2.json*)
  lightwell_generated(lightwell_api ${service} ${settings} "${model};${CMAKE_SOURCE_DIR}/models/botocore.toml")
endfunction()
