import { fill, type Catalogue } from './fill.ts'

interface Form {
  readonly of: RegExp
  readonly english: string
  /** Han characters of its own. */
  readonly own: number
  /** Something stands between its values: else nobody knows where one ends. */
  readonly parted: boolean
}

const han = /\p{Script=Han}/u
/** A form with fewer would fit to whatever stands there; within a sentence, to what people wrote. */
const leastHan = { sentence: 2, value: 4 }

/**
 * What the server says of its own: a word it knows by a code, or a sentence it made. By the catalogue, whole or by the form of a sentence; what
 * the catalogue does not know stays as it is. Never for names and for what others wrote.
 */
export function saidIn(catalogue: Catalogue): (text: string) => string {
  const told = new Map<string, string>()
  let forms: readonly Form[] | null = null

  return function said(text) {
    if (!han.test(text)) return text
    let english = told.get(text)
    if (english === undefined) told.set(text, (english = inEnglish(text, leastHan.sentence)))
    return english
  }

  function inEnglish(text: string, least: number): string {
    return whole(text) ?? list(text) ?? stage(text) ?? byForm(text, least) ?? text
  }

  function whole(text: string): string | null {
    return catalogue[text] || null
  }

  function list(text: string): string | null {
    const words = text.split('、').map(whole)
    return words.length > 1 && words.every((word) => word !== null) ? words.join(', ') : null
  }

  /** `上报·电话报告`, `部门答复·实质答复（安全处）`: a clock and its stage, of whose department the name stays. */
  function stage(text: string): string | null {
    const [, clock = '', words = '', department = ''] = /^([^·]+)·([^·（]+)(?:（([^（）]+)）)?$/.exec(text) ?? []
    const said = [whole(clock), whole(words)]
    if (said.includes(null)) return null
    return `${said.join(' · ')}${department === '' ? '' : ` (${department})`}`
  }

  function byForm(text: string, least: number): string | null {
    forms ??= formsOf(catalogue)
    for (const { of, english, own, parted } of forms) {
      const values = own < least ? undefined : of.exec(text)?.slice(1)
      if (values !== undefined) {
        return fill(
          english,
          values.map((value) => (parted ? inEnglish(value, leastHan.value) : value))
        )
      }
    }
    return null
  }
}

/** The closest first: what asks for more words of its own fits better. */
function formsOf(catalogue: Catalogue): readonly Form[] {
  return Object.entries(catalogue)
    .map(([key, english]) => ({ pieces: key.split(/\{\d+\}/), english, own: key.match(/\p{Script=Han}/gu)?.length ?? 0 }))
    .filter(({ pieces, english, own }) => pieces.length > 1 && english !== '' && own >= leastHan.sentence)
    .toSorted((a, b) => b.own - a.own || b.pieces.join('').length - a.pieces.join('').length)
    .map(({ pieces, english, own }) => ({
      of: new RegExp(`^${pieces.map(escaped).join('([^]+?)')}$`, 'u'),
      english,
      own,
      parted: !pieces.slice(1, -1).includes('')
    }))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
