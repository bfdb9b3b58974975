// The table of places as the build puts it into the program (cmake/places.py).
//
// Little-endian: "LWPLACE3"; five counts (towns, regions, countries, large towns, bytes of names); for each cell of one
// degree, in rows from the south-west, the number of its first town, and the number of towns once more; the towns (24
// bytes: latitude and longitude in 1e-5 degrees, GeoNames number, name, inhabitants, region and in its highest bit
// whether it is a capital, country, radius in 100 m); the numbers of the towns of a weight of 10,000 and more (see
// Town), heaviest first; the regions (12: code, name, further names);
// the countries (16: two letters, name, further names, continent); the names, each ended by a zero. A name is its place
// among the names; several stand one behind the other with '|' between them.

#pragma once

#include "base/text.h"

namespace lightwell::photos {

Bytes embedded_places();

}  // namespace lightwell::photos
