// A program without keys, on an instance with a role: the SDK's own chain of credentials; prints what it saw as JSON.
//   AWS_ENDPOINT_URL=... AWS_REGION=... AWS_EC2_METADATA_SERVICE_ENDPOINT=... node role_of_the_instance.mjs
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const sts = new STSClient({ maxAttempts: 1 });
const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 1 });
const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
const { Buckets } = await s3.send(new ListBucketsCommand({}));
const { accessKeyId, sessionToken, expiration } = await sts.config.credentials();
console.log(JSON.stringify({
  arn: Arn, buckets: (Buckets ?? []).length, key: accessKeyId, hasToken: Boolean(sessionToken), expires: expiration,
}));
