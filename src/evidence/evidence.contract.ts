import { z } from 'zod';
import { EvidenceBundle } from '../domain/evidence/bundle.js';
import { wireId } from '../infra/http/wire.contract.js';

export const EvidenceParams = z.strictObject({ id: wireId('tr') });

/** In canonical form (RFC 8785) and with a newline at its end: see docs/evidence-bundle.md. */
export const EvidenceView = EvidenceBundle;
