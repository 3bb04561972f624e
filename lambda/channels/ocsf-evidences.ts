import { isIP } from 'node:net';
import type { Incident } from '../../lib/contract/incident';
import type { CallFinding } from '../../lib/contract/investigation';
import { techniqueById } from '../../lib/contract/techniques';
import { actorEvidence } from './ocsf-actor';

/** Calls in the dark that are evidence of their own; all that are told are in `unmapped`. */
const MAXIMUM_CALLS = 20;

/** The call that the incident is about, then the most sensitive ones in the dark. */
export function evidencesOf(incident: Incident): object[] {
  const calls = incident.investigation?.dark?.sensitive ?? [];
  return [...mainEvidence(incident), ...calls.slice(0, MAXIMUM_CALLS).map(callEvidence)];
}

function mainEvidence(incident: Incident): object[] {
  const { actor, call, technique } = incident;
  if (actor === undefined && call === undefined) {
    return [];
  }
  const endpoint = sourceEndpoint(incident);
  return [
    {
      name: 'The call that the finding is about',
      ...(actor ? { actor: actorEvidence(actor, incident.investigation) } : {}),
      ...(call ? { uid: call.eventId, api: apiOf(call, techniqueById(technique.id)?.eventSource) } : {}),
      ...(endpoint ? { src_endpoint: endpoint } : {}),
      ...(call?.userAgent ? { http_request: { user_agent: call.userAgent } } : {}),
    },
  ];
}

function callEvidence(call: CallFinding): object {
  return {
    name: 'A sensitive call while the trail was dark',
    uid: call.eventId,
    api: apiOf(call, call.eventSource),
    actor: { user: { name: call.by } },
  };
}

interface Called {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

function apiOf({ eventName, errorCode, errorMessage }: Called, eventSource: string | undefined): object {
  const response = {
    ...(errorCode ? { error: errorCode } : {}),
    ...(errorMessage ? { error_message: errorMessage } : {}),
  };
  return {
    operation: eventName,
    ...(eventSource ? { service: { name: eventSource } } : {}),
    ...(errorCode || errorMessage ? { response } : {}),
  };
}

/** CloudTrail's `sourceIPAddress` is an address or the name of a service. */
function sourceEndpoint({ call, investigation }: Incident): object | undefined {
  const address = call?.sourceIpAddress;
  const { kind, resourceId, name } = investigation?.origin ?? {};
  const endpoint = {
    ...(address === undefined ? {} : isIP(address) ? { ip: address } : { svc_name: address }),
    ...(call?.vpcEndpointId ? { uid: call.vpcEndpointId } : {}),
    ...(kind === 'ec2-instance' && resourceId ? { instance_uid: resourceId } : {}),
    ...(kind === 'network-interface' && resourceId ? { interface_uid: resourceId } : {}),
    ...(name ? { name } : {}),
  };
  return Object.keys(endpoint).length > 0 ? endpoint : undefined;
}
