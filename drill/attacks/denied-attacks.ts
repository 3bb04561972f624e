import { PutEventSelectorsCommand, StopLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { OwnAttack } from './attack';

interface DeniedAttack {
  /** The permission that the attacker does not have. */
  readonly action: string;
  readonly attack: OwnAttack;
}

/**
 * By the technique that the attempt is told as. A denied call's record has no parameters: of the techniques that are one
 * call, the general one is told.
 */
export const DENIED_ATTACKS: Readonly<Record<string, DeniedAttack>> = {
  'stop-logging': {
    action: 'cloudtrail:StopLogging',
    attack: ({ cloudTrail }, { trailArn: Name }) => cloudTrail.send(new StopLoggingCommand({ Name })),
  },
  'trail-updated': {
    action: 'cloudtrail:UpdateTrail',
    attack: ({ cloudTrail }, { trailArn: Name }) =>
      cloudTrail.send(new UpdateTrailCommand({ Name, IsMultiRegionTrail: false })),
  },
  'event-selectors-changed': {
    action: 'cloudtrail:PutEventSelectors',
    attack: ({ cloudTrail }, { trailArn: TrailName }) =>
      cloudTrail.send(
        new PutEventSelectorsCommand({ TrailName, EventSelectors: [{ IncludeManagementEvents: false }] }),
      ),
  },
};
