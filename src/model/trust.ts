/** What a signing certificate, or a key of the policy, says of who signed. Names follow Fulcio's certificate extensions. */
export interface SignerClaims {
  /** OIDC issuer that vouched for the signer; absent for plain keys. */
  readonly issuer?: string;
  /** Subject alternative name of the certificate: a workflow URL, an e-mail address. */
  readonly subject?: string;
  /** https://github.com/owner/name */
  readonly source_repository?: string;
  readonly source_repository_id?: string;
  readonly source_repository_owner_id?: string;
  /** Build signer URI: the workflow that signed, with its ref. */
  readonly signer_workflow?: string;
  readonly ref?: string;
  /** Source commit that was built. */
  readonly commit?: string;
  readonly runner_environment?: string;
  /** `sha256:` of the public key's SPKI, where a plain key signed. */
  readonly public_key?: string;
}

/** What a bundle is said to sign: the bytes, or no more than their digest (in hexadecimal). */
export type Artifact = { readonly bytes: Uint8Array } | { readonly algorithm: 'sha256' | 'sha512'; readonly digest: string };

/** What a bundle proves about a manifest, whoever may be allowed to. */
export type Proof =
  | {
      readonly valid: true;
      readonly claims: SignerClaims;
      /** When it was signed, as a log or a timestamp authority says; ISO 8601. */
      readonly time: string | null;
      readonly log_index: string | null;
      /** What was signed: the manifest's bytes, or a statement about their digest. */
      readonly content: 'message' | 'statement';
      /** What kind of statement it is. Any kind proves who spoke of the manifest; the kind is recorded for people. */
      readonly predicate_type?: string;
    }
  | { readonly valid: false; readonly reason: string };

export type ProvenanceOutcome = 'verified' | 'unsigned' | 'untrusted' | 'invalid';

/** The outcome for one manifest, and why. */
export interface Provenance {
  readonly outcome: ProvenanceOutcome;
  /** Whether the policy lets the manifest into the catalog. */
  readonly admitted: boolean;
  /** The rule that decided: its first source pattern, or `default`. */
  readonly rule: string;
  readonly reason: string;
  readonly claims?: SignerClaims;
  readonly time?: string;
  readonly log_index?: string;
  /** Digest of the bundle that decided. */
  readonly bundle?: string;
}
