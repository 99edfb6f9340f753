import type { z } from 'zod'
import type { Source } from '../core/source.ts'
import type { CityAddresses } from './city/addresses.ts'
import { elsewhereSources, type Elsewhere } from './elsewhere.ts'

/** The sources beside those that the items of the scenario come from. Each has a rhythm of its own: they need not be looked at as closely. */
export function elsewhereConfig({ tieba, wechat, hotList }: Elsewhere, addresses: CityAddresses): z.input<typeof Source>[] {
  const common = { mediaTier: 'self', expectedWithinHours: 12, allowPrivate: true, paceMs: 10, region: '9001' } as const
  const sources = elsewhereSources
  return [
    { ...common, ...sources.board, kind: 'forum', crawler: 'forum', url: `${addresses.board}/forum-2-1.html` },
    { ...common, ...sources.tieba, kind: 'tieba', crawler: 'tieba', url: addresses.tieba, settings: { forums: [tieba.forum], rereadHours: 1 } },
    { ...common, ...sources.wechat, kind: 'wechat', crawler: 'wechat', url: `${addresses.wechat}/feeds/${wechat.feed}.json` },
    {
      ...common,
      ...sources.hotList,
      kind: 'hot-list',
      crawler: 'hotlist',
      url: addresses.hotList,
      settings: { board: 'newsnow', list: hotList.list }
    },
    // Nobody visits it: its system pushes, and whether it has gone silent is looked at.
    { ...common, ...sources.hotline, kind: 'hotline', crawler: 'ingest', url: addresses.control }
  ]
}
