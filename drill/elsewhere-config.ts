import type { z } from 'zod'
import type { Source } from '../core/source.ts'
import type { CityAddresses } from './city/addresses.ts'
import { elsewhereSources } from './elsewhere.ts'

/** The sources beside those that the items of the scenario come from. Each has a rhythm of its own: they need not be looked at as closely. */
export function elsewhereConfig(addresses: CityAddresses): z.input<typeof Source>[] {
  const common = { mediaTier: 'self', expectedWithinHours: 12, allowPrivate: true, paceMs: 10, region: '9001' } as const
  return [{ ...common, ...elsewhereSources.board, kind: 'forum', crawler: 'forum', url: `${addresses.board}/forum-2-1.html` }]
}
