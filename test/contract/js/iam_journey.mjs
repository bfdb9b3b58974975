// What the AWS SDK for JavaScript v3 does with IAM and STS; prints what it saw as JSON.
//   node iam_journey.mjs ENDPOINT USER
import {
  CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand, DeleteUserPolicyCommand,
  GetUserCommand, IAMClient, PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";

const [endpoint, UserName] = process.argv.slice(2);
const region = "us-east-1";
const iam = new IAMClient({ endpoint, region, maxAttempts: 1 });
const seen = {};

async function refusal(call) {
  try {
    await call();
    return null;
  } catch (caught) {
    return [caught.name, caught.message, caught.$metadata.httpStatusCode];
  }
}

await iam.send(new CreateUserCommand({ UserName, Path: "/tests/" }));
const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
const credentials = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
const theirs = new IAMClient({ endpoint, region, credentials, maxAttempts: 1 });
const buckets = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
seen.denied = await refusal(() => theirs.send(new GetUserCommand({ UserName })));
seen.deniedBuckets = await refusal(() => buckets.send(new ListBucketsCommand({})));
const PolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["iam:GetUser", "s3:ListAllMyBuckets"], Resource: "*" }],
});
await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "read", PolicyDocument }));
seen.arn = (await theirs.send(new GetUserCommand({ UserName }))).User.Arn;
seen.buckets = Array.isArray((await buckets.send(new ListBucketsCommand({}))).Buckets ?? []);
await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: "read" }));
seen.deniedAgain = (await refusal(() => theirs.send(new GetUserCommand({ UserName }))))?.[0];
await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey.AccessKeyId }));
seen.gone = (await refusal(() => theirs.send(new GetUserCommand({ UserName }))))?.[0];
await iam.send(new DeleteUserCommand({ UserName }));
console.log(JSON.stringify(seen));
