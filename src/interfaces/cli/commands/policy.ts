import { Command } from 'commander';
import { readArtifact, readBundleFiles, readTrustedRoot } from '../../../compose/trust-files.js';
import { readTextFile } from '../../../compose.js';
import { ChoraError } from '../../../model/errors.js';
import { printable } from '../../../model/quote.js';
import type { Artifact } from '../../../model/trust.js';
import { manifestOfBundle } from '../../../sources/bundle-paths.js';
import { checkBundles } from '../../../trust/check.js';
import { describeMismatch } from '../../../trust/decide.js';
import { type Explanation, explain } from '../../../trust/explain.js';
import { parsePolicy } from '../../../trust/policy.js';
import { jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

interface Options {
  policy: string;
  manifest?: string;
  bundle?: string;
  trustedRoot?: string;
  json?: boolean;
}

export const policyCommand: BuildCommand = ({ terminal }) => {
  const command = new Command('policy')
    .description('explain the trust policy')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora policy explain github.com/acme/billing');
  command
    .command('explain')
    .description('which rule applies to a source, what it demands, and what of a bundle differs')
    .argument('<source>', 'source id, such as github.com/owner/name')
    .option('--policy <file>', 'the policy', 'catalog/policy.yaml')
    .option('--manifest <file>', 'a manifest of the source, or its digest: its bundles are held against the rule')
    .option(
      '--bundle <file>',
      'a bundle of the source; its manifest is the one that it lies beside, unless --manifest names another',
    )
    .option('--trusted-root <file>', 'authorities and logs to believe (default: the public-good instance, as shipped)')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  chora policy explain github.com/acme/billing --bundle capability.yaml.sigstore.json')
    .action((source: string, { policy: file, manifest, bundle, trustedRoot, json }: Options) => {
      const policy = parsePolicy(readTextFile(file), file);
      const subject = manifest ?? (bundle === undefined ? undefined : manifestOfBundle(bundle));
      if (bundle !== undefined && subject === undefined) {
        throw new ChoraError(
          'usage',
          'usage/manifest',
          'By its name, this bundle lies beside no manifest.',
          'Name the manifest with --manifest, or its digest as sha256:….',
        );
      }
      const artifact: Artifact | null = subject === undefined ? null : readArtifact(subject);
      const root = readTrustedRoot(trustedRoot);
      const checked =
        artifact === null
          ? []
          : readBundleFiles(subject, bundle).flatMap((bytes) => checkBundles(bytes, artifact, root, policy.keys));
      const explanation = explain(policy, source, checked);
      if (json) terminal.out(JSON.stringify(explanation));
      else for (const line of describe(explanation, artifact !== null)) terminal.out(line);
    });
  return command;
};

function describe({ source, rule, require, demands, bundles, decision }: Explanation, withManifest: boolean): string[] {
  const lines = [
    rule === null
      ? `No rule is for ${printable(source)}, and there is no default: nothing of it is admitted.`
      : `${printable(source)} falls under the rule ${printable(rule)}, which requires: ${require}`,
  ];
  for (const [at, demand] of demands.entries()) {
    lines.push(
      `  identity ${at + 1}`,
      ...Object.entries(demand).map(([claim, value]) => `    ${claim.padEnd(28)}${printable(value)}`),
    );
  }
  for (const { bundle, invalid, identities = [] } of bundles) {
    lines.push(`  bundle ${bundle}`);
    if (invalid !== undefined) lines.push(`    proves nothing: ${printable(invalid)}`);
    for (const [at, mismatch] of identities.entries()) {
      lines.push(`    identity ${at + 1}: ${mismatch === null ? 'this is the signer it names' : describeMismatch(mismatch)}`);
    }
  }
  if (withManifest) lines.push(`  ${decision.outcome}, ${decision.admitted ? 'admitted' : 'not admitted'}: ${decision.reason}`);
  return lines;
}
