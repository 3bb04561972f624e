/** What stands for a value that only deployment knows: the account, Region or partition, and an ARN. */
const PSEUDO_PARAMETER = '.'.repeat(14);
const DEPLOYED_ARN = '.'.repeat(100);

/** About how long a value is as JSON when it is deployed, in bytes: Lambda limits a function's environment. */
export function deployedBytes(value: object): number {
  const text = JSON.stringify(value).replace(/\$\{Token\[(AWS\.)?[^\]]*\]\}/g, (_, pseudo: string | undefined) =>
    pseudo ? PSEUDO_PARAMETER : DEPLOYED_ARN,
  );
  return Buffer.byteLength(text);
}
