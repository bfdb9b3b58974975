// The image engine: a program that the server starts in a sandbox, hands originals to, and does not trust.

#include <unistd.h>

#include "engines/image/child/metadata.h"
#include "engines/image/child/serve.h"
#include "engines/image/child/vips_setup.h"
#include "engines/sandbox/child/lockdown.h"
#include "engines/sandbox/child_process.h"

int main(int, char** arguments) {
  using namespace lightwell::engines;
  image::prepare_vips(arguments[0]);
  image::prepare_metadata();
  const bool locked = lock_down();
  // Nothing to tidy up, and libraries' farewells are code too.
  _exit(image::serve(kChildSocket, locked));
}
