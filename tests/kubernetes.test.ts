import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from './interfaces/cli.js';
import { differences, temporaryFolder, treeOf, withoutHistory } from './support/federation.js';
import { commands, runScript, unknownUses } from './support/scripts.js';

const FOLDER = join(ROOT, 'docs/kubernetes');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

/** Fields of the Kubernetes API (batch/v1, v1), as its reference names them, of the kinds that the manifests use; `*`: no more to look at. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Job: { apiVersion: '*', kind: '*', metadata: 'ObjectMeta', spec: 'JobSpec' },
  ObjectMeta: { name: '*', namespace: '*', labels: '*', annotations: '*' },
  JobSpec: {
    activeDeadlineSeconds: '*',
    backoffLimit: '*',
    backoffLimitPerIndex: '*',
    completionMode: '*',
    completions: '*',
    maxFailedIndexes: '*',
    parallelism: '*',
    podFailurePolicy: '*',
    podReplacementPolicy: '*',
    successPolicy: '*',
    suspend: '*',
    template: 'PodTemplateSpec',
    ttlSecondsAfterFinished: '*',
  },
  PodTemplateSpec: { metadata: 'ObjectMeta', spec: 'PodSpec' },
  PodSpec: {
    automountServiceAccountToken: '*',
    containers: 'Container',
    enableServiceLinks: '*',
    restartPolicy: '*',
    securityContext: 'PodSecurityContext',
    serviceAccountName: '*',
    terminationGracePeriodSeconds: '*',
    volumes: 'Volume',
  },
  PodSecurityContext: {
    fsGroup: '*',
    fsGroupChangePolicy: '*',
    runAsGroup: '*',
    runAsNonRoot: '*',
    runAsUser: '*',
    seccompProfile: 'SeccompProfile',
    supplementalGroups: '*',
  },
  SeccompProfile: { type: '*', localhostProfile: '*' },
  Container: {
    args: '*',
    command: '*',
    env: 'EnvVar',
    image: '*',
    imagePullPolicy: '*',
    name: '*',
    resources: 'ResourceRequirements',
    securityContext: 'SecurityContext',
    volumeMounts: 'VolumeMount',
    workingDir: '*',
  },
  EnvVar: { name: '*', value: '*', valueFrom: '*' },
  ResourceRequirements: { limits: 'ResourceList', requests: 'ResourceList' },
  ResourceList: { cpu: '*', memory: '*', 'ephemeral-storage': '*' },
  SecurityContext: {
    allowPrivilegeEscalation: '*',
    capabilities: 'Capabilities',
    privileged: '*',
    readOnlyRootFilesystem: '*',
    runAsNonRoot: '*',
    runAsUser: '*',
  },
  Capabilities: { add: '*', drop: '*' },
  VolumeMount: { mountPath: '*', name: '*', readOnly: '*', subPath: '*' },
  Volume: {
    name: '*',
    configMap: 'ConfigMapVolumeSource',
    emptyDir: 'EmptyDirVolumeSource',
    persistentVolumeClaim: 'PersistentVolumeClaimVolumeSource',
  },
  ConfigMapVolumeSource: { name: '*', items: '*', defaultMode: '*', optional: '*' },
  EmptyDirVolumeSource: { medium: '*', sizeLimit: '*' },
  PersistentVolumeClaimVolumeSource: { claimName: '*', readOnly: '*' },
};

interface Container {
  readonly name: string;
  readonly command: readonly [string, string, string];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly resources: { readonly requests: Record<string, string>; readonly limits: Record<string, string> };
  readonly securityContext: Record<string, unknown>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Job {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly completions?: number;
    readonly completionMode?: string;
    readonly activeDeadlineSeconds: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly [Container];
        readonly restartPolicy: string;
        readonly automountServiceAccountToken: boolean;
        readonly securityContext: Record<string, unknown>;
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const read = (name: string): Job => parse(readFileSync(join(FOLDER, name), 'utf8')) as Job;
const podOf = (name: string) => read(name).spec.template.spec;
const containerOf = (name: string): Container => podOf(name).containers[0];

/** Fields that the API does not have. */
function unknownFields(value: unknown, type: string, at = type): string[] {
  if (type === '*') return [];
  if (Array.isArray(value)) return value.flatMap((each) => unknownFields(each, type, at));
  if (typeof value !== 'object' || value === null) return [`${at} is no mapping`];
  return Object.entries(value).flatMap(([name, member]) => {
    const next = FIELDS[type]?.[name];
    return next === undefined ? [`${at}.${name}`] : unknownFields(member, next, `${at}.${name}`);
  });
}

