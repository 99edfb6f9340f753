/** Parts between punctuation. A point or comma inside a figure parts nothing, and a scrap joins what follows it. */
export function passagesOf(text: string): string[] {
  const parts = text
    .replaceAll('，', '。')
    .normalize('NFKC')
    .split(/[。!?;、\n\r]|(?<!\d)[,.:]|[,.:](?!\d)/)
    .map((part) => part.trim())
    .filter((part) => fold(part).letters !== '')
  const joined: string[] = []
  let scrap = ''
  for (const part of parts) {
    const whole = scrap === '' ? part : `${scrap}，${part}`
    if (fold(whole).letters.length < shortestPassage) scrap = whole
    else {
      joined.push(whole)
      scrap = ''
    }
  }
  return scrap === '' ? joined : [...joined, scrap]
}

/** Fewer letters would be found in any text. */
const shortestPassage = 4

/** Letters and figures alone, of one width and case, with the places at which something else stood between two of them. */
export interface Folded {
  readonly letters: string
  readonly breaks: ReadonlySet<number>
}

/** `1,200` is 1200; a decimal point stays. Blanks part figures only. */
export function fold(text: string): Folded {
  const plain = text
    .replaceAll('，', '。')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\d)[.:](?=\d)/g, '点')
  const breaks = new Set<number>()
  let letters = ''
  let before = ''
  let last = ''
  for (const [run, between] of plain.matchAll(runs)) {
    if (between !== undefined) before = between
    else {
      if (last !== '' && parts(before, last, run.charAt(0))) breaks.add(letters.length)
      letters += run
      last = run.charAt(run.length - 1)
      before = ''
    }
  }
  return { letters, breaks }
}

const runs = /[\p{L}\p{N}%℃‰]+|([^\p{L}\p{N}%℃‰]+)/gu

function parts(between: string, last: string, next: string): boolean {
  return /[^\s]|\n/.test(between) || (between !== '' && /\d/.test(last) && /\d/.test(next))
}

const figure = /[\d一二两三四五六七八九十百千万亿零〇点]/
/** A negation that ends right before a passage, and how many letters it has at most. */
const negation = /(没有|未曾|不会|不能|不是|不存在|并非是?|无法|尚未|[未没不非无勿莫])$/
const longestNegation = 3

/**
 * Whether the passage stands somewhere as a whole: `2人受伤` is not in `12人受伤`, `死亡35人` not in `死亡3，5人`, `造成污染` not in
 * `未造成污染` nor in `没有造成污染`.
 */
export function stands(page: Folded, passage: Folded): boolean {
  const { letters, breaks } = page
  const wanted = passage.letters
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    const before = breaks.has(at) ? '' : letters.charAt(at - 1)
    const after = breaks.has(end) ? '' : letters.charAt(end)
    const cutBefore = before !== '' && (negation.test(lettersBefore(page, at)) || (figure.test(wanted.charAt(0)) && figure.test(before)))
    const cutAfter = after !== '' && figure.test(wanted.charAt(wanted.length - 1)) && figure.test(after)
    if (!cutBefore && !cutAfter && !figuresParted(page, at, passage)) return true
  }
  return false
}

/** Letters that lead up to a place with nothing between, as many as a negation may have. */
function lettersBefore({ letters, breaks }: Folded, at: number): string {
  let from = at
  while (from > 0 && at - from < longestNegation && !breaks.has(from)) from--
  return letters.slice(from, at)
}

/** Whether something stands between two figures on one side only. */
function figuresParted({ letters, breaks }: Folded, at: number, passage: Folded): boolean {
  for (let place = 1; place < passage.letters.length; place++) {
    if (breaks.has(at + place) === passage.breaks.has(place)) continue
    if (figure.test(letters.charAt(at + place - 1)) && figure.test(letters.charAt(at + place))) return true
  }
  return false
}
