import { Command } from 'commander';
import { readArtifact, readBundleFiles, readTrustedRoot } from '../../../compose/trust-files.js';
import { readTextFile, systemClock } from '../../../compose.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import { printable } from '../../../model/quote.js';
import type { Provenance } from '../../../model/trust.js';
import { certificateIdentity, keyIdentity, policyFor, verifyArtifact } from '../../../query/verify.js';
import { type Policy, parsePolicy } from '../../../trust/policy.js';
import { ageOf } from '../../../trust/trusted-root.js';
import { jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { describeRootAge } from '../report.js';

interface Options {
  bundle?: string;
  trustedRoot?: string;
  certificateIdentity?: string;
  certificateIdentityRegexp?: string;
  certificateOidcIssuer?: string;
  policy?: string;
  source?: string;
  key?: string;
  json?: boolean;
}

export const verifyCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('verify')
    .description('verify, offline, who signed a manifest and whether they may')
    .argument('<manifest>', 'a file, or sha256:<digest> or sha512:<digest> of one')
    .option('--bundle <file>', 'Sigstore bundle (default: those beside the manifest)')
    .option('--trusted-root <file>', 'authorities and logs to believe (default: the public-good instance, as shipped)')
    .option('--certificate-identity <subject>', 'who must have signed: the whole subject of the certificate')
    .option('--certificate-identity-regexp <expression>', 'the same as an expression, which must match the whole subject')
    .option('--certificate-oidc-issuer <url>', 'who must have vouched for the subject')
    .option('--policy <file>', 'who may sign, as a policy says')
    .option('--source <id>', 'with --policy: the source that the manifest is from, such as github.com/owner/name')
    .option('--key <file>', 'public key in PEM that must have signed; a log entry is verified if there is one')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  chora verify capability.yaml --policy policy.yaml --source github.com/acme/billing

Exits with 0 when it is verified, with 4 when it is not.`,
    )
    .action((manifest: string, options: Options) => {
      const policy = policyOf(options);
      const root = readTrustedRoot(options.trustedRoot, options.key === undefined ? 'certificates' : 'keys');
      const provenance = verifyArtifact(
        readArtifact(manifest),
        readBundleFiles(manifest, options.bundle),
        root,
        policy,
        options.source ?? '',
      );
      const age = ageOf(root, systemClock().now());
      if (options.json) terminal.out(JSON.stringify({ manifest, ...provenance, trusted_root: age }));
      else {
        for (const line of describeProvenance(provenance)) terminal.out(line);
        terminal.out(`  ${'trusted_root'.padEnd(28)}${describeRootAge(age)}`);
      }
      exit(provenance.outcome === 'verified' ? EXIT.done : EXIT.trust);
    });

/** Exactly one way of saying whom to expect. */
function policyOf(options: Options): Policy {
  const {
    certificateIdentity: subject,
    certificateIdentityRegexp: regexp,
    certificateOidcIssuer: issuer,
    policy,
    source,
    key,
  } = options;
  const ways = [subject, regexp, policy, key].filter((way) => way !== undefined).length;
  if (ways !== 1) {
    throw wrongUse(
      'Say in one way who must have signed: --certificate-identity or --certificate-identity-regexp, --policy, or --key.',
    );
  }
  if (policy !== undefined) {
    if (source === undefined) throw wrongUse('--policy needs --source: rules are about sources.');
    return parsePolicy(readTextFile(policy), policy);
  }
  if (source !== undefined) throw wrongUse('--source goes with --policy.');
  if (key !== undefined) {
    if (issuer !== undefined) throw wrongUse('--certificate-oidc-issuer goes with --certificate-identity; a key has no issuer.');
    return policyFor(keyIdentity(readTextFile(key)));
  }
  if (issuer === undefined)
    throw wrongUse('--certificate-identity needs --certificate-oidc-issuer: anybody can name a subject as they like.');
  return policyFor(certificateIdentity(issuer, subject === undefined ? { regexp: regexp ?? '' } : { exactly: subject }));
}

function wrongUse(message: string): ChoraError {
  return new ChoraError('usage', 'usage/signer', message, 'chora verify --help shows an example.');
}

/** The outcome, and all that is known of the signer. */
function describeProvenance({ outcome, reason, claims = {}, time, log_index, bundle }: Provenance): string[] {
  const facts = { ...claims, signed_at: time, log_index, bundle };
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(28)}${printable(value)}`],
  );
  return [`${outcome}: ${reason}`, ...lines];
}
