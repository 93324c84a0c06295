import { unreachable } from '../errors.js';
import type { Json } from '../values/canonical-json.js';
import { parseUtc } from '../values/time.js';
import { type OcsfAct, ocsfActOf } from './ocsf-acts.js';
import type { Outcome } from './acts/act.js';
import { detailOf } from './acts/detail-of.js';
import { outcomeOf } from './outcome.js';

/** The version of OCSF (schema.ocsf.io) whose required attributes these events have. */
export const OCSF_VERSION = '1.3.0';

type Attributes = Readonly<Record<string, Json>>;

/** An entry of the log, prepared for its event. */
export interface OcsfEntry {
  readonly index: bigint;
  /** 0x-hex. */
  readonly leafHash: string;
  /** The entry's text. */
  readonly canonical: string;
  /** The text, parsed. */
  readonly body: {
    readonly at: string;
    readonly type: string;
    readonly actor: string;
    readonly safe: string | null;
    readonly subject: string | null;
    readonly detail: Readonly<Record<string, Json>>;
  };
  /** What its ids were called at its moment, by whoever knows. */
  readonly names?: Readonly<Record<'actor' | 'subject', string | null>> &
    Readonly<Record<string, string | null>>;
}

/** What all events of one log share. */
export interface OcsfSource {
  /** The log's name. */
  readonly origin: string;
}

const OTHER = 99;
const SUCCESS = 1;
const FAILURE = 2;
const UNKNOWN = 0;

/**
 * An entry of the log as one OCSF event. Nothing is lost: `raw_data` is the text byte for byte, so that its leaf hash
 * can be computed, and `unmapped` holds what the schema has no place for.
 */
export function ocsfEvent(entry: OcsfEntry, source: OcsfSource): Attributes {
  const { type, at, actor, detail } = entry.body;
  const act = ocsfActOf(type);
  const outcome = outcomeOf(type, detail);
  return {
    ...classOf(act),
    // The schema asks for a name if the activity is "Other".
    ...(act.activity === OTHER && { activity_name: type }),
    time: milliseconds(at),
    severity_id: severityOf(act, outcome),
    ...statusOf(act, outcome),
    message: type,
    metadata: metadataOf(entry, source),
    actor: { user: userOf(actor, entry.names?.actor) },
    ...attributesOf(act, entry, source),
    raw_data: entry.canonical,
    unmapped: {
      ...{ index: entry.index.toString(), leafHash: entry.leafHash, outcome },
      ...{ safe: entry.body.safe, subject: entry.body.subject, detail },
      ...(entry.names && { names: { ...entry.names } }),
    },
  };
}

/** An entry that its reader may not see yet: only its existence and its hash. `time` is when the event was made. */
export function veiledOcsfEvent(
  { index, leafHash }: Pick<OcsfEntry, 'index' | 'leafHash'>,
  source: OcsfSource,
  time: number,
): Attributes {
  return {
    ...{ class_uid: 0, category_uid: 0, activity_id: 0, type_uid: 0 },
    ...{ time, severity_id: UNKNOWN, status_id: UNKNOWN, message: 'veiled' },
    metadata: {
      ...product(source),
      uid: `${source.origin}/${index.toString()}`,
    },
    unmapped: { index: index.toString(), leafHash, veiled: true },
  };
}

/** The first event of an export: who exported which part of the log, and the checkpoint behind it. */
export function exportOcsfEvent(
  { actor, time, ...unmapped }: { readonly actor: string; readonly time: number } & Attributes,
  source: OcsfSource,
): Attributes {
  const act: OcsfAct = { kind: 'api-activity', activity: 2 };
  return {
    ...classOf(act),
    ...{ time, severity_id: 1, status_id: SUCCESS, message: 'audit-export' },
    metadata: { ...product(source), event_code: 'audit-export' },
    actor: { user: userOf(actor) },
    ...apiOf('audit-export'),
    unmapped,
  };
}

/** A checkpoint that a follower has verified. `time` is when. */
export function checkpointOcsfEvent(verified: Attributes, source: OcsfSource, time: number): Attributes {
  const act: OcsfAct = { kind: 'api-activity', activity: 2 };
  return {
    ...classOf(act),
    ...{ time, severity_id: 1, status_id: SUCCESS, message: 'checkpoint' },
    metadata: { ...product(source), event_code: 'checkpoint' },
    actor: { user: userOf('system') },
    ...apiOf('checkpoint'),
    unmapped: verified,
  };
}

