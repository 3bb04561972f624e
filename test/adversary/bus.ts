import { matches } from '../../drill/stand-in/event-pattern';
import type { Json } from '../fixtures/identities';
import type { Account } from './account/account';
import { isAssumable, mayCall } from './account/roles';

/** Where a rule's target takes an event. */
export interface Destinations {
  readonly functionArn: string;
  readonly hubBusArn: string;
  readonly invoke: (event: Json) => void;
  readonly forward: (event: Json) => void;
}

/** The account's default event bus: what arrives goes where the rules, as they are then, take it. */
export function deliver(event: Json, account: Account, to: Destinations): void {
  for (const [name, { state, pattern, targets }] of account.parts.rules) {
    if (state !== 'ENABLED' || !matches(JSON.parse(pattern) as Json, event)) {
      continue;
    }
    for (const target of targets) {
      if (target.Arn === to.functionArn && mayInvoke(name, account, to.functionArn)) {
        to.invoke(event);
      }
      if (target.Arn === to.hubBusArn && mayForward(target, account)) {
        to.forward(event);
      }
    }
  }
}

/** EventBridge invokes a function by the function's own policy. */
function mayInvoke(rule: string, { parts }: Account, functionArn: string): boolean {
  const permissions = parts.functions.get(functionArn.split(':').at(-1) ?? '')?.permissions ?? [];
  return permissions.some(({ Principal, Condition }) => {
    const { Service } = Principal as { Service?: string };
    const sourceArn = (Condition as { ArnLike?: Json } | undefined)?.ArnLike?.['AWS:SourceArn'];
    return Service === 'events.amazonaws.com' && (sourceArn === undefined || String(sourceArn).endsWith(`/${rule}`));
  });
}

/** And puts on another account's bus by the target's role. */
function mayForward({ RoleArn }: Json, { parts }: Account): boolean {
  const role = parts.roles.get(String(RoleArn).split('/').at(-1) ?? '');
  return isAssumable(role, 'events.amazonaws.com') && mayCall(role, 'events:PutEvents');
}
