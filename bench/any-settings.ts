import { z } from 'zod'
import { CrawlerKind } from '../core/source.ts'

/** Settings of sources that no measurement looks at. */
export const anySourceSettings = Object.fromEntries(
  CrawlerKind.options.map((kind) => [kind, z.record(z.string(), z.unknown())])
) as unknown as Record<CrawlerKind, z.ZodType>
