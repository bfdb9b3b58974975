// What the AWS SDK for JavaScript v3 does with buckets, in one style of addressing; prints what it saw as JSON.
//   node s3_journey.mjs ENDPOINT path|host BUCKET
import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand,
  ListObjectsV2Command, PutObjectCommand, S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const [endpoint, style, Bucket] = process.argv.slice(2);
const s3 = new S3Client({ endpoint, region: "eu-west-1", forcePathStyle: style === "path", maxAttempts: 1 });
const seen = {};

await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
await s3.send(new PutObjectCommand({ Bucket, Key: "a b/ü", Body: "bytes", Metadata: { colour: "blue" } }));
const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "a b/ü" }));
seen.metadata = head.Metadata;
seen.body = await (await s3.send(new GetObjectCommand({ Bucket, Key: "a b/ü" }))).Body.transformToString();
seen.keys = (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents.map((one) => one.Key);
const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "a b/ü" }), { expiresIn: 60 });
seen.host = new URL(url).hostname;
seen.fetched = await (await fetch(url)).text();
try {
  await s3.send(new GetObjectCommand({ Bucket, Key: "none" }));
} catch (refusal) {
  seen.refusal = [refusal.name, refusal.$metadata.httpStatusCode];
}
await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a b/ü" }] } }));
await s3.send(new DeleteBucketCommand({ Bucket }));
console.log(JSON.stringify(seen));
