// What jsonld.js (safe mode) and rdf-canonize (RDFC-1.0) make of a document under the pinned contexts.
// No judgement of ours: the library's bytes, or the library's refusal.
import jsonld from 'jsonld';

import { documentLoader } from '../contexts.mjs';

/**
 * The canonical N-Quads of a document; throws what the library throws.
 * The library's own limit on entangled documents (1) refuses some that we read; 2 is above ours.
 */
export async function canonical(document, maxWorkFactor = 1) {
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    base: null,
    canonizeOptions: { maxWorkFactor },
    documentLoader,
    format: 'application/n-quads',
    rdfDirection: null,
    safe: true,
  });
}

/** How the library refuses a document, in one line, or that it accepts. */
export async function view(document) {
  try {
    await canonical(document);
    return 'accepts';
  } catch (refusal) {
    const { code, event } = refusal.details ?? {};
    return `refuses: ${event?.code ?? code ?? refusal.message}`.replaceAll(',', ';');
  }
}
