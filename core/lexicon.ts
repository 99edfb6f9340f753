import { z } from 'zod'
import { SentimentLexicon } from './sentiment-lexicon.ts'

export const DivisionLevel = z.enum(['province', 'city', 'district', 'street'])

/** One administrative division. `aliases` are what people write for it without its suffix: 天津, 滨海. */
export const GazetteerEntry = z.strictObject({
  /** Division code (GB/T 2260): 2 digits a province, 4 a city, 6 a district or county, 9 a street. */
  code: z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3})?)?)?$/),
  name: z.string().min(2),
  level: DivisionLevel,
  aliases: z.array(z.string().min(2)).default([]),
  /** Names that other places and ordinary words share (友谊路): they count near another place of ours, or in a source of ours. */
  shared: z.array(z.string().min(2)).optional(),
  /** Names like those that a report begins with: 南开一饭店起火. */
  bare: z.array(z.string().min(2)).optional(),
  /** Papers, sites and accounts that report on it. */
  media: z.array(z.string().min(2)).optional()
})
export type GazetteerEntry = z.infer<typeof GazetteerEntry>

/**
 * Words that turn what a text seems to say: a drill, a denial, a look back. `reach`: `text` colours the whole text when
 * `least` different words stand in it, one of them in the title or the opening, outside clauses with a word of `unless`;
 * `anywhere` counts wherever it stands. The others undo rule terms: `phrase` those inside the words themselves (爆炸性新闻),
 * `before` the one that follows (未发生火灾), `clause` those that follow in the same clause (一旦起火), `behind` the one that
 * stands right in front (火灾隐患).
 */
export const ContextWords = z.strictObject({
  id: z.enum([
    'drill',
    'denial',
    'history',
    'fiction',
    'figure',
    'offtopic',
    'routine',
    'good-news',
    'aggregate',
    'negation',
    'supposition',
    'thing',
    'real',
    'mishap',
    'simulated',
    'suggestion',
    'asking'
  ]),
  name: z.string().min(1),
  reach: z.enum(['text', 'phrase', 'anywhere', 'before', 'clause', 'behind']),
  least: z.number().int().positive().default(1),
  /** By how much a mention that it colours is less our business; a rule that fires is worth 1, in the title 2. */
  lowers: z.number().nonnegative().default(0),
  /** Kinds of happening that it lowers; empty: all. */
  eventTypes: z.array(z.string()).default([]),
  /** Kinds that it never lowers: a denial is what the rule for rumours looks for. */
  exceptEventTypes: z.array(z.string()).default([]),
  unless: z.array(z.string().min(1)).default([]),
  /** Words that void the context wherever they stand: who complains of denials (天天辟谣) denies nothing. */
  unlessText: z.array(z.string().min(1)).default([]),
  /** What makes a thing of a word that it follows, up to four characters behind: 剧本杀店, 周年庆. */
  notBefore: z.array(z.string().regex(/^[\u4e00-\u9fff]+$/)).default([]),
  /** For `before`: what may stand between, any of these words; without them any `within` characters. */
  between: z.array(z.string().min(1)).default([]),
  within: z.number().int().nonnegative().default(0),
  /** Undoes only terms of rules that have a `kind`: to ask for an end of 露天烧烤 is to complain of it. */
  happeningsOnly: z.boolean().default(false),
  words: z.array(z.string().min(1)).min(1)
})
export type ContextWords = z.infer<typeof ContextWords>

const OneCharacter = z.string().regex(/^.$/su, '应为一个字')

/** How words are hidden from filters. Beside whole words, tables of characters that are put into every term of a rule. */
export const Disguises = z.strictObject({
  /** Spellings by the word: 政府 as zf. */
  words: z.record(z.string(), z.array(z.string().min(1)).min(1)),
  /** Characters that stand for another by sound or looks: 宰 for 灾. */
  homophones: z.record(OneCharacter, z.string().min(1)),
  /** Parts that make up a character: 弓虽 for 强. */
  splits: z.record(OneCharacter, z.array(z.string().min(2)).min(1)),
  /** Pictures that stand for a character: 🔥 for 火. */
  emoji: z.record(z.string(), OneCharacter),
  /** Characters so common that they stand for no other unless listed. */
  everyday: z.string()
})
export type Disguises = z.infer<typeof Disguises>

/** What names of organisations and places are made of. */
export const NameWords = z.strictObject({
  organisations: z.strictObject({
    /** Names in themselves: 公安局, 证监会; a place may stand before them. */
    offices: z.array(z.string()),
    /** Single characters that end a name behind a place or an organisation: 公安部刑事侦查局. */
    bureaus: z.array(z.string().length(1)),
    /** Posts: the proper name right before one is an organisation, 某某珠宝总裁. */
    titles: z.array(z.string()),
    /** Ends of names that need a modifier: 大学, 公司. */
    suffixes: z.array(z.string()),
    /** Modifiers that make no name: 国有银行, 某公司. */
    generic: z.array(z.string()),
    /** Words that stand before names and belong to none: 记者, 客户. */
    before: z.array(z.string()),
    /** Well-known names, in groups for the reader only. */
    known: z.array(z.array(z.string())),
    /** Clubs and leagues; one that is a city or a word too counts beside a word of `sports` alone. */
    clubs: z.array(z.string()),
    sports: z.array(z.string())
  }),
  places: z.strictObject({
    /** Ends of names that an ordinary word may stand before: 和平路, 世纪广场. One character counts at the end of a word. */
    streets: z.array(z.string()),
    /** Ends of names that need a proper name before them: 嘉铭中心, 青龙河. */
    suffixes: z.array(z.string()),
    /** Ordinary words that end like a place: 知道, 上山. */
    ordinary: z.array(z.string()),
    /** Well-known places that are no division of China, in groups for the reader only. */
    known: z.array(z.array(z.string()))
  })
})
export type NameWords = z.infer<typeof NameWords>

export const Lexicon = z.strictObject({
  contexts: z.array(ContextWords).min(1),
  disguises: Disguises,
  sentiment: SentimentLexicon,
  /** Words that place a text abroad: 当地时间, 外媒, names of countries. */
  abroad: z.array(z.string()),
  names: NameWords,
  /** Countries, capitals and cities of the world. */
  world: z.array(z.string()),
  /** Words of the segmenter that bound names: `verb` stands in none, `noun` makes none alone. */
  kinds: z.strictObject({ verb: z.array(z.string()), noun: z.array(z.string()) })
})
export type Lexicon = z.infer<typeof Lexicon>
