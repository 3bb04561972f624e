import type { Json } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { Operations } from './operations';
import { inRegion, type Parts, type Rule } from './parts';

/** EventBridge's rules on the default bus. */
export const RULES: Operations = {
  DescribeRule: (parts, { Name }) => {
    const { state, pattern } = rule(parts, Name);
    return {
      Name,
      Arn: inRegion('events', `rule/${Name}`),
      State: state,
      EventPattern: pattern,
      EventBusName: 'default',
    };
  },
  ListRules: (parts, { NamePrefix = '' }) => ({
    Rules: [...parts.rules]
      .filter(([name]) => name.startsWith(String(NamePrefix)))
      .map(([Name, { state, pattern }]) => ({ Name, State: state, EventPattern: pattern, EventBusName: 'default' })),
  }),
  ListRuleNamesByTarget: (parts, { TargetArn }) => ({
    RuleNames: [...parts.rules]
      .filter(([, { targets }]) => targets.some(({ Arn }) => Arn === TargetArn))
      .map(([name]) => name),
  }),
  ListTargetsByRule: (parts, { Rule }) => ({ Targets: rule(parts, Rule).targets }),
  EnableRule: (parts, { Name }) => {
    rule(parts, Name).state = 'ENABLED';
  },
  DisableRule: (parts, { Name }) => {
    rule(parts, Name).state = 'DISABLED';
  },
  PutRule: (parts, { Name, EventPattern, State }) => {
    const known = parts.rules.get(String(Name));
    parts.rules.set(String(Name), {
      state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
      pattern: String(EventPattern ?? known?.pattern),
      targets: known?.targets ?? [],
    });
    return { RuleArn: inRegion('events', `rule/${Name}`) };
  },
  DeleteRule: (parts, { Name }) => {
    const { targets } = rule(parts, Name);
    if (targets.length > 0) {
      throw awsError('ValidationException', "Rule can't be deleted since it has targets.");
    }
    parts.rules.delete(String(Name));
  },
  PutTargets: (parts, { Rule, Targets }) => {
    const found = rule(parts, Rule);
    const put = Targets as Json[];
    found.targets = [...found.targets.filter(({ Id }) => !put.some((target) => target.Id === Id)), ...put];
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  RemoveTargets: (parts, { Rule, Ids }) => {
    const found = rule(parts, Rule);
    found.targets = found.targets.filter(({ Id }) => !(Ids as unknown[]).includes(Id));
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
};

function rule(parts: Parts, name: unknown): Rule {
  const found = parts.rules.get(String(name));
  if (!found) {
    throw awsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  }
  return found;
}
