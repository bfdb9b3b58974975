# AWS's managed policies that IAM answers with, made at build time from the pinned Python package that
# models/iam-managed.toml names. Read as a file, never run.

set(LIGHTWELL_MOTO "" CACHE PATH "The folder of the pinned moto package, which holds iam/aws_managed_policies.py")

function(lightwell_managed_policies)
  set(settings ${CMAKE_SOURCE_DIR}/models/iam-managed.toml)
  set(package "${LIGHTWELL_MOTO}")
  if(NOT package)
    file(GLOB candidates ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/moto)
    list(POP_FRONT candidates package)
  endif()
  if(NOT EXISTS "${package}/iam/aws_managed_policies.py")
    message(FATAL_ERROR "No package to read AWS's managed policies from (looked for iam/aws_managed_policies.py in "
      "'${package}'). `make` installs the pinned moto into .venv; or name its folder with -DLIGHTWELL_MOTO=DIR.")
  endif()
  set(table ${CMAKE_BINARY_DIR}/generated/embedded/managed_policies.bin)
  add_custom_command(
    OUTPUT ${table}
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/managed_policies.py ${settings} ${package} ${table}
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/managed_policies.py ${settings} ${package}/iam/aws_managed_policies.py
    COMMENT "Gathering AWS's managed policies" VERBATIM)
  lightwell_embed(lightwell_managed_policies ${table} embedded_managed_policies services/iam/managed_policy_data.h)
  target_link_libraries(lightwell_services PUBLIC lightwell_managed_policies)
endfunction()