const CLASSES = {
  authentication: 3002,
  'account-change': 3001,
  'entity-management': 3004,
  'api-activity': 6003,
  'detection-finding': 2004,
} as const satisfies Record<OcsfAct['kind'], number>;

function classOf({ kind, activity }: OcsfAct): Attributes {
  const uid = CLASSES[kind];
  return {
    class_uid: uid,
    category_uid: Math.floor(uid / 1000),
    activity_id: activity,
    type_uid: uid * 100 + activity,
  };
}

/** A finding's status is that of the work on it: new. */
function statusOf({ kind }: OcsfAct, outcome: Outcome | null): Attributes {
  if (kind === 'detection-finding') return { status_id: 1, status: 'New' };
  if (outcome === null) return { status_id: UNKNOWN, status: 'Unknown' };
  return outcome === 'success'
    ? { status_id: SUCCESS, status: 'Success' }
    : { status_id: FAILURE, status: 'Failure', status_code: outcome };
}

/** 1 informational, 2 low, 3 medium, 4 high. */
function severityOf({ kind, isGrave }: OcsfAct, outcome: Outcome | null): number {
  if (kind === 'detection-finding' || isGrave === true) return 4;
  return outcome === 'success' ? 1 : outcome === 'denied' ? 2 : 3;
}

function product({ origin }: OcsfSource): Attributes {
  return { version: OCSF_VERSION, product: { name: 'Sluice', vendor_name: 'Sluice' }, log_name: origin };
}

function metadataOf({ index, body }: OcsfEntry, source: OcsfSource): Attributes {
  return {
    ...product(source),
    uid: `${source.origin}/${index.toString()}`,
    event_code: body.type,
    original_time: body.at,
  };
}

function attributesOf(act: OcsfAct, { index, body, names }: OcsfEntry, source: OcsfSource): Attributes {
  const { type, subject, actor } = body;
  switch (act.kind) {
    case 'authentication':
      return {
        user: userOf(actor, names?.actor),
        service: { name: 'Sluice', uid: source.origin },
        ...addressOf(body),
      };
    case 'account-change':
      return { user: subject === null ? userOf(actor, names?.actor) : userOf(subject, names?.subject) };
    case 'entity-management':
      return {
        entity: {
          ...{ uid: subject ?? source.origin, type: type.split('.', 1)[0] ?? type },
          ...nameOf(names?.subject),
        },
      };
    case 'api-activity':
      return {
        ...apiOf(type),
        ...(subject !== null && { resources: [{ uid: subject, ...nameOf(names?.subject) }] }),
      };
    case 'detection-finding':
      return { finding_info: { uid: `${source.origin}/${index.toString()}`, title: titleOf(body) } };
    default:
      return unreachable(act.kind);
  }
}

/** The log holds no network addresses of people who signed in, but the schema requires an endpoint. */
function apiOf(operation: string): Attributes {
  return { api: { operation, service: { name: 'Sluice' } }, src_endpoint: { name: 'not recorded' } };
}

function addressOf(body: OcsfEntry['body']): Attributes {
  const networkAddress = detailOf('session.refused', body)?.networkAddress;
  return typeof networkAddress === 'string' ? { src_endpoint: { ip: networkAddress } } : {};
}

function titleOf(body: OcsfEntry['body']): string {
  const { code, reason } = detailOf('finding.recorded', body) ?? {};
  const words = [code, reason].filter((each): each is string => typeof each === 'string');
  return words.length === 0 ? body.type : words.join(': ');
}

/** People are 1; services and Sluice itself are 3 (System). */
function userOf(actor: string, name?: string | null): Attributes {
  const isPerson = actor.startsWith('per_');
  const isSystem = actor === 'system' || actor.startsWith('key_');
  return {
    ...{ uid: actor, name: actor, type_id: isPerson ? 1 : isSystem ? 3 : 0 },
    ...(typeof name === 'string' && { full_name: name }),
  };
}

function nameOf(name: string | null | undefined): Attributes {
  return typeof name === 'string' ? { name } : {};
}

function milliseconds(at: string): number {
  const [, fraction = ''] = /\.([0-9]{1,3})/.exec(at) ?? [];
  return parseUtc(at) * 1000 + Number(fraction.padEnd(3, '0'));
}
