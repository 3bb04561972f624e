import { isIPv4, isIPv6 } from 'node:net';
import type { Action, AwsApiCallAction, Network } from '@aws-sdk/client-securityhub';
import type { Incident } from '../../lib/contract/incident';
import { techniqueById } from '../../lib/contract/techniques';

/** What AWS names a caller by that has no address: `cloudformation.amazonaws.com`. */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** The call that the finding is about. */
export function actionOf({ call, technique, trail }: Incident): Action | undefined {
  if (call === undefined) {
    return undefined;
  }
  const service = techniqueById(technique.id)?.eventSource;
  return {
    ActionType: 'AWS_API_CALL',
    AwsApiCallAction: {
      Api: call.eventName,
      ...(service ? { ServiceName: service } : {}),
      ...callerOf(call.sourceIpAddress),
      ...(trail.arn ? { AffectedResources: { 'AWS::CloudTrail::Trail': trail.arn } } : {}),
      FirstSeen: call.eventTime,
      LastSeen: call.eventTime,
    },
  };
}

function callerOf(address: string | undefined): Partial<AwsApiCallAction> {
  if (address === undefined) {
    return {};
  }
  if (isIPv4(address)) {
    return { CallerType: 'remoteIp', RemoteIpDetails: { IpAddressV4: address } };
  }
  return DOMAIN.test(address) ? { CallerType: 'domain', DomainDetails: { Domain: address } } : {};
}

/** An action has no room for an address of IPv6. */
export function networkOf({ call }: Incident): Network | undefined {
  const address = call?.sourceIpAddress;
  return address !== undefined && isIPv6(address) ? { Direction: 'IN', SourceIpV6: address } : undefined;
}
