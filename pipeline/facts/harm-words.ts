/** Words without which a sentence states no figure of a sort: looked for first, since patterns cost more than all else. */
const words = {
  deaths: ['死', '亡', '遇难', '罹难', '丧生', '丧命', '毙命', '遇害', '牺牲', '殉职', '离世', '去世', '不治', '尸体', '遗体'],
  injuries: ['伤', '危重'],
  missing: ['失踪', '失联', '下落不明', '失去联系'],
  trapped: ['被困', '被埋', '掩埋'],
  evacuated: ['疏散', '转移', '撤离', '避险'],
  poisoned: ['中毒'],
  loss: ['损失'],
  area: ['亩', '公顷', '平方', '平米', 'm2']
} as const satisfies Record<string, readonly string[]>

export type HarmWord = keyof typeof words

/** One bit a sort. */
export const harmBit = Object.fromEntries(Object.keys(words).map((sort, index) => [sort, 1 << index])) as Readonly<Record<HarmWord, number>>

/** By the first character of a word, its other characters and its bit. */
const byFirst = new Map<number, { readonly rest: string; readonly bit: number }[]>()
const isFirst = new Uint8Array(0x10000)
for (const [sort, list] of Object.entries(words) as [HarmWord, readonly string[]][]) {
  for (const word of list) {
    const first = word.charCodeAt(0)
    isFirst[first] = 1
    byFirst.set(first, [...(byFirst.get(first) ?? []), { rest: word.slice(1), bit: harmBit[sort] }])
  }
}

/** The bits of all sorts that the text has a word of; 0 for most texts. */
export function harmIn(text: string): number {
  let bits = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isFirst[code] !== 1) continue
    for (const { rest, bit } of byFirst.get(code) ?? []) if (rest === '' || text.startsWith(rest, at + 1)) bits |= bit
  }
  return bits
}
