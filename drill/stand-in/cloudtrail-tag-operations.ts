import { AwsError } from './aws-error';
import type { EventDataStores } from './cloudtrail-lake';
import type { Tag, Tags } from './cloudtrail-tags';
import type { Operations, Trails } from './cloudtrail-trails';
import { text } from './json';
import type { ApiCall } from './protocol';

export function tagOperations(trails: Trails, stores: EventDataStores): Operations {
  const isStore = (id: unknown): boolean => text(id)?.includes(':eventdatastore/') === true;
  const tagsForWrite = (call: ApiCall): Tags => {
    const { ResourceId } = call.parameters;
    if (isStore(ResourceId)) return stores.find(call, ResourceId).tags;
    return trails.findForWrite(call, arnOf(ResourceId), 'ResourceNotFoundException').tags;
  };
  return {
    AddTags: (call) => {
      tagsForWrite(call).add((call.parameters.TagsList ?? []) as Tag[]);
      return {};
    },
    RemoveTags: (call) => {
      tagsForWrite(call).remove((call.parameters.TagsList ?? []) as Tag[]);
      return {};
    },
    ListTags: (call) => {
      const tagsOf = (id: unknown): Tags =>
        isStore(id) ? stores.find(call, id).tags : trails.find(call, arnOf(id), 'ResourceNotFoundException').tags;
      const ids = (call.parameters.ResourceIdList ?? []) as string[];
      return { ResourceTagList: ids.map((id) => ({ ResourceId: id, TagsList: tagsOf(id).list })) };
    },
  };
}

/** Tags are of an ARN: a trail's bare name does not do. */
function arnOf(id: unknown): string {
  const arn = text(id);
  if (arn?.startsWith('arn:')) return arn;
  throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${arn}`);
}
