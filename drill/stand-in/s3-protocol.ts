import type { Json } from './json';
import { type ApiCall, type Protocol, type RawRequest, renameDenial, writeXml } from './protocol';
import { readXml } from './s3-xml';

/** What tells a bucket's operation from others: its method, and which of the bucket's sub-resources is in the query. */
interface Request {
  readonly method: string;
  readonly subresource?: string;
}

const requests: Readonly<Record<string, Request>> = {
  ListObjectsV2: { method: 'GET', subresource: 'list-type' },
  GetBucketPolicy: { method: 'GET', subresource: 'policy' },
  PutBucketPolicy: { method: 'PUT', subresource: 'policy' },
  DeleteBucketPolicy: { method: 'DELETE', subresource: 'policy' },
  GetBucketVersioning: { method: 'GET', subresource: 'versioning' },
  PutBucketVersioning: { method: 'PUT', subresource: 'versioning' },
  GetBucketEncryption: { method: 'GET', subresource: 'encryption' },
  PutBucketEncryption: { method: 'PUT', subresource: 'encryption' },
  DeleteBucketEncryption: { method: 'DELETE', subresource: 'encryption' },
  PutBucketLifecycleConfiguration: { method: 'PUT', subresource: 'lifecycle' },
  PutBucketAcl: { method: 'PUT', subresource: 'acl' },
  PutBucketOwnershipControls: { method: 'PUT', subresource: 'ownershipControls' },
  PutPublicAccessBlock: { method: 'PUT', subresource: 'publicAccessBlock' },
  DeletePublicAccessBlock: { method: 'DELETE', subresource: 'publicAccessBlock' },
  PutBucketLogging: { method: 'PUT', subresource: 'logging' },
  PutBucketReplication: { method: 'PUT', subresource: 'replication' },
  DeleteBucketReplication: { method: 'DELETE', subresource: 'replication' },
  PutBucketNotificationConfiguration: { method: 'PUT', subresource: 'notification' },
  PutObjectLockConfiguration: { method: 'PUT', subresource: 'object-lock' },
  DeleteObjects: { method: 'POST', subresource: 'delete' },
  // What is left without a sub-resource.
  CreateBucket: { method: 'PUT' },
  HeadBucket: { method: 'HEAD' },
  DeleteBucket: { method: 'DELETE' },
};

const objectOperations: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

const subresources = new Set<string | undefined>(Object.values(requests).map(({ subresource }) => subresource));

export const subresourceOf = (operation: string): string | undefined => requests[operation]?.subresource;

/** S3's own REST XML, in path style: the SDK uses it by itself where the endpoint is an IP address. */
export const s3Protocol: Protocol = {
  throttlingCode: 'SlowDown',
  parse: (request) => {
    const [, bucket = '', ...rest] = request.url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    return {
      operation: operationOf(request, key),
      parameters: { Bucket: bucket, ...(key !== '' && { Key: key }), ...headers(request), ...document(request, key) },
    };
  },
  answer: ({ operation }: ApiCall, result) => {
    if (operation === 'GetObject') {
      return { status: 200, headers: { 'content-type': 'binary/octet-stream' }, body: String(result.Body) };
    }
    return {
      status: 200,
      headers: { 'content-type': operation === 'GetBucketPolicy' ? 'application/json' : 'application/xml' },
      body: operation === 'GetBucketPolicy' ? String(result.Policy) : writeXml(result),
    };
  },
  error: (error, RequestId) => {
    const { code, status, message } = renameDenial(error, 'AccessDenied');
    const body = writeXml({ Error: { Code: code, Message: message, RequestId } });
    return { status, headers: { 'content-type': 'application/xml' }, body };
  },
};

function operationOf({ method, url }: RawRequest, key: string): string {
  if (key !== '') return objectOperations[method] ?? `${method} of an object`;
  const names = [...url.searchParams.keys()];
  const subresource = names.find((name) => subresources.has(name)) ?? names.find((name) => name !== 'x-id');
  const [operation] =
    Object.entries(requests).find(([, each]) => each.method === method && each.subresource === subresource) ?? [];
  return operation ?? `${method} ?${subresource}`;
}

/** Those that mean something here. */
function headers({ headers: all }: RawRequest): Json {
  const { 'x-amz-acl': ACL, 'x-amz-expected-bucket-owner': ExpectedBucketOwner } = all;
  return { ...(ACL !== undefined && { ACL }), ...(ExpectedBucketOwner !== undefined && { ExpectedBucketOwner }) };
}

/** A policy is JSON, an object anything, all else XML. */
function document({ url, body }: RawRequest, key: string): Json {
  if (key !== '') return { Body: body };
  if (body === '') return {};
  return url.searchParams.has('policy') ? { Policy: body } : readXml(body);
}
