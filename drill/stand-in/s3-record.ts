import type { Description } from './delivery-chain-recorder';
import { isJson, type Json, text } from './json';
import { type ApiCall, parseJson } from './protocol';
import { subresourceOf } from './s3-protocol';

/** What CloudTrail calls the operations that it calls otherwise than the API. */
const eventNames: Readonly<Record<string, string>> = {
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
};

const dataEvents = ['GetObject', 'PutObject', 'DeleteObject', 'DeleteObjects', 'ListObjectsV2'];

/** Nothing of a data event: event history has management events only. */
export function describeBucketCall(call: ApiCall, bucketArn: string): Description | undefined {
  if (dataEvents.includes(call.operation)) return undefined;
  return {
    eventName: eventNames[call.operation] ?? call.operation,
    requestParameters: requestParameters(call),
    spelledAsRecorded: true,
    resources: [{ accountId: call.caller.accountId, type: 'AWS::S3::Bucket', ARN: bucketArn }],
    responseElements: null,
  };
}

/** The bucket, the endpoint, the sub-resource by its empty name, headers, and the document as it was sent. */
export function requestParameters({ operation, parameters, region }: ApiCall): Json {
  const {
    Bucket,
    Key,
    Body: _content,
    ACL,
    Policy,
    Delete: _keys,
    ExpectedBucketOwner: _owner,
    ...documents
  } = parameters;
  const subresource = subresourceOf(operation);
  return {
    bucketName: Bucket,
    Host: `${Bucket}.s3.${region}.amazonaws.com`,
    ...(subresource !== undefined && { [subresource]: '' }),
    ...(Key !== undefined && { key: Key }),
    ...(ACL !== undefined && { 'x-amz-acl': ACL }),
    ...(Policy !== undefined && { bucketPolicy: parsedPolicy(Policy) }),
    ...Object.fromEntries(Object.entries(documents).filter(([, document]) => isJson(document))),
  };
}

/** Also of a policy that S3 refuses: what cannot be read is recorded as it came. */
function parsedPolicy(policy: unknown): unknown {
  try {
    return parseJson(text(policy) ?? '');
  } catch {
    return policy;
  }
}
