// The AWS side: the embedded services, the keys that open them, and a gate for each door.

#pragma once

#include <memory>

#include "app/configuration.h"
#include "app/credentials_file.h"
#include "app/machines.h"
#include "app/ports/bucket_facts.h"
#include "app/ports/collection_facts.h"
#include "app/ports/iam_facts.h"
#include "app/ports/iam_key_uses.h"
#include "app/ports/iam_policies.h"
#include "app/ports/iam_principals.h"
#include "app/ports/known_keys.h"
#include "app/ports/sts_ports.h"
#include "app/stores.h"
#include "base/ids.h"
#include "base/seal.h"
#include "gate/gate.h"
#include "http/client.h"
#include "run/loop.h"
#include "run/pool.h"
#include "services/ec2/ec2.h"
#include "services/iam/iam.h"
#include "services/rekognition/engine_eyes.h"
#include "services/rekognition/rekognition.h"
#include "services/s3/s3.h"
#include "services/sts/sts.h"
#include "wire/sigv4/sign.h"

namespace lightwell::app {

class Cloud {
 public:
  // Everything given must outlive the cloud. `root`: the key of the default account; `seal`: for
  // secrets at rest.
  Cloud(const Configuration& configuration, Stores& stores, Machines& machines, const AccessKey& root, const Seal& seal,
        Loops& loops, const Clock& clock, Ids& ids);
  ~Cloud();

  Result<void> migrate(Timestamp now);
  iam::IamService& iam() { return iam_; }
  sts::StsService& sts() { return sts_; }
  ec2::Ec2Service& ec2() { return ec2_; }
  s3::S3Service& s3() { return s3_; }
  rekognition::RekognitionService& rekognition() { return rekognition_; }
  gate::Gate& cloud_door() { return cloud_door_; }
  // The same services behind the application's door, where objects share the pages' origin.
  gate::Gate& app_door() { return app_door_; }
  // What was decided lately, and why.
  gate::Decisions& decisions() { return decisions_; }
  // The key that may write parts below staging/ and nothing else.
  const wire::sigv4::Credentials& uploader() const { return uploader_; }

 private:
  class BucketCors;
  gate::AuthorizerOptions authorizer_options(const Configuration& configuration) const;
  iam::Permit iam_permit() const;
  ec2::Permit ec2_permit() const;
  std::vector<wire::Service> services();

  const wire::sigv4::Credentials uploader_;
  gate::DeclaredKeys declared_;
  Pool hashing_;  // of passwords
  iam::IamService iam_;
  IamKeyUses key_uses_;
  IamFacts iam_facts_;
  IamPolicies iam_policies_;
  IamPrincipals principals_;
  gate::DeclaredPolicies policies_;
  gate::Decisions decisions_;
  gate::Authorizer authorizer_;
  std::unique_ptr<http::Client> web_;  // to identity providers
  StsIdentities sts_identities_;
  RoleJudge role_judge_;
  IssuerFetcher issuers_;
  sts::StsService sts_;
  KnownKeys keys_;
  ec2::Ec2Service ec2_;
  s3::S3Service s3_;
  BucketFacts bucket_facts_;
  rekognition::EngineEyes eyes_;
  rekognition::RekognitionService rekognition_;
  CollectionFacts collection_facts_;
  std::unique_ptr<BucketCors> cors_;
  gate::Gate cloud_door_;
  gate::Gate app_door_;
};

}  // namespace lightwell::app
