import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { BASELINE_TRIGGER, type BaselineAction, type BaselineAnswer } from '../lib/contract/baseline-request';
import { acceptedText, differencesText, releasedText, versionsText } from './baseline-text';
import { clientConfig, type Place } from './client-config';
import { confirm } from './confirm';
import { askGuard, chooseGuard, deployedGuards } from './deployed-guard';
import { printable, printableJson } from './printable';

export interface BaselineOptions extends Place {
  /** Name of the guard's function, where several are deployed. */
  readonly function?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** The actions, as the command line's help tells them. */
export const BASELINE_HELP: Readonly<Record<BaselineAction, string>> = {
  show: 'the baseline and its earlier versions: when, why, by whom',
  diff: 'how the trail differs from its baseline now',
  accept: 'make the trail as it is now the next version',
  release: 'let the trail be deleted: it is not created again',
};

type Ask = (action: BaselineAction) => Promise<BaselineAnswer>;
type Agree = (what: string, yes: boolean) => Promise<void>;

/** Asks the deployed guard about a trail's baseline and prints its answer. */
export async function runBaseline(
  action: BaselineAction,
  trail: string,
  options: BaselineOptions,
  agree: Agree = confirm,
): Promise<void> {
  const config = clientConfig(options);
  const lambda = new LambdaClient(config);
  const guard = chooseGuard(await deployedGuards(lambda), options.function);
  // Who changes what is guarded is announced.
  const by = action === 'accept' || action === 'release' ? await callerOf(new STSClient(config)) : undefined;
  const ask: Ask = (asked) =>
    askGuard(lambda, guard, {
      trigger: BASELINE_TRIGGER,
      action: asked,
      trail,
      ...(by === undefined || asked !== action ? {} : { by }),
    });
  const { answer, text } = await ACTIONS[action](ask, trail, options, agree);
  console.log(options.json ? printableJson(answer).join('\n') : text);
}

interface Told {
  readonly answer: BaselineAnswer;
  readonly text: string;
}

const ACTIONS: Readonly<
  Record<BaselineAction, (ask: Ask, trail: string, options: BaselineOptions, agree: Agree) => Promise<Told>>
> = {
  show: async (ask) => {
    const answer = await ask('show');
    return { answer, text: versionsText(answer) };
  },
  diff: compare,
  accept: async (ask, _trail, { yes, json }, agree) => {
    const { answer: shown, text, hasBaseline } = await compare(ask);
    if (hasBaseline && shown.differences?.length === 0) {
      return { answer: shown, text: `${text}\nThere is nothing to accept.` };
    }
    // With --json, standard output is for the one document.
    (json ? console.error : console.log)(text);
    await agree(printable(`Make ${shown.trail} as it is now its baseline, which the guard puts it back to`), yes);
    const answer = await ask('accept');
    // What was agreed to is what was shown. If somebody changed the trail meanwhile, it is said.
    const changedMeanwhile = fieldsOf(answer) !== fieldsOf(shown);
    const warning = `\nTHE TRAIL CHANGED AFTER IT WAS SHOWN. What was accepted:\n${differencesText(answer)}`;
    return { answer, text: `${acceptedText(answer)}${changedMeanwhile ? warning : ''}` };
  },
  release: async (ask, trail, { yes }, agree) => {
    const what = `Release ${trail}: when it is deleted, by whomever, the guard does not create it again`;
    await agree(printable(what), yes);
    const answer = await ask('release');
    return { answer, text: releasedText(answer) };
  },
};

/** A trail without a baseline differs in nothing either, and the answer does not tell which it is. */
async function compare(ask: Ask): Promise<Told & { readonly hasBaseline: boolean }> {
  const answer = await ask('diff');
  if (answer.differences?.length !== 0) {
    return { answer, text: differencesText(answer), hasBaseline: true };
  }
  const versions = await ask('show');
  const hasBaseline = versions.versions?.length !== 0;
  return { answer, text: hasBaseline ? differencesText(answer) : versionsText(versions), hasBaseline };
}

function fieldsOf({ differences = [] }: BaselineAnswer): string {
  return JSON.stringify(differences.map(({ field, before, after }) => [field, before, after]));
}

async function callerOf(sts: STSClient): Promise<string | undefined> {
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}
