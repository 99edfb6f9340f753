/** The pack for what this office adds by itself. */
export const ownPack = 'added'

/** What a hot list or a mention says that a rule shall find. */
export interface WantedRule {
  readonly words: readonly string[]
  /** Of the item that it came from, whose words are found together; null: somebody begins without one, and any word will do. */
  readonly title: string | null
  /** What kind of happening the item is; null: not known, and for the person to fill in. */
  readonly eventType: string | null
}

/** Words of a query: `words=停水,爆管` or given several times. */
export function wordsOfQuery(given: unknown): string[] {
  const all = [given].flat().flatMap((one) => (typeof one === 'string' ? one.split(/[,，、;；\n]+/) : []))
  return [...new Set(all.map((word) => word.trim()).filter((word) => word !== ''))].slice(0, 20)
}

/** The pack with a rule for these words at its end; a new pack where there is none. The id is that of the minute at which it was begun. */
export function draftRule(before: string | null, { words, title, eventType }: WantedRule, minute: string): string {
  const name = (title ?? words.join('、')).slice(0, 30) || '新规则'
  const lines = [
    `  - id: added-${minute.replaceAll(/\D/g, '')}`,
    `    name: ${quoted(name)}`,
    `    eventType: ${quoted(eventType ?? '')} # 事件类型，如 供水、火灾`,
    '    when:',
    `      ${title === null ? 'any' : 'all'}: [${words.map(quoted).join(', ')}]`,
    '    # grade: IV # 不写等级：命中只算相关，不凭它预警',
    '    # owner: 部门名称',
    `    source: ${quoted(title === null ? '本单位补充' : `热点：${title}`.slice(0, 80))}`
  ]
  const head = before ?? `id: ${ownPack}\nsubject: 本单位补充\nversion: '1'\nrules:`
  return `${head.trimEnd()}\n${lines.join('\n')}\n`
}

/** As YAML takes any text: in single quotes, of which one within is written twice. */
function quoted(text: string): string {
  return `'${text.replaceAll(/\s+/g, ' ').replaceAll("'", "''")}'`
}
