import type { MentionRow } from '../../dashboard-api/contract.ts'

type Stance = NonNullable<MentionRow['stance']>

export const stanceWords = { critical: '批评', neutral: '中立或未表态', supportive: '支持' } as const satisfies Record<Stance['value'], string>

const mostWords = 3

/** 对政府批评：推诿、不作为. */
export function stanceLine({ value, words }: Stance): string {
  const said = words.length === 0 ? '' : `：${words.slice(0, mostWords).join('、')}${words.length > mostWords ? '等' : ''}`
  return `对政府${stanceWords[value]}${said}`
}

export interface StanceCount {
  readonly value: Stance['value']
  readonly mentions: number
  /** What is said the most, in so many mentions. */
  readonly words: readonly string[]
}

const order = ['critical', 'supportive', 'neutral'] as const
const mostTold = 8

/** How many of the mentions take which stance towards the authority, and in which words. What was not judged counts nowhere. */
export function stancesOf(rows: readonly Pick<MentionRow, 'stance'>[]): StanceCount[] {
  return order.map((value) => {
    const stances = rows.flatMap(({ stance }) => (stance?.value === value ? [stance] : []))
    const votes = new Map<string, number>()
    for (const { words } of stances) for (const word of words) votes.set(word, (votes.get(word) ?? 0) + 1)
    const words = [...votes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([word]) => word)
    return { value, mentions: stances.length, words: value === 'neutral' ? [] : words.slice(0, mostTold) }
  })
}
