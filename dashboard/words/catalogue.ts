import englishUrl from './en.json?url'
import type { Catalogue } from './fill.ts'
import { language } from './language.ts'

/** What the page speaks instead of its Chinese texts; null: it speaks them. */
export const catalogue: Catalogue | null = language === 'en' ? readNow(englishUrl) : null

if (language === 'en') document.documentElement.lang = catalogue === null ? 'zh-CN' : 'en'

/**
 * The page waits for it: modules make their tables of texts when they run, so that the catalogue has to be there before the first of them, and
 * browsers of government desks know no `await` at the top of a module. The Chinese page never comes here.
 */
function readNow(url: string): Catalogue | null {
  try {
    const request = new XMLHttpRequest()
    request.open('GET', url, false)
    request.send()
    return request.status === 200 ? (JSON.parse(request.responseText) as Catalogue) : null
  } catch {
    return null
  }
}