describe.each(FILES)('%s', (name) => {
  test('has only fields of the Kubernetes API', () => {
    const job = read(name);
    expect([job.apiVersion, job.kind]).toEqual(['batch/v1', 'Job']);
    expect(unknownFields(job, 'Job')).toEqual([]);
    expect(unknownFields({ spec: { template: { spec: { containers: [{ ressources: {} }] } } } }, 'Job')).toEqual([
      'Job.spec.template.spec.containers.ressources',
    ]);
  });

  test('runs as nobody in particular, on a root that it cannot write to, within limits', () => {
    const pod = podOf(name);
    const { resources, securityContext, volumeMounts } = containerOf(name);
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true, runAsUser: expect.any(Number), seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(Object.keys(resources.limits)).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    expect(read(name).spec.activeDeadlineSeconds).toBeGreaterThan(0);
    expect(volumeMounts.map((each) => each.name).sort()).toEqual(pod.volumes.map((each) => each.name).sort());
  });

  test('writes only where something is mounted, and uses what the command line has', () => {
    const { env, volumeMounts, command } = containerOf(name);
    const mounts = volumeMounts.map(({ mountPath }) => mountPath);
    for (const value of env.flatMap((each) => (each.value?.startsWith('/') ? [each.value] : [])))
      expect(mounts.some((mount) => value === mount || value.startsWith(`${mount}/`))).toBe(true);
    expect(unknownUses(command[2])).toEqual([]);
  });
});

describe('the jobs together', () => {
  test('give a token for GitHub to those who ask it, from a secret that need not be there', () => {
    const secret = { secretKeyRef: { name: 'chora-github', key: 'token', optional: true } };
    expect(containerOf('index-job.yaml').env).toContainEqual({ name: 'CHORA_GITHUB_TOKEN', valueFrom: secret });
    // The merge asks no source.
    expect(JSON.stringify(read('merge-job.yaml'))).not.toContain('secretKeyRef');
  });

  test('run each shard once, and there are as many as the shards are told', () => {
    const { spec } = read('index-job.yaml');
    expect(spec.completionMode).toBe('Indexed');
    expect(containerOf('index-job.yaml').env).toContainEqual({ name: 'SHARDS', value: String(spec.completions) });
  });

  test('make what a single run makes', () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b', 'c', 'd']) {
      mkdirSync(join(folder, 'config', name), { recursive: true });
      writeFileSync(
        join(folder, 'config', name, 'capability.yaml'),
        `id: yard.${name}\nversion: 1.0.0\nowner: y\nlifecycle_stage: operate\n`,
      );
    }
    const sources = ['a', 'b', 'c', 'd', 'gone'].map((path) => ({ directory: { path } }));
    writeFileSync(join(folder, 'config/catalog.yaml'), JSON.stringify({ name: 'Y', sources }));
    const bin = commands(folder);
    const run = (name: string, more: Record<string, string> = {}): void => {
      const { command, env } = containerOf(name);
      const [shell, option, script] = command;
      const stated = Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
      const { code, out, err } = runScript([shell, option], script, {
        cwd: folder,
        bin,
        // Where things are mounted is the only difference.
        env: {
          ...stated,
          CONFIG: join(folder, 'config/catalog.yaml'),
          DATA: join(folder, 'data'),
          CACHE: join(folder, 'cache'),
          ...more,
        },
      });
      if (code !== 0) throw new Error(out + err);
    };
    for (const round of ['first', 'second']) {
      writeFileSync(join(folder, 'config/b/extra.txt'), round);
      for (const index of ['2', '0', '1']) run('index-job.yaml', { JOB_COMPLETION_INDEX: index, SHARDS: '3' });
      run('merge-job.yaml');
    }
    const single = `chora index --config "$CONFIG" --out single || [ $? -eq 3 ]`;
    runScript(['/bin/sh', '-c'], single, { cwd: folder, bin, env: { CONFIG: join(folder, 'config/catalog.yaml') } });
    const [merged, alone] = ['data/catalog', 'single'].map((path) => withoutHistory(treeOf(join(folder, path))));
    expect(differences(merged ?? new Map(), alone ?? new Map())).toEqual(['api/v1/freshness.json']);
  });
});
