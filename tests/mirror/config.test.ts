import { describe, expect, test } from '@jest/globals';
import { parseMirrorConfig } from '../../src/mirror/config.js';
import { configText } from '../../src/mirror/config-text.js';
import type { MirrorFilter } from '../../src/model/generated/types.js';

describe('mirror.yaml', () => {
  test('as init writes it is valid, and says what it was told', () => {
    const only: MirrorFilter = { owner: ['team: "a"', 'b'], provenance: ['verified'] };
    const text = configText({ url: 'https://x.example/a#b', view: 'airgap', only, policy: true });
    expect(parseMirrorConfig(text, 'mirror.yaml')).toMatchObject({
      url: 'https://x.example/a#b',
      view: 'airgap',
      only,
      policy: 'policy.yaml',
      keep: 3,
      failOn: 'stale',
      proofs: true,
    });
  });

  test('as init writes it is valid with every comment taken away', () => {
    const text = configText({ url: 'a', view: 'online', only: null, policy: false });
    const whole = text.replace(/^# (only|ttl|alert_after|policy|limits| {2}\w+):/gm, '$1:');
    expect(parseMirrorConfig(whole, 'mirror.yaml')).toMatchObject({
      ttl: '60m',
      alertAfter: '90m',
      limits: { bandwidth: 2 * 1024 * 1024, timeout: 600_000, stall: 30_000, file: 256 * 1024 ** 2, release: 16 * 1024 ** 3 },
    });
  });

  test.each([
    ['url: x\nlimits: { bandwidth: 2MB }', 2],
    ['url: x\nkeep: 0', 2],
    ['url: x\nonly: {}', 2],
    ['url: x\nfail_on: never mind', 2],
    ['url: x\nttl: 2h\nalert_after: 1h', 3],
    ['view: online', 1],
    ['url: x\nonly: { provenance: [good] }', 2],
  ])('%j is refused with its place', (text, line) => {
    expect(() => parseMirrorConfig(text, 'mirror.yaml')).toThrow(
      expect.objectContaining({
        kind: 'config',
        code: 'mirror/config',
        message: expect.stringContaining(`mirror.yaml:${line}:`),
      }),
    );
  });
});
