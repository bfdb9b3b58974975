#include "engines/image/child/vips_setup.h"

#include <dlfcn.h>
#include <unistd.h>
#include <vips/vips.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engines/image/child/picture.h"
#include "engines/sandbox/child_process.h"

namespace lightwell::engines::image {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "libvips: %s: %s\n", what, vips_error_buffer());
  _exit(1);
}

// Of libvips' plug-ins (ImageMagick, PDF, OpenSlide, ...) only the one for HEIC is wanted; loading them all takes
// longer than everything else here. So libvips is told of a home without plug-ins, and this one is loaded by hand.
void load_heif() {
  if (vips_type_find("VipsOperation", "heifload_buffer") != 0) return;  // built into the library itself
  Dl_info library = {};
  if (dladdr(reinterpret_cast<const void*>(&vips_init), &library) == 0) return;
  std::string folder = library.dli_fname;
  folder.resize(folder.rfind('/') + 1);
  const std::string path = folder + "vips-modules-" + std::to_string(vips_version(0)) + "." +
                           std::to_string(vips_version(1)) + "/vips-heif.so";
  GModule* module = g_module_open(path.c_str(), G_MODULE_BIND_LAZY);
  if (module == nullptr) {
    std::fprintf(stderr, "HEIC and AVIF cannot be read: %s\n", g_module_error());
    return;
  }
  g_module_make_resident(module);
}

// GLib ends the process when memory runs out; the parent is to know that this was why.
void on_glib_message(const gchar*, GLogLevelFlags level, const gchar* message, gpointer) {
  if (message != nullptr && std::strstr(message, "failed to allocate") != nullptr) _exit(kExitOutOfMemory);
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0) std::fprintf(stderr, "%s\n", message);
}

// Coders load tables, converters and worker threads at their first use.
void warm_up(const char* suffix, int side) {
  VipsImage* black = nullptr;
  if (vips_black(&black, side, 16, "bands", 3, nullptr) != 0) give_up("black");
  VipsImage* image = nullptr;
  const int copied = vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
  g_object_unref(black);
  if (copied != 0) give_up("copy");
  void* bytes = nullptr;
  size_t size = 0;
  const bool saved = vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr) == 0;
  g_object_unref(image);
  if (!saved) {
    vips_error_clear();
    return;
  }
  const Bytes picture(static_cast<const std::byte*>(bytes), size);
  if (!make_pictures(picture, {})) std::fprintf(stderr, "warm-up of %s failed: %s\n", suffix, vips_error_buffer());
  vips_error_clear();
  g_free(bytes);
}

}  // namespace

void prepare_vips(const char* program) {
  // liborc would rather have its compiled loops in a temporary file; files may not grow here, so it takes memory.
  std::signal(SIGXFSZ, SIG_IGN);
  setenv("VIPSHOME", "/nonexistent", 1);
  // Pictures that must be whole in memory stay there: there is no place for temporary files.
  setenv("VIPS_DISC_THRESHOLD", "1024g", 1);
  g_log_set_default_handler(on_glib_message, nullptr);
  if (vips_init(program) != 0) give_up("vips_init");
  load_heif();
  vips_block_untrusted_set(TRUE);
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_cache_set_max_mem(0);
  vips_cache_set_max_files(0);
  warm_up(".jpg", 1600);  // wide enough to be shrunk
  for (const char* suffix : {".jpg", ".png", ".webp", ".tif", ".gif"}) warm_up(suffix, 16);
}

}  // namespace lightwell::engines::image
