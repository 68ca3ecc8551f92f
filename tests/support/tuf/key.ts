import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Key, Signature } from '@tufjs/models';

/** The schemes that the specification names. */
export type Scheme = 'ed25519' | 'ecdsa-sha2-nistp256' | 'rsassa-pss-sha256';
type Fields = NonNullable<ConstructorParameters<typeof Key>[0]['unrecognizedFields']>;

/** A key of a repository, with its private part. */
export class RepositoryKey {
  private constructor(
    private readonly secret: KeyObject,
    readonly key: Key,
  ) {}

  /** `fields`: beside those that the specification knows. */
  static generate(scheme: Scheme = 'ed25519', fields: Fields = {}): RepositoryKey {
    const { privateKey, publicKey } = makePair(scheme);
    if (scheme === 'ed25519') {
      const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
      return new RepositoryKey(privateKey, describe('ed25519', scheme, raw.toString('hex'), fields));
    }
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return new RepositoryKey(privateKey, describe(scheme === 'rsassa-pss-sha256' ? 'rsa' : 'ecdsa', scheme, pem, fields));
  }

  get id(): string {
    return this.key.keyID;
  }

  /** The same key under another id. */
  named(keyID: string): RepositoryKey {
    const { keyType, scheme, keyVal } = this.key;
    return new RepositoryKey(this.secret, new Key({ keyID, keyType, scheme, keyVal }));
  }

  sign(data: Buffer): Signature {
    const algorithm = this.key.scheme === 'ed25519' ? null : 'sha256';
    const padding = this.key.keyType === 'rsa' ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
    return new Signature({ keyID: this.id, sig: sign(algorithm, data, { key: this.secret, ...padding }).toString('hex') });
  }
}

function makePair(scheme: Scheme): { privateKey: KeyObject; publicKey: KeyObject } {
  if (scheme === 'ed25519') return generateKeyPairSync('ed25519');
  if (scheme === 'rsassa-pss-sha256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** A key's id is the sha256 of its canonical form, in which a line break stands for itself. */
function describe(keyType: string, scheme: Scheme, text: string, fields: Fields): Key {
  const others = Object.entries(fields).map(([name, value]) => `,"${name}":${JSON.stringify(value)}`);
  const canonical = `{"keytype":"${keyType}"${others.join('')},"keyval":{"public":"${text}"},"scheme":"${scheme}"}`;
  const keyID = createHash('sha256').update(canonical).digest('hex');
  return new Key({ keyID, keyType, scheme, keyVal: { public: text }, unrecognizedFields: fields });
}
