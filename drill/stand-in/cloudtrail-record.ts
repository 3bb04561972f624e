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
  readonly requestParameters: Json | null;
  /** Whether the parameters are spelled as records have them already. @default false */
  readonly spelledAsRecorded?: boolean;
  /** Nothing of an answer to a read, but for those that give credentials. */
  readonly responseElements: Json | null;
  /** What the call was about, where the service says so beside the parameters. */
  readonly resources?: readonly Json[] | undefined;
  readonly requestId?: string;
  readonly userAgent?: string;
  readonly error?: AwsError;
  /** A sign-in to the console is made with a password, not with a key. @default AwsApiCall */
  readonly eventType?: 'AwsApiCall' | 'AwsConsoleSignIn';
  readonly additionalEventData?: Json;
  /** For what was done before the stand-in began. @default - now */
  readonly at?: number;
}

/** The shape of real records of version 1.10 and later (AWS facts 3). */
export function record(call: RecordedCall): CloudTrailRecord {
  const { caller, error, eventSource, eventName, region, eventType = 'AwsApiCall', additionalEventData } = call;
  // A denied call has no parameters, but with EC2; a failed one has them.
  const denied = error?.code === 'AccessDeniedException' && eventSource !== 'ec2.amazonaws.com';
  const spell = call.spelledAsRecorded ? (value: unknown) => value : lowerFirst;
  const { accessKeyId: _key, ...withoutKey } = caller.userIdentity;
  return {
    eventVersion: '1.11',
    userIdentity: eventType === 'AwsConsoleSignIn' ? withoutKey : caller.userIdentity,
    // Whole seconds (AWS facts 1.4).
    eventTime: new Date(call.at ?? Date.now()).toISOString().replace(/\.\d+/, ''),
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: caller.sourceIp,
    userAgent: call.userAgent ?? 'aws-cli/2.31.0',
    ...(error && { errorCode: recordedCode(error, eventSource), errorMessage: error.message }),
    requestParameters: denied ? null : (spell(call.requestParameters) as Json | null),
    responseElements: error ? null : (spell(call.responseElements) as Json | null),
    ...(additionalEventData && { additionalEventData }),
    requestID: call.requestId ?? randomUUID(),
    eventID: randomUUID(),
    readOnly: call.readOnly,
    ...(call.resources && !denied && { resources: call.resources }),
    eventType,
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

/** The API's AccessDeniedException is recorded as AccessDenied, and EC2's codes with who is to blame. */
function recordedCode({ code }: AwsError, eventSource: string): string {
  if (eventSource === 'ec2.amazonaws.com') {
    return `Client.${code === 'AccessDeniedException' ? 'UnauthorizedOperation' : code}`;
  }
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
}

/** Records name parameters as the API does, but begin them with a small letter: `Name` is `name`. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerFirst(inner)]),
  );
}
