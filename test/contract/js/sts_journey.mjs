// What the AWS SDK for JavaScript v3 does with STS: who one is, roles and their sessions; prints what it saw as JSON.
//   node sts_journey.mjs ENDPOINT NAME
import {
  CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteRoleCommand,
  DeleteRolePolicyCommand, DeleteUserCommand, DeleteUserPolicyCommand, IAMClient, PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import {
  AssumeRoleCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetFederationTokenCommand,
  GetSessionTokenCommand, STSClient,
} from "@aws-sdk/client-sts";

const [endpoint, name] = process.argv.slice(2);
const region = "eu-central-1";
const options = { endpoint, region, maxAttempts: 1 };
const iam = new IAMClient(options);
const seen = {};

const keysOf = (given) => ({
  accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken,
});
const sts = (credentials) => new STSClient({ ...options, credentials });
const s3 = (credentials) => new S3Client({ ...options, credentials, forcePathStyle: true });
const allow = (Action) => JSON.stringify({
  Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});

async function refusal(call) {
  try {
    await call();
    return null;
  } catch (caught) {
    return [caught.name, caught.message, caught.$metadata.httpStatusCode];
  }
}

async function arnOf(client) {
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
}

const { User } = await iam.send(new CreateUserCommand({ UserName: name }));
const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "may", PolicyDocument: allow(["sts:*", "s3:*"]) }));
const AssumeRolePolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{
    Effect: "Allow", Principal: { AWS: User.Arn }, Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "partner" } },
  }],
});
const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "may", PolicyDocument: allow("s3:ListAllMyBuckets") }));

const user = sts(keysOf(AccessKey));
seen.user = await arnOf(user);
seen.account = (await user.send(new GetAccessKeyInfoCommand({ AccessKeyId: AccessKey.AccessKeyId }))).Account;
const ask = { RoleArn: Role.Arn, RoleSessionName: "work" };
seen.stranger = await refusal(() => user.send(new AssumeRoleCommand(ask)));
const assumed = await user.send(new AssumeRoleCommand({ ...ask, ExternalId: "partner" }));
seen.assumed = assumed.AssumedRoleUser.Arn;
const session = keysOf(assumed.Credentials);
seen.session = await arnOf(sts(session));
seen.buckets = Array.isArray((await s3(session).send(new ListBucketsCommand({}))).Buckets ?? []);
const changed = { ...session, sessionToken: `${session.sessionToken.slice(0, -8)}AAAAAAAA` };
seen.forged = await refusal(() => sts(changed).send(new GetCallerIdentityCommand({})));
seen.own = await arnOf(sts(keysOf((await user.send(new GetSessionTokenCommand({}))).Credentials)));
const guest = await user.send(new GetFederationTokenCommand({ Name: "guest", Policy: allow("s3:ListAllMyBuckets") }));
seen.guest = await arnOf(sts(keysOf(guest.Credentials)));

await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: "may" }));
await iam.send(new DeleteRoleCommand({ RoleName: name }));
seen.ended = await refusal(() => sts(session).send(new GetCallerIdentityCommand({})));
await iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: "may" }));
await iam.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId: AccessKey.AccessKeyId }));
await iam.send(new DeleteUserCommand({ UserName: name }));
console.log(JSON.stringify(seen));
