import type { TrustMaterial } from '@sigstore/verify';

type X509Certificate = TrustMaterial['certificateAuthorities'][number]['certChain'][number];
type Asn1 = X509Certificate['root'];

/**
 * Lets a certificate remember its DER, and that of its parts down to `depth`. sigstore-js encodes it anew whenever it compares
 * certificates or takes what the issuer signed, which is half of the time that a verification takes (measured). Nothing changes a
 * certificate after it was parsed: where sigstore-js takes one apart, it takes a copy.
 */
export function encodeOnce({ root }: X509Certificate, depth: number): void {
  remember(root, depth);
}

function remember(object: Asn1, depth: number): void {
  if (depth > 0) for (const sub of object.subs) remember(sub, depth - 1);
  const encode = object.toDER.bind(object);
  let der: ReturnType<Asn1['toDER']> | undefined;
  object.toDER = () => {
    der ??= encode();
    return der;
  };
}
