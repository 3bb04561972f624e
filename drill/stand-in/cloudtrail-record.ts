import { randomUUID } from 'node:crypto';
import type { AwsError } from './aws-error';
import type { Caller } from './callers';
import { isJson, type Json } from './json';

/** One API call as CloudTrail records it. */
export interface CloudTrailRecord extends Json {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly readOnly: boolean;
  readonly requestParameters: Json | null;
  readonly responseElements: Json | null;
  readonly userIdentity: Json;
}

export interface RecordedCall {
  readonly caller: Caller;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly readOnly: boolean;
  readonly requestParameters: Json;
  /** Whether the parameters are spelled as records have them already. @default false */
  readonly spelledAsRecorded?: boolean;
  readonly responseElements: Json | null;
  /** What the call was about, where the service says so beside the parameters. */
  readonly resources?: readonly Json[] | undefined;
  readonly requestId?: string;
  readonly userAgent?: string;
  readonly error?: AwsError;
}

/** The shape of real records of version 1.10 and later (AWS facts 3). */
export function record(call: RecordedCall): CloudTrailRecord {
  const { caller, error, eventSource, eventName, region } = call;
  const denied = error?.code === 'AccessDeniedException';
  const parameters = call.spelledAsRecorded ? call.requestParameters : (lowerFirst(call.requestParameters) as Json);
  return {
    eventVersion: '1.11',
    userIdentity: caller.userIdentity,
    // Whole seconds (AWS facts 1.4).
    eventTime: new Date().toISOString().replace(/\.\d+/, ''),
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: caller.sourceIp,
    userAgent: call.userAgent ?? 'aws-cli/2.31.0',
    // The API's AccessDeniedException is recorded as AccessDenied; all other codes are recorded as they are.
    ...(error && { errorCode: denied ? 'AccessDenied' : error.code, errorMessage: error.message }),
    // A denied call has no parameters, a failed one has them.
    requestParameters: denied ? null : parameters,
    responseElements: error || call.readOnly ? null : (lowerFirst(call.responseElements) as Json | null),
    requestID: call.requestId ?? randomUUID(),
    eventID: randomUUID(),
    readOnly: call.readOnly,
    ...(call.resources && !denied && { resources: call.resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.accountId,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${eventSource.replace('.amazonaws.com', '')}.${region}.amazonaws.com`,
    },
  };
}

/** Records name parameters as the API does, but begin them with a small letter: `Name` is `name`. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerFirst(inner)]),
  );
}
