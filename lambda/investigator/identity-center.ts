/**
 * Whether a role is one that IAM Identity Center made for a permission set: its sessions are named after the people. Only
 * Identity Center can make roles of that path.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
export function isPersonsRole(roleArn: string | undefined): boolean {
  return /^arn:[a-z-]+:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_[^/]+$/.test(
    roleArn ?? '',
  );
}
