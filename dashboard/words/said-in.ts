import type { Catalogue } from './catalogue.ts'
import { fill } from './fill.ts'

interface Pattern {
  readonly form: RegExp
  readonly english: string
}

const han = /\p{Script=Han}/u
/** Less would fit to whatever stands there. */
const leastHan = 2

/**
 * What the server says of its own: a word it knows by a code, or a sentence it made. By the catalogue, whole or by the form of a sentence; what
 * the catalogue does not know stays as it is. Never for names and for what others wrote.
 */
export function saidIn(catalogue: Catalogue): (text: string) => string {
  const told = new Map<string, string>()
  let patterns: readonly Pattern[] | null = null
  return said

  function said(text: string): string {
    if (!han.test(text)) return text
    let english = told.get(text)
    if (english === undefined) told.set(text, (english = whole(text) ?? byForm(text)))
    return english
  }

  function whole(text: string): string | undefined {
    return catalogue[text] === '' ? undefined : catalogue[text]
  }

  function byForm(text: string): string {
    patterns ??= formsOf(catalogue)
    for (const { form, english } of patterns) {
      const values = form.exec(text)?.slice(1)
      if (values !== undefined) return fill(english, values.map(said))
    }
    return text
  }
}

/** The closest first: what asks for more words of its own fits better. */
function formsOf(catalogue: Catalogue): readonly Pattern[] {
  const own = (key: string): number => key.replace(/\{\d+\}/g, '').length
  return Object.entries(catalogue)
    .filter(([key, english]) => english !== '' && key.includes('{0}') && (key.match(/\p{Script=Han}/gu)?.length ?? 0) >= leastHan)
    .toSorted(([a], [b]) => own(b) - own(a))
    .map(([key, english]) => ({
      form: new RegExp(
        `^${key
          .split(/\{\d+\}/)
          .map(escaped)
          .join('([^]+?)')}$`,
        'u'
      ),
      english
    }))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
