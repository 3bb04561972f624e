/** What a `TrailGuardPolicy` protects, where, and from whom not. */
export interface TrailGuardPolicyProps {
  /**
   * Ids of the root, organizational units and accounts that the policies are attached to. Begin with an organizational
   * unit for tests. The management account is never bound, whatever they are attached to.
   */
  readonly targets: string[];

  /**
   * ARNs of the roles that nothing is denied to, with `*` and `?` as wildcards: those that deploy the guard, and a
   * break-glass role. Others can neither make a role of such a name nor change or pass one. Whom they trust is not looked
   * at: an exempt role that everybody may assume exempts everybody.
   */
  readonly exemptRoles: string[];

  /**
   * ARNs of the trails that are not to be changed, with wildcards.
   *
   * @default - every trail
   */
  readonly trails?: string[];

  /**
   * ARNs of the event data stores and channels of CloudTrail Lake that are not to be changed, with wildcards.
   *
   * @default - every event data store and channel
   */
  readonly lakeResources?: string[];

  /**
   * ARNs of the buckets, keys, log groups, topics and roles that trails deliver through, with wildcards. Also of a topic
   * and of a key of your own that the guard was given.
   *
   * @default - nothing that trails deliver through is protected
   */
  readonly deliveryResources?: string[];

  /**
   * What the names of the guard's and the hub's stacks begin with, and of the stack set that deploys them: what these
   * stacks consist of is not to be changed, and their roles may put trails back. Give the guard stacks of its own.
   *
   * @default 'TrailGuard'
   */
  readonly stackNamePrefix?: string;

  /**
   * Name of the first policy; further ones have a number behind it. Names are unique in an organization.
   *
   * @default 'TrailGuard'
   */
  readonly policyName?: string;
}
