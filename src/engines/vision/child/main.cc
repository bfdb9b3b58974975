// The vision engine: a program that the server starts in a sandbox, hands pixels to, and does not trust.

#include <unistd.h>

#include "engines/sandbox/child_process.h"
#include "engines/vision/child/serve.h"

int main() {
  // Nothing to tidy up, and libraries' farewells are code too.
  _exit(lightwell::engines::vision::live(lightwell::engines::kChildSocket));
}
