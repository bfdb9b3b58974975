// Who acts for the library in the AWS services, and what nobody else may there.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/credentials_file.h"
#include "base/call.h"
#include "gate/credentials.h"
#include "policy/evaluate.h"
#include "wire/sigv4/sign.h"

namespace lightwell::app {

inline constexpr std::string_view kPhotosBucket = "lightwell-photos";

// As whom the application calls its services, inside this process: no key opens a door as this principal.
Principal library_principal(const std::string& account);

// The key that signs the links by which browsers send parts. Made from the root secret, so that a link signed before a
// restart is still good after it and nothing more is stored.
wire::sigv4::Credentials uploader_key(const AccessKey& root);
gate::AccessKey uploader_of(const std::string& account, const wire::sigv4::Credentials& key);
// All that it may: write parts below staging/.
std::shared_ptr<const policy::PolicySet> uploader_policies();

// The service control policies of every account: what the library keeps for itself is read by whoever may, and changed
// by the library alone.
std::vector<policy::Attached> library_guard();

}  // namespace lightwell::app
