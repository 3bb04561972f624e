import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import { EventBus, Match } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { HEARTBEAT_DETAIL_TYPE } from './contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from './contract/hub';
import { INCIDENT_EVENT_SOURCE } from './contract/incident-event';
import { OF_STACK_SET } from './policy-resources';

export interface HubBusProps {
  readonly organizationId: string;
  readonly archiveRetention?: Duration;
}

/** What the names of guards, hubs, stack sets, and so of their roles begin with. */
const PREFIX = 'TrailGuard';

/** EventBridge's limit is 256; shorter reads better in ARNs. */
const NAME_LENGTH = 100;

/** The events on the bus. */
export const HEARTBEATS = { source: [INCIDENT_EVENT_SOURCE], detailType: [HEARTBEAT_DETAIL_TYPE] };
export const INCIDENTS = { source: [INCIDENT_EVENT_SOURCE], detailType: [HUB_INCIDENT_DETAIL_TYPE] };
/** Nobody but AWS can put an event with such a source: it is forwarded as it came. */
export const CALLS_ON_GUARDS = { source: Match.prefix('aws.'), detailType: ['AWS API Call via CloudTrail'] };

/**
 * The bus that only guards of the organization may put events on, and the archive of what must not be lost.
 *
 * An event bus cannot be made without a name. It follows from the names of the stack and of the constructs in it; with
 * another name the bus is another bus, which no guard knows.
 */
export class HubBus extends Construct {
  public readonly eventBus: EventBus;

  constructor(scope: Construct, id: string, { organizationId, archiveRetention = Duration.days(90) }: HubBusProps) {
    super(scope, id);
    this.eventBus = new EventBus(this, 'Bus', {
      eventBusName: busName(this),
      description: 'TrailGuard: incidents and heartbeats of the guards of the organization',
    });
    this.onlyGuardsMayPut(organizationId);
    for (const [name, eventPattern] of [
      ['Incidents', INCIDENTS],
      ['CallsOnGuards', CALLS_ON_GUARDS],
    ] as const) {
      this.eventBus.archive(`${name}Archive`, {
        description: `TrailGuard: ${name === 'Incidents' ? 'incidents' : 'calls on guards'} as they came`,
        eventPattern,
        retention: archiveRetention,
      });
    }
  }

  private onlyGuardsMayPut(organizationId: string): void {
    const { partition } = Stack.of(this);
    // A role's session has the ARN of the role here, not its own.
    const guards = {
      'aws:PrincipalArn': [PREFIX, `${OF_STACK_SET}${PREFIX}`].map((name) => `arn:${partition}:iam::*:role/${name}*`),
    };
    const common = {
      actions: ['events:PutEvents'],
      resources: [this.eventBus.eventBusArn],
      principals: [new AnyPrincipal()],
    };
    const statements = [
      // In its own account a bus is open to whom IAM allows it; this one is not. What AWS sends again from the archive
      // comes from a service.
      new PolicyStatement({
        ...common,
        sid: 'NobodyElse',
        effect: Effect.DENY,
        conditions: { ArnNotLike: guards, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      }),
      // Guards themselves. A call may carry several events: each must be one of theirs, and there must be one.
      new PolicyStatement({
        ...common,
        sid: 'GuardsReport',
        conditions: {
          StringEquals: { 'aws:PrincipalOrgID': organizationId },
          ArnLike: guards,
          'ForAllValues:StringEquals': {
            'events:source': [INCIDENT_EVENT_SOURCE],
            'events:detail-type': [HEARTBEAT_DETAIL_TYPE, HUB_INCIDENT_DETAIL_TYPE],
          },
          Null: { 'events:source': 'false', 'events:detail-type': 'false' },
        },
      }),
      // Rules of guards, with the role of their target. What they forward is chosen by the rules of this bus.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/policy-keys-eventbridge.html#events-bus-invocation
      new PolicyStatement({
        ...common,
        sid: 'GuardsForward',
        conditions: {
          StringEquals: { 'aws:PrincipalOrgID': organizationId, 'events:eventBusInvocation': 'true' },
          ArnLike: guards,
        },
      }),
    ];
    const added = statements.map((statement) => this.eventBus.addToResourcePolicy(statement).policyDependable);
    // EventBridge takes one change of a bus's policy at a time.
    added.reduce((previous, next) => {
      if (previous && next instanceof Construct) {
        next.node.addDependency(previous);
      }
      return next;
    });
  }
}

function busName(scope: Construct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH - PREFIX.length - 1, separator: '-' });
  return name.startsWith(PREFIX) || Token.isUnresolved(name) ? name : `${PREFIX}-${name}`;
}
