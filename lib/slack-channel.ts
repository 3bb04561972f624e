import { Names, Token } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Construct } from 'constructs';
import { chatGuardrails, chatRole } from './chat-permissions';
import { invalidProp } from './invalid-prop';
import type { TrailGuard } from './trail-guard';

/** Properties of `SlackChannel`. */
export interface SlackChannelProps {
  /** The guard whose incidents are told. */
  readonly guard: TrailGuard;

  /**
   * The id of the workspace, such as `T0123456789`. An administrator must have authorized the workspace in the console of
   * Amazon Q Developer in chat applications, once an account; the id is shown there.
   */
  readonly slackWorkspaceId: string;

  /**
   * The id of the channel, such as `C0123456789`: the end of its link in Slack. Amazon Q must be invited into a private
   * channel.
   */
  readonly slackChannelId: string;

  /**
   * The name of the configuration, one of its kind in the account.
   *
   * @default - made of the construct's path
   */
  readonly configurationName?: string;
}

/**
 * Tells a guard's incidents in a Slack channel, through Amazon Q Developer in chat applications: each with its updates in
 * one thread, if the channel's preferences say so. Nothing can be done in AWS from the channel: its role has no
 * permissions, and its guardrail denies everything.
 *
 * @example
 * new SlackChannel(this, 'Slack', { guard, slackWorkspaceId: 'T0123456789', slackChannelId: 'C0123456789' });
 */
export class SlackChannel extends Construct {
  /** The configuration. An escape hatch: what it needs is set already. */
  public readonly configuration: SlackChannelConfiguration;

  /** @throws if an id is not one */
  constructor(scope: Construct, id: string, props: SlackChannelProps) {
    super(scope, id);
    const { guard, slackWorkspaceId, slackChannelId, configurationName } = props;
    validateId('slackWorkspaceId', slackWorkspaceId, 'T0123456789', 'The console of Amazon Q Developer shows it.');
    validateId(
      'slackChannelId',
      slackChannelId,
      'C0123456789',
      'It is the end of the link of the channel, not its name.',
    );
    this.configuration = new SlackChannelConfiguration(this, 'Configuration', {
      slackChannelConfigurationName: configurationName ?? Names.uniqueResourceName(this, { maxLength: 128 }),
      slackWorkspaceId,
      slackChannelId,
      notificationTopics: [guard.chatTopic],
      role: chatRole(this),
      guardrailPolicies: chatGuardrails(),
    });
  }
}

function validateId(prop: string, value: string, example: string, cure: string): void {
  if (!Token.isUnresolved(value) && !/^[0-9A-Z]{1,255}$/.test(value)) {
    throw invalidProp({ prop, given: `'${value}'`, allowed: `an id of Slack's such as '${example}'`, cure });
  }
}
