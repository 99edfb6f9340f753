import { z } from 'zod'

/** Words as a person types them, with blanks between; or a list. */
const Words = z.union([z.array(z.string().min(1)), z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ''))])

/** Words that weigh alike: above 0 praise, below 0 complaint; 3 settles alone, 1 tilts, 0 only keeps shorter words from being seen inside. */
const SentimentGroup = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  weight: z.number().min(-5).max(5),
  /** What all its words together weigh at most, whatever their sign. */
  most: z.number().positive().default(100),
  /** Whether negation, wish and supposition reach them; not so for curses and emoticons. */
  scoped: z.boolean().default(true),
  /** Share of the praise in its sentence that it leaves standing: little in 还能不能愉快地玩耍. */
  praiseLeft: z.number().min(0).max(1).default(1),
  words: Words
})
type SentimentGroup = z.infer<typeof SentimentGroup>

/** A word that stands in two groups would weigh whatever the later one says. */
function everyWordOnce(context: z.core.ParsePayload<SentimentGroup[]>): void {
  const groups = new Map<string, string>()
  for (const { id, words } of context.value) {
    for (const word of words) {
      const other = groups.get(word)
      if (other !== undefined) context.issues.push({ code: 'custom', input: word, message: `「${word}」既在 ${other} 组又在 ${id} 组` })
      groups.set(word, id)
    }
  }
}

/** What is said of authorities and their work. */
const StanceWords = z.strictObject({
  authorities: Words,
  /** Names that others bear too (领导, 部门): only words of conduct count beside them. */
  officials: Words,
  /** What an authority does against an evil: the evil beside it is not its own (警方抓获骗子). */
  actions: Words,
  /** Bad conduct (敷衍, 推诿), an authority's where one is named. */
  misconduct: Words,
  /** Failings of nobody but an authority: 不作为, 投诉无门. */
  failures: Words,
  /** Good conduct, an authority's where one is named. */
  merits: Words
})

export const SentimentLexicon = z.strictObject({
  groups: z.array(SentimentGroup).min(1).check(everyWordOnce),
  negations: Words,
  /** 别, 避免, 消除: the evil named in the rest of the clause is kept away. */
  prohibitions: Words,
  intensifiers: z.array(z.strictObject({ factor: z.number().positive().max(5), words: Words })),
  /** 但是, 结果: what follows is what is meant. */
  contrasts: Words,
  /** 虽然, 哪怕: what follows is granted. */
  concessions: Words,
  /** 没了, 解决了: the evil named just before is gone. */
  vanishings: Words,
  /** 希望, 祈祷: the evil that follows is wished away. */
  wishes: Words,
  /** 如果, 万一: what follows is not so. */
  suppositions: Words,
  /** 真是, 所谓: praise in quotes behind them is meant the other way round. */
  ironies: Words,
  /** Marks of a letter to an authority: 尊敬的领导, 请求, 投诉. */
  petitions: Words,
  /** Thanks and greetings, mere courtesy in such a letter. */
  courtesies: Words,
  /** Characters of written and of spoken style: in written statements words of evil mostly state facts. */
  register: z.strictObject({ formal: z.string(), personal: z.string() }),
  stance: StanceWords
})
export type SentimentLexicon = z.infer<typeof SentimentLexicon>
