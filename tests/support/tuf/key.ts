import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Key, Signature } from '@tufjs/models';

/** An ed25519 key of a repository, with its private part. */
export class RepositoryKey {
  private constructor(
    private readonly secret: KeyObject,
    readonly key: Key,
  ) {}

  static generate(): RepositoryKey {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    return new RepositoryKey(privateKey, describe(raw.toString('hex')));
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
    return new Signature({ keyID: this.id, sig: sign(null, data, this.secret).toString('hex') });
  }
}

/** A key's id is the sha256 of its canonical form. */
function describe(hex: string): Key {
  const canonical = `{"keytype":"ed25519","keyval":{"public":"${hex}"},"scheme":"ed25519"}`;
  const keyID = createHash('sha256').update(canonical).digest('hex');
  return new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: hex } });
}
