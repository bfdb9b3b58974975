#include "photos/library/zip_source.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>

namespace lightwell::photos {
namespace {

// libarchive asks the thread's locale what encoding a name is in, and marks it in the archive accordingly.
class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(utf8())) {}
  ~Utf8Locale() { ::uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  static locale_t utf8() {
    static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }
  locale_t before_;
};

class ZipSource final : public ByteSource {
 public:
  ZipSource(std::vector<ZipEntry> entries, ZipOpener open)
      : entries_(std::move(entries)),
        names_(zip_names(entries_)),
        open_(std::move(open)),
        archive_(::archive_write_new(), &::archive_write_free) {
    ::archive_write_set_format_zip(archive_.get());
    ::archive_write_zip_set_compression_store(archive_.get());
    ::archive_write_set_bytes_per_block(archive_.get(), 0);  // every write comes through at once
    ::archive_write_open(archive_.get(), this, nullptr, &ZipSource::take, nullptr);
  }

  Task<Result<Bytes>> read() override {
    out_.clear();
    while (out_.empty() && !is_closed_) {
      if (body_ != nullptr) {
        CO_CHECK(co_await copy_block());
      } else if (next_ < entries_.size()) {
        CO_CHECK(co_await begin_entry());
      } else {
        is_closed_ = true;
        CO_CHECK(checked(::archive_write_close(archive_.get())));
      }
    }
    co_return as_bytes(out_);
  }

 private:
  static la_ssize_t take(archive*, void* self, const void* bytes, size_t length) {
    static_cast<ZipSource*>(self)->out_.append(static_cast<const char*>(bytes), length);
    return la_ssize_t(length);
  }

  Result<void> checked(la_ssize_t answer) {
    if (answer >= ARCHIVE_WARN) return {};
    const char* words = ::archive_error_string(archive_.get());
    return fail(error(errors::internal_error).log(words == nullptr ? "the ZIP could not be written" : words));
  }

  Task<Result<void>> begin_entry() {
    CO_TRY(Payload payload, co_await open_(next_));
    body_ = source_of(std::move(payload));
    left_ = entries_[next_].size;
    CO_CHECK(write_header(entries_[next_], names_[next_]));
    ++next_;
    co_return Result<void>{};
  }

  Result<void> write_header(const ZipEntry& entry, const std::string& name) {
    const Utf8Locale locale;
    const std::unique_ptr<archive_entry, decltype(&::archive_entry_free)> header(::archive_entry_new(),
                                                                                 &::archive_entry_free);
    ::archive_entry_set_pathname(header.get(), name.c_str());
    ::archive_entry_set_size(header.get(), la_int64_t(entry.size));
    ::archive_entry_set_filetype(header.get(), AE_IFREG);
    ::archive_entry_set_perm(header.get(), 0644);
    ::archive_entry_set_mtime(header.get(), time_t(to_micros(entry.modified) / 1'000'000), 0);
    return checked(::archive_write_header(archive_.get(), header.get()));
  }

  Task<Result<void>> copy_block() {
    CO_TRY(const Bytes block, co_await body_->read());
    if (block.size() > left_ || (block.empty() && left_ > 0)) {
      co_return fail(error(errors::internal_error).log("an object's size is not its photo's"));
    }
    left_ -= block.size();
    if (!block.empty()) {
      CO_CHECK(checked(::archive_write_data(archive_.get(), block.data(), block.size())));
    } else {
      body_.reset();
      CO_CHECK(checked(::archive_write_finish_entry(archive_.get())));
    }
    co_return Result<void>{};
  }

  const std::vector<ZipEntry> entries_;
  const std::vector<std::string> names_;
  ZipOpener open_;
  std::string out_;  // before the archive: closing writes into it
  std::unique_ptr<archive, decltype(&::archive_write_free)> archive_;
  size_t next_ = 0;
  std::unique_ptr<ByteSource> body_;
  uint64_t left_ = 0;
  bool is_closed_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> zip_source(std::vector<ZipEntry> entries, ZipOpener open) {
  return std::make_unique<ZipSource>(std::move(entries), std::move(open));
}

}  // namespace lightwell::photos
