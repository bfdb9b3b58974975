#include "services/iam/fixture.h"
#include "services/iam/totp_rules.h"

namespace lightwell::iam {
namespace {

std::string from_base32(const std::string& text) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    held = held << 5 | uint32_t(c >= 'A' ? c - 'A' : c - '2' + 26);
    bits += 5;
    if (bits >= 8) out += char(held >> (bits -= 8) & 255);
  }
  return out;
}

class DeviceFixture : public IamFixture {
 public:
  DeviceFixture() {
    given_user("anna");
    api::iam::CreateVirtualMFADeviceRequest request;
    request.virtual_mfa_device_name = "phone";
    const auto made = run(&IamService::create_virtual_mfa_device, request);
    REQUIRE(made);
    serial = *made->virtual_mfa_device->serial_number;
    seed = from_base32(*made->virtual_mfa_device->base32_string_seed);
    picture = *made->virtual_mfa_device->qr_code_png;
    // A clock on which a step begins.
    clock.advance(std::chrono::seconds(30) - clock.now().time_since_epoch() % std::chrono::seconds(30));
  }
  std::string code(int64_t steps_from_now) const { return totp_code(seed, totp_step(clock.now()) + steps_from_now); }
  Result<api::iam::EnableMFADeviceOutput> enable(const std::string& first, const std::string& second) {
    api::iam::EnableMFADeviceRequest request;
    request.user_name = "anna";
    request.serial_number = serial;
    request.authentication_code1 = first;
    request.authentication_code2 = second;
    return run(&IamService::enable_mfa_device, request);
  }
  bool is_good(const std::string& a_code) {
    const auto user = get_user("anna");
    const auto checked = wait_for(service->check_mfa(kAlice, *user.user_id, serial, a_code, clock.now()));
    if (!checked) CHECK(checked.error().message.contains("verify your MFA serial number is valid"));
    return checked && *checked;
  }

  std::string serial, seed, picture;
};

TEST_CASE_FIXTURE(DeviceFixture, "A device is a serial number, a seed and a picture of it") {
  CHECK(serial == "arn:aws:iam::111111111111:mfa/phone");
  CHECK(seed.size() == 40);
  CHECK(picture.starts_with("\x89PNG"));
  api::iam::CreateVirtualMFADeviceRequest again;
  again.virtual_mfa_device_name = "Phone";
  CHECK_REFUSED(run(&IamService::create_virtual_mfa_device, again), errors::entity_already_exists_exception,
                "MFADevice entity at the same path and name already exists.");
}

TEST_CASE_FIXTURE(DeviceFixture, "Two codes that follow each other enable a device; others do not") {
  CHECK_REFUSED(enable(code(0), "000000"), errors::invalid_authentication_code_exception,
                "Authentication code for device is not valid.");
  REQUIRE(enable(code(-1), code(0)));
  CHECK_REFUSED(enable(code(1), code(2)), errors::entity_already_exists_exception, "MFA Device is already in use.");

  api::iam::ListMFADevicesRequest list;
  list.user_name = "anna";
  const auto listed = run(&IamService::list_mfa_devices, list);
  REQUIRE(listed);
  REQUIRE(listed->mfa_devices->size() == 1);
  CHECK(listed->mfa_devices->front().serial_number == serial);
  api::iam::DeleteUserRequest remove;
  remove.user_name = "anna";
  CHECK_REFUSED(run(&IamService::delete_user, remove), errors::delete_conflict_exception,
                "Cannot delete entity, must deactivate MFA device first.");
}

TEST_CASE_FIXTURE(DeviceFixture, "A code proves its user once") {
  CHECK_FALSE(is_good(code(0)));  // not enabled
  REQUIRE(enable(code(-1), code(0)));
  CHECK_FALSE(is_good(code(0)));  // used up by enabling
  clock.advance(std::chrono::seconds(30));
  CHECK_FALSE(is_good("123456"));
  CHECK(is_good(code(0)));
  CHECK_FALSE(is_good(code(0)));
}

TEST_CASE_FIXTURE(DeviceFixture, "A device whose clock is off is learnt, and brought back into step") {
  REQUIRE(enable(code(9), code(10)));
  clock.advance(std::chrono::seconds(30));
  CHECK(is_good(code(10)));
  api::iam::ResyncMFADeviceRequest resync;
  resync.user_name = "anna";
  resync.serial_number = serial;
  clock.advance(std::chrono::minutes(20));
  resync.authentication_code1 = code(0);
  resync.authentication_code2 = code(1);
  REQUIRE(run(&IamService::resync_mfa_device, resync));
  clock.advance(std::chrono::minutes(1));
  CHECK(is_good(code(0)));
}

TEST_CASE_FIXTURE(DeviceFixture, "A device is deleted once it is nobody's") {
  REQUIRE(enable(code(-1), code(0)));
  api::iam::ListVirtualMFADevicesRequest list;
  list.assignment_status = "Unassigned";
  CHECK(run(&IamService::list_virtual_mfa_devices, list)->virtual_mfa_devices->empty());
  list.assignment_status = "Assigned";
  const auto assigned = run(&IamService::list_virtual_mfa_devices, list);
  REQUIRE(assigned);
  REQUIRE(assigned->virtual_mfa_devices->size() == 1);
  CHECK(assigned->virtual_mfa_devices->front().user->user_name == "anna");
  CHECK_FALSE(assigned->virtual_mfa_devices->front().base32_string_seed);

  api::iam::DeleteVirtualMFADeviceRequest remove;
  remove.serial_number = serial;
  CHECK_FALSE(run(&IamService::delete_virtual_mfa_device, remove));
  api::iam::DeactivateMFADeviceRequest deactivate;
  deactivate.user_name = "anna";
  deactivate.serial_number = serial;
  REQUIRE(run(&IamService::deactivate_mfa_device, deactivate));
  CHECK(run(&IamService::delete_virtual_mfa_device, remove));
  CHECK_REFUSED(run(&IamService::delete_virtual_mfa_device, remove), errors::no_such_entity_exception,
                "VirtualMFADevice with serial number " + serial + " does not exist.");
}

}  // namespace
}  // namespace lightwell::iam
