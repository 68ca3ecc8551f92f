import manifest from '../../package.json' with { type: 'json' };

/** Who wrote a catalog. Another version reads every source anew: its readers may see more. */
export const GENERATOR = { name: 'chora-catalog', version: manifest.version } as const;
