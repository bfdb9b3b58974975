# The labels of Rekognition, from models/labels.toml into services/rekognition.

function(lightwell_labels)
  set(table ${CMAKE_BINARY_DIR}/generated/rekognition/label_table.cc)
  add_custom_command(
    OUTPUT ${table}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated/rekognition
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/labels.py ${CMAKE_SOURCE_DIR}/models/labels.toml ${table}
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/labels.py ${CMAKE_SOURCE_DIR}/models/labels.toml
    COMMENT "Generating the labels" VERBATIM)
  target_sources(lightwell_services PRIVATE ${table})
endfunction()
