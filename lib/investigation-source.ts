import { Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { invalidProp } from './invalid-prop';

/**
 * Something more that is asked about an incident, besides event history, IAM and the account's trails. Each source adds its
 * own permissions, which read only. What a source does not know or is not allowed to say, the message says.
 */
export class InvestigationSource {
  /**
   * Findings of Amazon GuardDuty in the guard's Region that name the access key, the principal or the address, of the last
   * 48 hours.
   *
   * Adds `guardduty:ListDetectors`, `guardduty:ListFindings` and `guardduty:GetFindings`.
   *
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings.html
   */
  public static guardDuty(): InvestigationSource {
    return new InvestigationSource('guardDuty', '', []);
  }

  /**
   * Findings of any product in Security Hub CSPM of the guard's Region that name the access key, the principal or the
   * address, of the last 48 hours. The guard's own do not count.
   *
   * Adds `securityhub:GetFindings` on the account's hub in this Region.
   *
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings.html
   */
  public static securityHub(): InvestigationSource {
    return new InvestigationSource('securityHub', '', []);
  }

  /**
   * What of the account has the address that the call came from: an instance with its role, a NAT gateway, a network
   * interface, an Elastic IP; and whether the credentials of an instance were used outside of it.
   *
   * Adds `ec2:DescribeNetworkInterfaces`, `ec2:DescribeInstances`, `ec2:DescribeAddresses`, `ec2:DescribeNatGateways` and
   * `ec2:DescribeVpcEndpoints`, for which EC2 supports no resources, and `iam:GetInstanceProfile` on the account's
   * instance profiles.
   */
  public static networkAddresses(): InvestigationSource {
    return new InvestigationSource('networkAddresses', '', []);
  }

  /**
   * Whether a change calendar of AWS Systems Manager allowed changes when the call was made.
   *
   * Adds `ssm:GetCalendarState` on this calendar.
   *
   * @param nameOrArn of the calendar; a calendar that another account shares is named by its ARN
   * @throws if it is neither
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html
   */
  public static changeCalendar(nameOrArn: string): InvestigationSource {
    const isNamed = /^(?:arn:[a-z0-9-]+:ssm:[a-z0-9-]+:\d{12}:document\/)?[A-Za-z0-9_.-]{3,128}$/.test(nameOrArn);
    if (!Token.isUnresolved(nameOrArn) && !isNamed) {
      throw invalidProp({
        prop: 'investigation.sources',
        given: `the change calendar '${nameOrArn}'`,
        allowed: 'the name of a calendar, such as releases, or the ARN of its document',
        cure: 'Pass the name of the document of type ChangeCalendar.',
      });
    }
    return new InvestigationSource('changeCalendar', nameOrArn, []);
  }

  /**
   * The account's name in the organization and its place there. Works in the management account and in delegated
   * administrators; elsewhere AWS Organizations denies it, and the message says so.
   *
   * Adds `organizations:DescribeAccount` on this account and `organizations:ListParents` on it and on the units above.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/APIReference/action-reference.html
   */
  public static organization(): InvestigationSource {
    return new InvestigationSource('organization', '', []);
  }

  /**
   * Whether the account is one of production, by a tag that it has in the organization: an incident there is more
   * critical. Works in the management account and in delegated administrators, as `organization()` does.
   *
   * Adds `organizations:ListTagsForResource` on this account.
   *
   * @param key of the tag
   * @param values of it that mean production
   * @throws if there is no key or no value
   */
  public static productionTag(key: string, values: string[]): InvestigationSource {
    const isKey = Token.isUnresolved(key) || /^.{1,128}$/.test(key);
    if (!isKey || values.length === 0) {
      throw invalidProp({
        prop: 'investigation.sources',
        given: isKey ? `the tag '${key}' without a value` : `the tag '${key}'`,
        allowed: 'a key of 1 to 128 characters, and one value or more',
        cure: "Name the tag of the organization's accounts by which production is known, such as ('stage', ['prod']).",
      });
    }
    return new InvestigationSource('productionTag', key, [...values]);
  }

  /**
   * A function of your own that knows more of an address or an actor: an inventory, a ticket system, a threat feed. It gets
   * `{ schemaVersion: '1.0', incidentId, account, region, sourceIpAddress, userAgent, actor }`, of which only the first
   * four are always there, and answers `{ notes: ['...'] }` within 10 seconds: at most 10 notes of 500 characters.
   *
   * Adds `lambda:InvokeFunction` on this function.
   *
   * @param handler that is invoked
   */
  public static enrichment(handler: IFunction): InvestigationSource {
    return new InvestigationSource('enrichment', handler.functionArn, []);
  }

  private constructor(
    /** `guardDuty`, `securityHub`, `networkAddresses`, `changeCalendar`, `organization`, `productionTag` or `enrichment`. */
    public readonly kind: string,
    /** The calendar's name or ARN, the tag's key, the function's ARN; empty where there is only one to name. */
    public readonly value: string,
    /** The tag's values. */
    public readonly values: string[],
  ) {}
}
