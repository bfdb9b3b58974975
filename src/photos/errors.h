// What the photo application answers when it cannot do what a person asked: codes, status, and words for people.

#pragma once

#include "base/error.h"

namespace lightwell::photos::errors {

// Who may enter.
inline constexpr ErrorKind sign_in_required{"SignInRequired", 401, Fault::sender, "Please sign in."};
inline constexpr ErrorKind wrong_passphrase{"WrongPassphrase", 403, Fault::sender, "The passphrase is not right."};
// Carries the detail RetryAfterSeconds.
inline constexpr ErrorKind too_many_attempts{"TooManyAttempts", 429, Fault::sender,
                                             "Too many attempts. Please wait a moment and try again."};
inline constexpr ErrorKind setup_token_wrong{
    "SetupTokenWrong", 403, Fault::sender,
    "This first-run link is not valid any more. The server prints a new one each time it starts without an owner."};
inline constexpr ErrorKind setup_done{"SetupDone", 409, Fault::sender, "This library has its owner already."};
inline constexpr ErrorKind passphrase_refused{"PassphraseRefused", 422, Fault::sender,
                                              "Please choose another passphrase."};
inline constexpr ErrorKind name_refused{"NameRefused", 422, Fault::sender, "Please choose another name."};
inline constexpr ErrorKind session_not_found{"SessionNotFound", 404, Fault::sender, "There is no such session."};

// Photos.
inline constexpr ErrorKind photo_not_found{"PhotoNotFound", 404, Fault::sender, "There is no such photo."};
inline constexpr ErrorKind preview_not_ready{"PreviewNotReady", 404, Fault::sender,
                                             "The preview of this photo is not ready."};
inline constexpr ErrorKind download_not_found{"DownloadNotFound", 404, Fault::sender,
                                              "This download does not exist or has expired."};
inline constexpr ErrorKind bad_request{"BadRequest", 400, Fault::sender, "The request cannot be understood."};

// Uploads.
inline constexpr ErrorKind upload_not_found{"UploadNotFound", 404, Fault::sender,
                                            "This upload does not exist any more. Please add the file again."};
inline constexpr ErrorKind upload_busy{"UploadBusy", 409, Fault::sender, "This upload is being completed already."};
inline constexpr ErrorKind part_refused{"PartRefused", 400, Fault::sender, "This part does not belong to the upload."};
// Carries one detail Part for each missing part's number.
inline constexpr ErrorKind parts_missing{"PartsMissing", 409, Fault::sender,
                                         "Some parts of the file have not arrived."};
inline constexpr ErrorKind checksum_mismatch{
    "ChecksumMismatch", 422, Fault::sender,
    "The bytes that arrived are not the bytes that were announced. Please add the file again."};
inline constexpr ErrorKind storage_full{"StorageFull", 507, Fault::receiver,
                                        "The storage is full. The photo was not added, nothing was changed."};
inline constexpr ErrorKind storage_failed{"StorageFailed", 503, Fault::receiver,
                                          "The storage did not answer as it should. Please try again."};

// Why a file is refused at the door, before its bytes travel.
inline constexpr ErrorKind file_empty{"FileEmpty", 422, Fault::sender, "The file is empty."};
inline constexpr ErrorKind file_too_large{"FileTooLarge", 422, Fault::sender, "The file is too large."};
inline constexpr ErrorKind type_not_supported{"TypeNotSupported", 422, Fault::sender,
                                              "This kind of file is not supported."};
inline constexpr ErrorKind file_name_refused{"FileNameRefused", 422, Fault::sender, "The file's name cannot be used."};
inline constexpr ErrorKind hash_refused{"HashRefused", 422, Fault::sender,
                                        "The file's SHA-256 must be 64 hexadecimal digits."};

}  // namespace lightwell::photos::errors
