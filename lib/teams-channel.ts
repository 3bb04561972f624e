import { Names, Token } from 'aws-cdk-lib';
import { CfnMicrosoftTeamsChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Construct } from 'constructs';
import { chatGuardrails, chatRole } from './chat-permissions';
import { invalidProp } from './invalid-prop';
import type { TrailGuard } from './trail-guard';

/** Properties of `TeamsChannel`. */
export interface TeamsChannelProps {
  /** The guard whose incidents are told. */
  readonly guard: TrailGuard;

  /**
   * The id of the team, a GUID. An administrator must have authorized the team in the console of Amazon Q Developer in
   * chat applications, once an account; the id is shown there.
   */
  readonly teamId: string;

  /** The id of the channel, as its link has it: `19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2`. */
  readonly teamsChannelId: string;

  /** The id of the tenant, a GUID; shown beside the team's. */
  readonly teamsTenantId: string;

  /**
   * The name of the configuration, one of its kind in the account.
   *
   * @default - made of the construct's path
   */
  readonly configurationName?: string;
}

/**
 * Tells a guard's incidents in a channel of Microsoft Teams, through Amazon Q Developer in chat applications. Nothing can
 * be done in AWS from the channel: its role has no permissions, and its guardrail denies everything.
 *
 * @example
 * new TeamsChannel(this, 'Teams', {
 *   guard,
 *   teamId: '11111111-2222-3333-4444-555555555555',
 *   teamsChannelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
 *   teamsTenantId: '66666666-7777-8888-9999-000000000000',
 * });
 */
export class TeamsChannel extends Construct {
  /** The configuration. An escape hatch: what it needs is set already. */
  public readonly configuration: CfnMicrosoftTeamsChannelConfiguration;

  /** @throws if an id is not one */
  constructor(scope: Construct, id: string, props: TeamsChannelProps) {
    super(scope, id);
    const { guard, teamId, teamsChannelId, teamsTenantId, configurationName } = props;
    validateGuid('teamId', teamId);
    validateGuid('teamsTenantId', teamsTenantId);
    validateChannelId(teamsChannelId);
    this.configuration = new CfnMicrosoftTeamsChannelConfiguration(this, 'Configuration', {
      configurationName: configurationName ?? Names.uniqueResourceName(this, { maxLength: 128 }),
      teamId,
      teamsChannelId,
      teamsTenantId,
      snsTopicArns: [guard.chatTopic.topicArn],
      iamRoleArn: chatRole(this).roleArn,
      guardrailPolicies: chatGuardrails().map(({ managedPolicyArn }) => managedPolicyArn),
    });
  }
}

function validateGuid(prop: string, value: string): void {
  if (!Token.isUnresolved(value) && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
    throw invalidProp({
      prop,
      given: `'${value}'`,
      allowed: "a GUID such as '11111111-2222-3333-4444-555555555555'",
      cure: 'The console of Amazon Q Developer shows it once the team is authorized.',
    });
  }
}

function validateChannelId(value: string): void {
  if (!Token.isUnresolved(value) && !/^[\w=+/.,-]*%3a[\w=+/.,-]*%40[\w=+/.,-]*$/i.test(value)) {
    throw invalidProp({
      prop: 'teamsChannelId',
      given: `'${value}'`,
      allowed: "an id as the channel's link has it, such as '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2'",
      cure: 'Copy the link of the channel in Teams: the id is what follows /channel/, with %3a and %40 for : and @.',
    });
  }
}
