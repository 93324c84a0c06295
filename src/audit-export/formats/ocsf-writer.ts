import { Injectable } from '@nestjs/common';
import { LogKey } from '../../audit-log/sequencer/log-key.js';
import { exportOcsfEvent, ocsfEvent, veiledOcsfEvent } from '../../domain/audit-log/ocsf.js';
import { printVerifierKey } from '../../domain/audit-log/verifier-key.js';
import type { ExportOrder } from './export-order.js';
import { type ExportWindow, type ShownEntry, type StreamedWriter, readEntry } from './export-writer.js';

/** One OCSF event (Open Cybersecurity Schema Framework) per line. The first describes the export and its checkpoint. */
@Injectable()
export class OcsfWriter implements StreamedWriter {
  readonly kind = 'streamed';

  constructor(private readonly key: Pick<LogKey, 'origin' | 'verifier'>) {}

  head({ requestedBy, createdAt, filter, from, to, checkpoint, id }: ExportOrder): Promise<string> {
    const event = exportOcsfEvent(
      {
        actor: requestedBy,
        time: createdAt * 1000,
        ...{ export: id, filter, checkpoint },
        ...{ from: from.toString(), to: to.toString() },
        logKey: printVerifierKey(this.key.verifier),
      },
      this.key,
    );
    return Promise.resolve(lineOf(event));
  }

  body(order: ExportOrder, { entries }: ExportWindow): Promise<string> {
    return Promise.resolve(entries.map((entry) => lineOf(this.event(entry, order))).join(''));
  }

  tail(): string {
    return '';
  }

  private event({ index, leafHash, body, isVeiled, names }: ShownEntry, { createdAt }: ExportOrder): object {
    return isVeiled
      ? veiledOcsfEvent({ index, leafHash }, this.key, createdAt * 1000)
      : ocsfEvent({ index, leafHash, canonical: body, body: readEntry(body), names: { ...names } }, this.key);
  }
}

function lineOf(event: object): string {
  return `${JSON.stringify(event)}\n`;
}
