#include "engines/image/child/thumbhash.h"
#include <doctest/doctest.h>
