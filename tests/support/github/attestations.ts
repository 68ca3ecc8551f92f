/** An artifact attestation: a Sigstore bundle about one digest. */
export interface Attestation {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly bundle: object;
  /** Given as an address of blob storage in place of the bundle. */
  readonly stored?: boolean;
  readonly initiator?: string;
}

export interface KeptAttestation extends Attestation {
  readonly id: number;
}

/** The attestations of one repository, in the order they were made. */
export class Attestations {
  readonly #kept: KeptAttestation[] = [];

  add(attestation: Attestation): void {
    this.#kept.push({ ...attestation, id: this.#kept.length + 1 });
  }

  /** Newest first. */
  about(digest: string): KeptAttestation[] {
    return this.#kept.filter((kept) => kept.digest === digest).reverse();
  }

  find(id: number): KeptAttestation | undefined {
    return this.#kept.find((kept) => kept.id === id);
  }
}
