// Digital Bazaar's verifiable-credential library with eddsa-rdfc-2022, fed our contexts and given DID documents only.
// Keys of did:key come from its own resolver; a did:web document must be handed over as a file.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { driver } from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';

import { documentLoader as contextLoader } from '../contexts.mjs';

const didKey = driver();
didKey.use({ multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from });

/** A document loader for the pinned contexts, did:key, and the DID documents and status lists given. */
export function loader(didDocuments = [], lists = []) {
  const given = new Map(didDocuments.map(document => [document.id, document]));
  return async url => {
    const list = lists.find(({ id }) => id === url);
    if (list) return { contextUrl: null, documentUrl: url, document: structuredClone(list) };
    if (!url.startsWith('did:')) return contextLoader(url);
    const [did, fragment] = url.split('#');
    const whole = given.get(did) ?? (did.startsWith('did:key:') ? await didKey.get({ did }) : undefined);
    if (!whole) throw new Error(`${did} was not given`);
    const method = whole.verificationMethod.find(({ id }) => id === url);
    if (fragment && !method) throw new Error(`${did} has no key ${url}`);
    const document = fragment ? { '@context': 'https://w3id.org/security/multikey/v1', ...method } : whole;
    return { contextUrl: null, documentUrl: url, document };
  };
}

/** Whether the library verifies a credential, its first reason if not, and whether a bit of its status is set. */
export async function verified(credential, documentLoader) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
  const reason = result.error?.errors?.[0]?.message ?? result.error?.message ?? result.statusResult?.error?.message;
  return { verified: result.verified, reason, set: result.statusResult?.results?.some(({ status }) => status) };
}

/** An issuer of the library's own, by did:key. */
export async function issuer() {
  const keyPair = await Ed25519Multikey.generate();
  const did = `did:key:${keyPair.publicKeyMultibase}`;
  keyPair.controller = did;
  keyPair.id = `${did}#${keyPair.publicKeyMultibase}`;
  const documentLoader = loader();
  const issue = credential => {
    const suite = new DataIntegrityProof({ signer: keyPair.signer(), cryptosuite });
    return vc.issue({ credential, suite, documentLoader });
  };
  return { did, issue };
}
