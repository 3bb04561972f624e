import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileAssetLocation, FileAssetPackaging, Names, Stack, Stage } from 'aws-cdk-lib';
import type { CfnStackSet } from 'aws-cdk-lib/aws-cloudformation';
import { Construct } from 'constructs';
import { HUB_PARAMETER, type MemberStackProps } from './member-stack';
import { memberTemplate } from './member-template';

/** The template of the fleet's guards, as the one asset of the fleet's stack. */
export class FleetTemplate extends Construct {
  /** Of the guards. */
  public readonly version: string;
  /** What the stack sets give the template, if it asks for anything. */
  public readonly parameters?: CfnStackSet.ParameterProperty[];
  private readonly location: FileAssetLocation;

  constructor(scope: Construct, id: string, props: MemberStackProps) {
    super(scope, id);
    const { body, version } = memberTemplate(props);
    this.version = version;
    if (props.hub) {
      this.parameters = [{ parameterKey: HUB_PARAMETER, parameterValue: props.hub.eventBusArn }];
    }
    const fileName = `${Names.uniqueId(this)}.member.json`;
    writeFileSync(join(outdir(this), fileName), body);
    this.location = Stack.of(this).synthesizer.addFileAsset({
      fileName,
      packaging: FileAssetPackaging.FILE,
      sourceHash: createHash('sha256').update(body).digest('hex'),
    });
  }

  /** From which CloudFormation reads it. */
  public get url(): string {
    return this.location.httpUrl;
  }

  /** The object itself, as IAM names it. */
  public get objectArn(): string {
    return `arn:${Stack.of(this).partition}:s3:::${this.location.bucketName}/${this.location.objectKey}`;
  }
}

/** Where the app's templates are written. */
function outdir(scope: Construct): string {
  const stage = Stage.of(scope);
  if (stage === undefined) {
    throw new Error('TrailGuard: a fleet belongs into an App.');
  }
  return stage.outdir;
}
