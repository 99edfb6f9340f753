import { load } from 'cheerio'
import { feedRoute } from '../feed/route.ts'

/** One feed of a list of subscriptions, as a stanza of `sources.yaml` would watch it. */
interface Subscription {
  readonly name: string
  readonly url: string
  readonly folder: string | null
}

export function isOpml(text: string): boolean {
  return /<opml[\s>]/i.test(text.slice(0, 2000))
}

/**
 * A list of subscriptions (OPML) as stanzas for `sources.yaml`, one a feed and each feed once; what cannot be watched is told.
 * @throws RangeError when it lists none
 */
export function opmlStanzas(text: string): { readonly yaml: string; readonly count: number; readonly refused: readonly string[] } {
  const $ = load(text, { xml: true })
  const found: Subscription[] = []
  const refused: string[] = []
  for (const outline of $('outline').toArray()) {
    const said = (name: string): string => ($(outline).attr(name) ?? '').trim()
    const url = said('xmlUrl')
    if (url === '') continue
    const name = said('title') || said('text') || url
    const folder = $(outline).parents('outline').first()
    if (!URL.canParse(url) || !/^https?:/.test(url)) refused.push(`${name}: “${url.slice(0, 200)}”不是可以抓取的网址`)
    else if (found.every((one) => one.url !== url)) found.push({ name, url, folder: folder.attr('title') ?? folder.attr('text') ?? null })
  }
  if (found.length + refused.length === 0) throw new RangeError('这份 OPML 里没有订阅（outline 没有 xmlUrl）')
  const ids = new Set<string>()
  return { yaml: found.map((one) => stanza(one, ids)).join(''), count: found.length, refused }
}

function stanza({ name, url, folder }: Subscription, ids: Set<string>): string {
  const route = feedRoute(url)
  const { kind, crawler } = route ?? { kind: 'portal', crawler: 'feed' }
  const id = freeId(url, ids)
  const settings = crawler === 'video' ? ', settings: {from: feed}' : ''
  const remark = [folder === null ? null : `文件夹：${folder}`, route === null ? 'kind 请核对' : null].filter((part) => part !== null).join('；')
  const line = `- {id: ${id}, name: ${quoted(name)}, kind: ${kind}, crawler: ${crawler}, url: ${quoted(url)}, intervalMinutes: 30${settings}}`
  return `${line}${remark === '' ? '' : ` # ${remark.replace(/\s+/g, ' ')}`}\n`
}

/** A JSON string is a YAML string, whatever it holds. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function freeId(url: string, ids: Set<string>): string {
  const { hostname, pathname } = new URL(url)
  const base =
    `${hostname.replace(/^www\./, '')}${pathname}`
      .toLowerCase()
      .replace(/\.(?:xml|rss|atom|json|php)$/, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'feed'
  let id = base
  for (let number = 2; ids.has(id); number++) id = `${base}-${number}`
  ids.add(id)
  return id
}
