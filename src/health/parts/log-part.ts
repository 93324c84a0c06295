import { Injectable } from '@nestjs/common';
import { LogStanding, type Standing } from '../../audit-log/tree/log-standing.js';
import { fromDate } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { LogHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** In seconds. A place takes 10 to 100 ms, so acts without one for this long wait for somebody. */
const UNSEQUENCED_WARN = 10;
const UNSEQUENCED_DOWN = 60;
/** In seconds: as long as missing witnesses are waited for before people are told. */
const WITNESS_WARN = 60;

/** How far the log has come, and its witnesses with it. */
@Injectable()
export class LogPart {
  constructor(private readonly log: LogStanding) {}

  async look(): Promise<Found<LogHealth>> {
    return logFound(await this.log.read());
  }
}

export function logFound(standing: Standing): Found<LogHealth> {
  const { now, checkpoint, unsequenced, witnesses } = standing;
  const size = checkpoint?.size ?? 0n;
  const shown = (at: Date): string => printTimestamp(fromDate(at));
  const seconds = (at: Date): number => (now.getTime() - at.getTime()) / 1000;
  const data: LogHealth = {
    size: size.toString(),
    checkpoint: checkpoint ? { size: size.toString(), at: shown(checkpoint.at) } : null,
    unsequenced: unsequenced.count,
    witnesses: witnesses.map(({ name, last }) => ({
      name,
      cosignedSize: (last?.size ?? 0n).toString(),
      at: last ? shown(last.at) : null,
      behind: (size - (last?.size ?? 0n)).toString(),
    })),
  };
  const waited = unsequenced.since ? seconds(unsequenced.since) : 0;
  const waits = `${String(unsequenced.count)} acts have no place in the log, the oldest for ${String(Math.floor(waited))} seconds`;
  if (waited > UNSEQUENCED_DOWN)
    return { status: 'down', words: `${waits}: what must be in it is not relayed.`, data };
  if (waited > UNSEQUENCED_WARN) return { status: 'warn', words: `${waits}.`, data };
  const behind = witnesses.filter(
    ({ last, missingSince }) =>
      (last?.size ?? 0n) < size && missingSince && seconds(missingSince) > WITNESS_WARN,
  );
  if (behind.length > 0) {
    const names = behind.map(({ name }) => name).join(', ');
    const words = `These witnesses have cosigned nothing new for over a minute: ${names}. What they must witness is not relayed.`;
    return { status: 'warn', words, data };
  }
  const by =
    witnesses.length === 0 ? 'no witness is asked for' : `${String(witnesses.length)} witnesses follow it`;
  return { status: 'ok', words: `Every act has its place; ${by}.`, data };
}
