#include "engines/vision/colour_names.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "engines/vision/oklab.h"

namespace lightwell::engines::vision {
namespace {

// https://www.w3.org/TR/css-color-4/#named-colors, those with two names once.
constexpr ColourName kNames[] = {
    {"aliceblue", 0xf0f8ff, "white"},
    {"antiquewhite", 0xfaebd7, "white"},
    {"aqua", 0x00ffff, "blue"},
    {"aquamarine", 0x7fffd4, "green"},
    {"azure", 0xf0ffff, "white"},
    {"beige", 0xf5f5dc, "white"},
    {"bisque", 0xffe4c4, "orange"},
    {"black", 0x000000, "black"},
    {"blanchedalmond", 0xffebcd, "yellow"},
    {"blue", 0x0000ff, "blue"},
    {"blueviolet", 0x8a2be2, "purple"},
    {"brown", 0xa52a2a, "brown"},
    {"burlywood", 0xdeb887, "brown"},
    {"cadetblue", 0x5f9ea0, "blue"},
    {"chartreuse", 0x7fff00, "green"},
    {"chocolate", 0xd2691e, "brown"},
    {"coral", 0xff7f50, "orange"},
    {"cornflowerblue", 0x6495ed, "blue"},
    {"cornsilk", 0xfff8dc, "yellow"},
    {"crimson", 0xdc143c, "red"},
    {"darkblue", 0x00008b, "blue"},
    {"darkcyan", 0x008b8b, "blue"},
    {"darkgoldenrod", 0xb8860b, "brown"},
    {"darkgray", 0xa9a9a9, "grey"},
    {"darkgreen", 0x006400, "green"},
    {"darkkhaki", 0xbdb76b, "green"},
    {"darkmagenta", 0x8b008b, "purple"},
    {"darkolivegreen", 0x556b2f, "green"},
    {"darkorange", 0xff8c00, "orange"},
    {"darkorchid", 0x9932cc, "purple"},
    {"darkred", 0x8b0000, "red"},
    {"darksalmon", 0xe9967a, "orange"},
    {"darkseagreen", 0x8fbc8f, "green"},
    {"darkslateblue", 0x483d8b, "purple"},
    {"darkslategray", 0x2f4f4f, "grey"},
    {"darkturquoise", 0x00ced1, "blue"},
    {"darkviolet", 0x9400d3, "purple"},
    {"deeppink", 0xff1493, "pink"},
    {"deepskyblue", 0x00bfff, "blue"},
    {"dimgray", 0x696969, "grey"},
    {"dodgerblue", 0x1e90ff, "blue"},
    {"firebrick", 0xb22222, "red"},
    {"floralwhite", 0xfffaf0, "white"},
    {"forestgreen", 0x228b22, "green"},
    {"gainsboro", 0xdcdcdc, "grey"},
    {"ghostwhite", 0xf8f8ff, "white"},
    {"gold", 0xffd700, "yellow"},
    {"goldenrod", 0xdaa520, "yellow"},
    {"gray", 0x808080, "grey"},
    {"green", 0x008000, "green"},
    {"greenyellow", 0xadff2f, "green"},
    {"honeydew", 0xf0fff0, "white"},
    {"hotpink", 0xff69b4, "pink"},
    {"indianred", 0xcd5c5c, "red"},
    {"indigo", 0x4b0082, "purple"},
    {"ivory", 0xfffff0, "white"},
    {"khaki", 0xf0e68c, "yellow"},
    {"lavender", 0xe6e6fa, "purple"},
    {"lavenderblush", 0xfff0f5, "pink"},
    {"lawngreen", 0x7cfc00, "green"},
    {"lemonchiffon", 0xfffacd, "yellow"},
    {"lightblue", 0xadd8e6, "blue"},
    {"lightcoral", 0xf08080, "red"},
    {"lightcyan", 0xe0ffff, "blue"},
    {"lightgoldenrodyellow", 0xfafad2, "yellow"},
    {"lightgray", 0xd3d3d3, "grey"},
    {"lightgreen", 0x90ee90, "green"},
    {"lightpink", 0xffb6c1, "pink"},
    {"lightsalmon", 0xffa07a, "orange"},
    {"lightseagreen", 0x20b2aa, "green"},
    {"lightskyblue", 0x87cefa, "blue"},
    {"lightslategray", 0x778899, "grey"},
    {"lightsteelblue", 0xb0c4de, "blue"},
    {"lightyellow", 0xffffe0, "yellow"},
    {"lime", 0x00ff00, "green"},
    {"limegreen", 0x32cd32, "green"},
    {"linen", 0xfaf0e6, "white"},
    {"magenta", 0xff00ff, "pink"},
    {"maroon", 0x800000, "red"},
    {"mediumaquamarine", 0x66cdaa, "green"},
    {"mediumblue", 0x0000cd, "blue"},
    {"mediumorchid", 0xba55d3, "purple"},
    {"mediumpurple", 0x9370db, "purple"},
    {"mediumseagreen", 0x3cb371, "green"},
    {"mediumslateblue", 0x7b68ee, "purple"},
    {"mediumspringgreen", 0x00fa9a, "green"},
    {"mediumturquoise", 0x48d1cc, "blue"},
    {"mediumvioletred", 0xc71585, "pink"},
    {"midnightblue", 0x191970, "blue"},
    {"mintcream", 0xf5fffa, "white"},
    {"mistyrose", 0xffe4e1, "pink"},
    {"moccasin", 0xffe4b5, "yellow"},
    {"navajowhite", 0xffdead, "yellow"},
    {"navy", 0x000080, "blue"},
    {"oldlace", 0xfdf5e6, "white"},
    {"olive", 0x808000, "green"},
    {"olivedrab", 0x6b8e23, "green"},
    {"orange", 0xffa500, "orange"},
    {"orangered", 0xff4500, "orange"},
    {"orchid", 0xda70d6, "purple"},
    {"palegoldenrod", 0xeee8aa, "yellow"},
    {"palegreen", 0x98fb98, "green"},
    {"paleturquoise", 0xafeeee, "blue"},
    {"palevioletred", 0xdb7093, "pink"},
    {"papayawhip", 0xffefd5, "orange"},
    {"peachpuff", 0xffdab9, "orange"},
    {"peru", 0xcd853f, "brown"},
    {"pink", 0xffc0cb, "pink"},
    {"plum", 0xdda0dd, "purple"},
    {"powderblue", 0xb0e0e6, "blue"},
    {"purple", 0x800080, "purple"},
    {"rebeccapurple", 0x663399, "purple"},
    {"red", 0xff0000, "red"},
    {"rosybrown", 0xbc8f8f, "brown"},
    {"royalblue", 0x4169e1, "blue"},
    {"saddlebrown", 0x8b4513, "brown"},
    {"salmon", 0xfa8072, "orange"},
    {"sandybrown", 0xf4a460, "orange"},
    {"seagreen", 0x2e8b57, "green"},
    {"seashell", 0xfff5ee, "white"},
    {"sienna", 0xa0522d, "brown"},
    {"silver", 0xc0c0c0, "grey"},
    {"skyblue", 0x87ceeb, "blue"},
    {"slateblue", 0x6a5acd, "purple"},
    {"slategray", 0x708090, "grey"},
    {"snow", 0xfffafa, "white"},
    {"springgreen", 0x00ff7f, "green"},
    {"steelblue", 0x4682b4, "blue"},
    {"tan", 0xd2b48c, "brown"},
    {"teal", 0x008080, "green"},
    {"thistle", 0xd8bfd8, "purple"},
    {"tomato", 0xff6347, "red"},
    {"turquoise", 0x40e0d0, "blue"},
    {"violet", 0xee82ee, "purple"},
    {"wheat", 0xf5deb3, "yellow"},
    {"white", 0xffffff, "white"},
    {"whitesmoke", 0xf5f5f5, "white"},
    {"yellow", 0xffff00, "yellow"},
    {"yellowgreen", 0x9acd32, "green"},
};

std::vector<Lab> labs() {
  std::vector<Lab> made;
  for (const ColourName& name : kNames) {
    made.push_back(lab_of(float(name.rgb >> 16), float(name.rgb >> 8 & 0xff), float(name.rgb & 0xff)));
  }
  return made;
}

}  // namespace

const ColourName& nearest_name(uint8_t red, uint8_t green, uint8_t blue) {
  static const std::vector<Lab> all = labs();
  const Lab wanted = lab_of(red, green, blue);
  // People call a colour by its hue before its lightness: a very dark grey is black, not a very dark blue.
  const auto unlike = [&](const Lab& lab) {
    const float l = lab.l - wanted.l;
    const float a = 2 * (lab.a - wanted.a);
    const float b = 2 * (lab.b - wanted.b);
    return l * l + a * a + b * b;
  };
  const auto nearest = std::ranges::min_element(all, {}, unlike);
  return kNames[nearest - all.begin()];
}

}  // namespace lightwell::engines::vision
