import { type Duration, Token } from 'aws-cdk-lib';
import type { HubPolicy } from './contract/hub';
import { validHeartbeatInterval } from './hub-intervals';
import { invalidProp } from './invalid-prop';

/** How a guard reports to the organization's hub. */
export interface HubConnection {
  /**
   * ARN of the hub's event bus, such as `arn:aws:events:eu-west-1:111122223333:event-bus/TrailGuard-Hub`; its account and
   * Region are the hub's. Whether the guard may put events there is for the bus's policy, which `TrailGuardHub` writes for
   * roles whose names begin with `TrailGuard`: name the guard's stack so.
   */
  readonly eventBusArn: string;

  /**
   * How often the guard tells the hub that it is well, as the hub was told too. Whole minutes, 5 minutes to 24 hours, and
   * no shorter than `sweepInterval`, because a sweep sends it.
   *
   * @default Duration.hours(1)
   */
  readonly heartbeatInterval?: Duration;
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
const EVENT_BUS_ARN = /^arn:[^:]+:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]{1,256}$/;

/**
 * Where the guard reports to, as it is told.
 *
 * @throws if it is not the ARN of an event bus, or heartbeats would have to come more often than sweeps
 */
export function hubConnection(connection: HubConnection, sweepInterval: Duration): HubPolicy {
  const { eventBusArn } = connection;
  if (!Token.isUnresolved(eventBusArn) && !EVENT_BUS_ARN.test(eventBusArn)) {
    throw invalidProp({
      prop: 'hub.eventBusArn',
      given: `'${eventBusArn}'`,
      allowed: 'an ARN such as arn:aws:events:eu-west-1:111122223333:event-bus/TrailGuard-Hub',
      cure: "It is `hub.eventBus.eventBusArn` of the security account's TrailGuardHub.",
    });
  }
  const heartbeatInterval = validHeartbeatInterval(connection.heartbeatInterval);
  if (heartbeatInterval.toSeconds() < sweepInterval.toSeconds()) {
    throw invalidProp({
      prop: 'hub.heartbeatInterval',
      given: `${heartbeatInterval.toHumanString()}, with a sweep every ${sweepInterval.toHumanString()}`,
      allowed: "no shorter than 'sweepInterval'",
      cure: 'Sweeps send the heartbeats: sweep more often, or let the hub expect them less often.',
    });
  }
  return { eventBusArn, heartbeatSeconds: heartbeatInterval.toSeconds() };
}
