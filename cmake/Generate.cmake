# lightwell_api(SERVICE): types, errors, interface and tables of a service, generated from botocore's model.
# The room "api" gathers all of them.

add_library(lightwell_api INTERFACE)
target_link_libraries(lightwell_api INTERFACE lightwell_base lightwell_run lightwell_wire)

function(lightwell_api service)
  # filled in by the generator's floor
endfunction()
