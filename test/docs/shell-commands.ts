/** A command of the AWS CLI: `aws SERVICE OPERATION`, and the names of its options. */
export interface AwsCommand {
  readonly name: string;
  readonly options: readonly string[];
}

/** The commands in a script, also those inside of `$(...)` and after a pipe. Texts in quotes and documents are left out. */
export function awsCommandsIn(script: string): AwsCommand[] {
  const words = script
    .replace(/<<(\w+)\n[\s\S]*?\n\1$/gm, '')
    .replace(/\\\n/g, ' ')
    .replace(/'[^']*'/g, 'TEXT');
  return [...words.matchAll(/(?:^|\$\(|\||;|&&|:)\s*aws ([a-z0-9-]+) ([a-z0-9-]+)([^|;\n)]*)/gm)].map(
    ([, service = '', operation = '', rest = '']) => ({
      name: `${service} ${operation}`,
      options: [...rest.matchAll(/(?:^|\s)--([a-z0-9-]+)/g)].map(([, option = '']) => option),
    }),
  );
}

/** What every command takes. */
const GLOBAL = ['region', 'query', 'output'];

/** What is wrong with a command, by the CLI's own model; undefined if nothing is. */
export function mistakeIn({ name, options }: AwsCommand): string | undefined {
  const known = AWS_COMMANDS[name];
  if (known === undefined) {
    return `aws ${name} is not a command`;
  }
  const { required = [], optional = [] } = known;
  const wrong = options.filter((option) => ![...GLOBAL, ...required, ...optional].includes(option));
  const missing = required.filter((option) => !options.includes(option));
  const texts = [...wrong.map((option) => `has no --${option}`), ...missing.map((option) => `needs --${option}`)];
  return texts.length === 0 ? undefined : `aws ${name} ${texts.join(', ')}`;
}

interface Options {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** From the models of botocore 1.43.11, which are the AWS CLI's; `validate-logs` and `cp` from its own help. */
const AWS_COMMANDS: Readonly<Record<string, Options>> = {
  'account list-regions': { optional: ['account-id', 'max-results', 'next-token', 'region-opt-status-contains'] },
  'cloudformation describe-stack-events': { required: ['stack-name'], optional: ['next-token'] },
  'cloudtrail describe-trails': { optional: ['include-shadow-trails', 'trail-name-list'] },
  'cloudtrail get-event-selectors': { required: ['trail-name'] },
  'cloudtrail get-trail-status': { required: ['name'] },
  'cloudtrail lookup-events': {
    optional: ['end-time', 'event-category', 'lookup-attributes', 'max-results', 'next-token', 'start-time'],
  },
  'cloudtrail start-logging': { required: ['name'] },
  'cloudtrail validate-logs': { required: ['trail-arn', 'start-time'], optional: ['end-time', 'verbose'] },
  'ec2 create-snapshot': {
    required: ['volume-id'],
    optional: ['description', 'dry-run', 'location', 'outpost-arn', 'tag-specifications'],
  },
  'ec2 describe-iam-instance-profile-associations': {
    optional: ['association-ids', 'filters', 'max-results', 'next-token'],
  },
  'ec2 disassociate-iam-instance-profile': { required: ['association-id'] },
  'ec2 modify-instance-attribute': {
    required: ['instance-id'],
    optional: [
      'attribute',
      'block-device-mappings',
      'disable-api-stop',
      'disable-api-termination',
      'dry-run',
      'ebs-optimized',
      'ena-support',
      'groups',
      'instance-initiated-shutdown-behavior',
      'instance-type',
      'kernel',
      'ramdisk',
      'source-dest-check',
      'sriov-net-support',
      'user-data',
      'value',
    ],
  },
  'iam attach-user-policy': { required: ['user-name', 'policy-arn'] },
  'iam deactivate-mfa-device': { required: ['serial-number'], optional: ['user-name'] },
  'iam delete-login-profile': { optional: ['user-name'] },
  'iam delete-role-policy': { required: ['role-name', 'policy-name'] },
  'iam detach-user-policy': { required: ['user-name', 'policy-arn'] },
  'iam generate-credential-report': {},
  'iam get-access-key-last-used': { required: ['access-key-id'] },
  'iam get-account-authorization-details': { optional: ['filter', 'marker', 'max-items'] },
  'iam get-account-summary': {},
  'iam get-credential-report': {},
  'iam get-role': { required: ['role-name'] },
  'iam list-access-keys': { optional: ['marker', 'max-items', 'user-name'] },
  'iam list-mfa-devices': { optional: ['marker', 'max-items', 'user-name'] },
  'iam list-organizations-features': {},
  'iam list-roles': { optional: ['marker', 'max-items', 'path-prefix'] },
  'iam put-role-policy': { required: ['role-name', 'policy-name', 'policy-document'] },
  'iam update-access-key': { required: ['access-key-id', 'status'], optional: ['user-name'] },
  'iam update-assume-role-policy': { required: ['role-name', 'policy-document'] },
  'iam update-service-specific-credential': {
    required: ['service-specific-credential-id', 'status'],
    optional: ['user-name'],
  },
  'iam update-signing-certificate': { required: ['certificate-id', 'status'], optional: ['user-name'] },
  'iam update-ssh-public-key': { required: ['user-name', 'ssh-public-key-id', 'status'] },
  'identitystore get-user-id': { required: ['identity-store-id', 'alternate-identifier'] },
  'kms get-key-policy': { required: ['key-id'], optional: ['policy-name'] },
  'organizations attach-policy': { required: ['policy-id', 'target-id'] },
  'organizations create-policy': { required: ['content', 'description', 'name', 'type'], optional: ['tags'] },
  'organizations detach-policy': { required: ['policy-id', 'target-id'] },
  's3 cp': {},
  's3api get-bucket-policy': { required: ['bucket'], optional: ['expected-bucket-owner'] },
  's3api put-bucket-policy': {
    required: ['bucket', 'policy'],
    optional: ['checksum-algorithm', 'confirm-remove-self-bucket-access', 'content-md5', 'expected-bucket-owner'],
  },
  'sso-admin delete-account-assignment': {
    required: ['instance-arn', 'target-id', 'target-type', 'permission-set-arn', 'principal-type', 'principal-id'],
  },
  'sso-admin list-instances': { optional: ['max-results', 'next-token'] },
  'sts assume-root': { required: ['target-principal', 'task-policy-arn'], optional: ['duration-seconds'] },
};
