/** A user or a role of IAM. */
export interface Principal {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly type: 'user' | 'role';
  /** `/` or `/ops/`. */
  readonly path: string;
  readonly name: string;
}

/** Only characters that mean nothing to a shell; a name that begins with a hyphen would be an option of a command. */
const PRINCIPAL =
  /^arn:([a-z0-9-]+):iam::(\d{12}):(user|role)(\/(?:[\w+=,.@-]+\/)*)([A-Za-z0-9_+=,.@][\w+=,.@-]{0,63})$/;

/** What an ARN names, if it is one that IAM makes for a user or a role. */
export function parsePrincipal(arn: string): Principal | undefined {
  const [, partition, account, type, path, name] = PRINCIPAL.exec(arn) ?? [];
  return partition && account && (type === 'user' || type === 'role') && path && name
    ? { arn, partition, account, type, path, name }
    : undefined;
}

/**
 * Who alone may change the principal, if it is not the account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function ownerOf({ type, path, name }: Principal): 'service' | 'Identity Center' | undefined {
  // Nothing of IAM is told apart by case.
  const lowerPath = path.toLowerCase();
  if (type === 'role' && lowerPath.startsWith('/aws-service-role/')) {
    return 'service';
  }
  return type === 'role' && (lowerPath.startsWith('/aws-reserved/') || name.toLowerCase().startsWith('awsreservedsso_'))
    ? 'Identity Center'
    : undefined;
}
