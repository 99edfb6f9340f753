import { z } from 'zod'

/** One administrative division. `aliases` are what people write for it without its suffix: 天津, 滨海. */
export const GazetteerEntry = z.strictObject({
  /** Division code (GB/T 2260): 2 digits a province, 4 a city, 6 a district or county, 9 a street. */
  code: z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3})?)?)?$/),
  name: z.string().min(2),
  level: z.enum(['province', 'city', 'district', 'street']),
  aliases: z.array(z.string().min(2)).default([])
})
export type GazetteerEntry = z.infer<typeof GazetteerEntry>

/**
 * Words that turn what a text seems to say: a drill, a denial, a look back. `reach`: `text` colours the whole text when
 * `least` different words stand in it, one of them in the title or the opening; `phrase` undoes only the rule terms that
 * stand inside the words themselves (爆炸性新闻); `anywhere` counts wherever it stands.
 */
export const ContextWords = z.strictObject({
  id: z.enum(['drill', 'denial', 'history', 'fiction', 'figure', 'offtopic', 'routine', 'aggregate', 'supposition', 'real']),
  name: z.string().min(1),
  reach: z.enum(['text', 'phrase', 'anywhere']),
  least: z.number().int().positive().default(1),
  words: z.array(z.string().min(1)).min(1)
})
export type ContextWords = z.infer<typeof ContextWords>

export const Lexicon = z.strictObject({
  contexts: z.array(ContextWords).min(1),
  /** Spellings that hide a word from filters, by the word: 城管 as 城菅. */
  disguises: z.record(z.string(), z.array(z.string().min(1)).min(1)),
  sentiment: z.strictObject({
    positive: z.array(z.string()),
    negative: z.array(z.string()),
    negations: z.array(z.string()),
    intensifiers: z.array(z.string())
  }),
  /** Words that place a text abroad: 当地时间, 外媒, names of countries. */
  abroad: z.array(z.string()),
  organisationSuffixes: z.array(z.string()),
  placeSuffixes: z.array(z.string()),
  /** Ordinary words that end like a place: 知道, 上山. */
  notPlaces: z.array(z.string()).default([])
})
export type Lexicon = z.infer<typeof Lexicon>
