import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { CALLS_ON_GUARDS, HEARTBEATS, INCIDENTS } from './hub-bus';
import { HEARTBEATS_WINDOW, INCIDENTS_WINDOW, INGEST_TIMEOUT } from './hub-functions';
import { HubQueue } from './hub-queue';

/** An event for each incident, and one for each call that may have put a guard out of action. */
export function incidentQueue(scope: Construct, id: string, eventBus: IEventBus): HubQueue {
  return new HubQueue(scope, id, {
    eventBus,
    patterns: { Incidents: INCIDENTS, CallsOnGuards: CALLS_ON_GUARDS },
    // Should the function take nothing for so long, all of it is still there.
    retention: Duration.days(14),
    visibilityTimeout: tryAgainAfter(INCIDENTS_WINDOW),
    // An hour: longer than most outages of a service.
    tries: 10,
  });
}

/** A guard sends another heartbeat soon: these are not worth keeping for long. */
export function heartbeatQueue(scope: Construct, id: string, eventBus: IEventBus): HubQueue {
  return new HubQueue(scope, id, {
    eventBus,
    patterns: { Heartbeats: HEARTBEATS },
    retention: Duration.days(1),
    visibilityTimeout: tryAgainAfter(HEARTBEATS_WINDOW),
    tries: 5,
  });
}

/**
 * Six times the function's timeout, and the time that a batch is collected.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
function tryAgainAfter(window: Duration): Duration {
  return Duration.seconds(6 * INGEST_TIMEOUT.toSeconds() + window.toSeconds());
}
