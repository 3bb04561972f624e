/** Calls of one kind that a responder wants to see each of. */
export interface SensitiveCalls {
  /** What they are for, in the words of ATT&CK's tactics and techniques. */
  readonly why: string;
  /**
   * By service: names of events, `*` at the end for any ending, as versioned names of Lambda have; `*` alone is every call
   * that writes.
   */
  readonly calls: Readonly<Record<string, readonly string[]>>;
  /** Not if an AWS service made the call, for itself or for somebody: services do that all the time. */
  readonly directOnly?: true;
  /** Only with this parameter set. */
  readonly parameter?: string;
}

/**
 * What attackers are known to do with an account, after the techniques of ATT&CK for IaaS and the attacks of Stratus Red
 * Team. The first entry that fits tells why.
 *
 * @see https://attack.mitre.org/matrices/enterprise/cloud/iaas/
 */
export const SENSITIVE_CALLS: readonly SensitiveCalls[] = [
  {
    why: 'defense impairment: logs and detectors',
    calls: {
      'access-analyzer.amazonaws.com': ['DeleteAnalyzer', 'CreateArchiveRule', 'UpdateArchiveRule'],
      'bedrock.amazonaws.com': ['DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration'],
      'cloudtrail.amazonaws.com': ['*'],
      'config.amazonaws.com': ['*'],
      'detective.amazonaws.com': ['DeleteGraph', 'DeleteMembers'],
      'ec2.amazonaws.com': ['DeleteFlowLogs'],
      'events.amazonaws.com': ['DeleteRule', 'DisableRule', 'RemoveTargets', 'PutRule', 'PutTargets'],
      'guardduty.amazonaws.com': ['*'],
      'inspector2.amazonaws.com': ['Disable', 'CreateFilter', 'UpdateFilter'],
      'logs.amazonaws.com': [
        'DeleteLogGroup',
        'DeleteLogStream',
        'DeleteMetricFilter',
        'DeleteSubscriptionFilter',
        'PutResourcePolicy',
        'PutRetentionPolicy',
        'PutSubscriptionFilter',
      ],
      'macie2.amazonaws.com': ['DisableMacie', 'UpdateMacieSession'],
      'monitoring.amazonaws.com': ['DeleteAlarms', 'DisableAlarmActions'],
      'route53.amazonaws.com': ['DeleteQueryLoggingConfig'],
      'route53resolver.amazonaws.com': ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'],
      'securityhub.amazonaws.com': ['*'],
      'wafv2.amazonaws.com': ['DeleteLoggingConfiguration', 'DeleteWebACL', 'DisassociateWebACL'],
    },
  },
  {
    why: 'persistence and privilege escalation: identities and permissions',
    calls: {
      'account.amazonaws.com': ['*'],
      'eks.amazonaws.com': ['AssociateAccessPolicy', 'CreateAccessEntry', 'UpdateAccessEntry'],
      'iam.amazonaws.com': ['*'],
      'identitystore.amazonaws.com': ['*'],
      'organizations.amazonaws.com': ['*'],
      'ram.amazonaws.com': ['AcceptResourceShareInvitation', 'AssociateResourceShare', 'CreateResourceShare'],
      'rolesanywhere.amazonaws.com': ['*'],
      'signin.amazonaws.com': ['*'],
      'sso-directory.amazonaws.com': ['*'],
      'sso.amazonaws.com': ['*'],
    },
  },
  {
    why: 'credential access: new sessions',
    directOnly: true,
    calls: {
      'sso.amazonaws.com': ['GetRoleCredentials'],
      'signin.amazonaws.com': ['GetSigninToken'],
      'sts.amazonaws.com': [
        'AssumeRole',
        'AssumeRoleWithSAML',
        'AssumeRoleWithWebIdentity',
        'AssumeRoot',
        'GetFederationToken',
        'GetSessionToken',
      ],
    },
  },
  {
    why: 'credential access: secrets',
    directOnly: true,
    calls: {
      'ec2.amazonaws.com': ['GetConsoleScreenshot', 'GetPasswordData'],
      'iam.amazonaws.com': ['GetAccountAuthorizationDetails'],
      'kms.amazonaws.com': ['Decrypt'],
      'secretsmanager.amazonaws.com': ['BatchGetSecretValue', 'GetSecretValue'],
    },
  },
  {
    why: 'credential access: encrypted parameters',
    directOnly: true,
    parameter: 'withDecryption',
    calls: { 'ssm.amazonaws.com': ['GetParameter', 'GetParameterHistory', 'GetParameters', 'GetParametersByPath'] },
  },
  {
    why: 'exfiltration: shared or copied data',
    calls: {
      'dynamodb.amazonaws.com': ['ExportTableToPointInTime', 'PutResourcePolicy'],
      'ec2.amazonaws.com': [
        'CreateStoreImageTask',
        'ExportImage',
        'ModifyImageAttribute',
        'ModifySnapshotAttribute',
        'SharedSnapshotCopyInitiated',
        'SharedSnapshotVolumeCreated',
      ],
      'ecr.amazonaws.com': ['SetRepositoryPolicy'],
      'lambda.amazonaws.com': ['GetFunction20150331*'],
      'rds.amazonaws.com': [
        'ModifyDBClusterSnapshotAttribute',
        'ModifyDBInstance',
        'ModifyDBSnapshotAttribute',
        'RestoreDBInstanceFromDBSnapshot',
        'StartExportTask',
      ],
      's3.amazonaws.com': [
        'DeleteBucketPublicAccessBlock',
        'DeleteAccountPublicAccessBlock',
        'PutAccountPublicAccessBlock',
        'PutBucketAcl',
        'PutBucketPolicy',
        'PutBucketPublicAccessBlock',
        'PutBucketReplication',
      ],
      'secretsmanager.amazonaws.com': ['PutResourcePolicy'],
      'ssm.amazonaws.com': ['ModifyDocumentPermission'],
      'transfer.amazonaws.com': ['CreateServer', 'CreateUser', 'ImportSshPublicKey'],
    },
  },
  {
    why: 'execution and lateral movement: code and machines',
    calls: {
      'bedrock.amazonaws.com': ['CreateFoundationModelAgreement', 'PutUseCaseForModelAccess'],
      'cloudformation.amazonaws.com': ['CreateStack', 'CreateStackSet', 'ExecuteChangeSet', 'UpdateStack'],
      'codebuild.amazonaws.com': ['CreateProject', 'StartBuild', 'UpdateProject'],
      'ec2-instance-connect.amazonaws.com': ['SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'],
      'ec2.amazonaws.com': [
        'AssociateIamInstanceProfile',
        'AuthorizeSecurityGroupIngress',
        'CreateKeyPair',
        'CreateVpcPeeringConnection',
        'EnableSerialConsoleAccess',
        'ImportKeyPair',
        'ModifyInstanceAttribute',
        'ReplaceIamInstanceProfileAssociation',
        'RequestSpotInstances',
        'RunInstances',
      ],
      'ecs.amazonaws.com': ['ExecuteCommand', 'RegisterTaskDefinition', 'RunTask'],
      'glue.amazonaws.com': ['CreateDevEndpoint', 'CreateJob', 'UpdateDevEndpoint', 'UpdateJob'],
      'lambda.amazonaws.com': [
        'AddLayerVersionPermission*',
        'AddPermission*',
        'CreateEventSourceMapping*',
        'CreateFunction*',
        'UpdateFunctionCode*',
        'UpdateFunctionConfiguration*',
        'UpdateFunctionUrlConfig*',
      ],
      'sagemaker.amazonaws.com': ['CreateNotebookInstance', 'CreatePresignedNotebookInstanceUrl'],
      'ssm.amazonaws.com': ['CreateActivation', 'CreateAssociation', 'ResumeSession', 'SendCommand', 'StartSession'],
    },
  },
  {
    why: 'impact: keys, data and resources',
    calls: {
      'backup.amazonaws.com': ['DeleteBackupVault*', 'DeleteRecoveryPoint', 'PutBackupVaultAccessPolicy'],
      'dynamodb.amazonaws.com': ['DeleteBackup', 'DeleteTable', 'UpdateContinuousBackups'],
      'ec2.amazonaws.com': ['DeleteSnapshot', 'DeleteVolume', 'DeregisterImage', 'TerminateInstances'],
      'kms.amazonaws.com': [
        'DeleteImportedKeyMaterial',
        'DisableKey',
        'ImportKeyMaterial',
        'PutKeyPolicy',
        'ScheduleKeyDeletion',
      ],
      'rds.amazonaws.com': ['DeleteDBCluster', 'DeleteDBInstance', 'DeleteDBSnapshot'],
      'route53.amazonaws.com': ['ChangeResourceRecordSets', 'DeleteHostedZone'],
      'route53domains.amazonaws.com': ['DisableDomainTransferLock', 'TransferDomainToAnotherAwsAccount'],
      's3.amazonaws.com': [
        'DeleteBucket',
        'DeleteBucketPolicy',
        'PutBucketEncryption',
        'PutBucketLifecycle*',
        'PutBucketLogging',
        'PutBucketObjectLockConfiguration',
        'PutBucketVersioning',
      ],
      'secretsmanager.amazonaws.com': ['DeleteSecret', 'PutSecretValue', 'UpdateSecret'],
      'servicequotas.amazonaws.com': ['RequestServiceQuotaIncrease'],
      'ses.amazonaws.com': ['PutAccountDetails', 'UpdateAccountSendingEnabled', 'VerifyEmailIdentity'],
    },
  },
  {
    why: 'impact: access to keys',
    directOnly: true,
    calls: { 'kms.amazonaws.com': ['CreateGrant'], 'bedrock.amazonaws.com': ['InvokeModel*', 'Converse*'] },
  },
];
