import { ChoraError } from '../../model/errors.js';
import { KEY_VARIABLES, type Signer } from '../../publish/ops.js';
import { parsePrivateKeys, signerOf } from './signer.js';

/** The keys in the environment. @throws ChoraError `publish/key-variable`, which never says what the variable holds */
export function environmentSigners(environment: Readonly<Record<string, string | undefined>>): Signer[] {
  return Object.values(KEY_VARIABLES).flatMap((variable) => {
    const text = environment[variable]?.trim() ?? '';
    if (text === '') return [];
    const keys = parsePrivateKeys(text.startsWith('-----') ? text : Buffer.from(text, 'base64').toString('utf8'));
    if (keys !== null) return keys.map(signerOf);
    throw new ChoraError(
      'usage',
      'publish/key-variable',
      `${variable} holds no ed25519 private key.`,
      'Put the text of a file that chora publish init made into it, as it is or in base64.',
    );
  });
}
