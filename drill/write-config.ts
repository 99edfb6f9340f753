import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import type { z } from 'zod'
import { sha256 } from '../adapters/hash.ts'
import type { Source } from '../core/source.ts'
import { uidOf, weiboAccounts } from './city/weibo-site.ts'
import { elsewhereConfig } from './elsewhere-config.ts'
import type { Scenario } from './scenario.ts'
import type { City } from './start-city.ts'

const own = fileURLToPath(new URL('config', import.meta.url))
const project = fileURLToPath(new URL('../config', import.meta.url))

/** How closely the drill's sources are watched. */
export interface Watch {
  /** Civil minutes between two visits of a source. */
  readonly intervalMinutes: number
  /** Pages of each microblog search in one visit: a drill that begins in the middle of a day has more to catch up. */
  readonly weiboPages: number
}

/**
 * Writes the drill's configuration: the product's own rules, grading and policy, the fictional city's posts and places, and
 * as sources the loopback addresses of the running city. Returns the folder to load.
 */
export function writeConfig(directory: string, city: City, { elsewhere }: Pick<Scenario, 'elsewhere'>, watch: Watch): string {
  const folder = path.join(directory, 'config')
  mkdirSync(folder, { recursive: true })
  const from = (base: string, name: string): string => path.relative(folder, path.join(base, name)).split(path.sep).join('/')
  const { addresses, secret } = city
  const parts = {
    wanglou: {
      unit: { name: '云港市政府新闻办（演练）', contact: '演练' },
      jurisdiction: { id: 'yungang', name: '云港市', codes: ['9001'], words: ['云港'], everySubject: true },
      packs: ['emergencies', 'city-management', 'enforcement', 'government-image'].map((name) => from(project, `packs/${name}.yaml`)),
      grading: from(project, 'grading.yaml'),
      policy: from(project, 'policy.yaml'),
      archive: from(project, 'archive.yaml'),
      departments: from(own, 'departments.yaml'),
      contacts: from(own, 'contacts.yaml'),
      channels: 'channels.yaml',
      sources: 'sources.yaml',
      cluster: { name: drillName(directory), kafka: { partitions: { mentions: 4, assessed: 2, incidents: 2, 'dead-letters': 1 }, replication: 1 } },
      outlets: 'outlets.yaml',
      gazetteer: [from(own, 'gazetteer'), from(project, 'gazetteer')],
      lexicon: from(project, 'lexicon'),
      supervision: from(project, 'supervision.yaml'),
      stagedCountdowns: from(project, 'staged-countdowns.yaml'),
      calendar: from(own, 'calendar'),
      checklists: from(project, 'checklists.yaml')
    },
    channels: {
      mail: { type: 'smtp', enabled: true, host: '127.0.0.1', port: addresses.smtpPort, secure: false, from: 'wanglou@drill.localhost' },
      hook: { type: 'webhook', enabled: true, url: addresses.webhook, secret }
    },
    outlets: [{ name: '云港市人民政府网站', urlPrefix: addresses.outlet, allowPrivate: true }],
    sources: [...sourcesOf(city, watch), ...elsewhereConfig(elsewhere, addresses)]
  }
  for (const [name, value] of Object.entries(parts))
    writeFileSync(path.join(folder, `${name}.yaml`), `# 由演练写出，每次演练重写。\n${stringify(value)}`)
  return folder
}

/** Topics and indices of one drill, apart from those of the desk and of other drills. */
function drillName(directory: string): string {
  return `drill-${sha256(path.resolve(directory)).slice(0, 12)}`
}

function sourcesOf({ addresses }: City, { intervalMinutes, weiboPages }: Watch): z.input<typeof Source>[] {
  const common = { intervalMinutes, expectedWithinHours: 12, allowPrivate: true, paceMs: 10, region: '9001' }
  return [
    {
      ...common,
      id: 'news',
      name: '云港新闻网',
      kind: 'portal',
      crawler: 'portal',
      url: `${addresses.news}/news/index.html`,
      mediaTier: 'city',
      settings: {
        list: { item: 'ul.list li', link: 'a', time: 'span.date' },
        pages: { template: `${addresses.news}/news/index_{n}.html`, from: 1, most: 10 }
      }
    },
    {
      ...common,
      id: 'metro',
      name: '海东都市网',
      kind: 'portal',
      crawler: 'portal',
      url: `${addresses.metro}/local/`,
      mediaTier: 'provincial',
      region: '90',
      settings: {
        list: { item: 'div.card', link: '.card-title a', time: 'em.time' },
        pages: { template: `${addresses.metro}/local/?p={n}`, from: 2, most: 10 }
      }
    },
    { ...common, id: 'forum', name: '云港市民论坛', kind: 'forum', crawler: 'feed', url: `${addresses.forum}/rss.xml`, mediaTier: 'self' },
    {
      ...common,
      id: 'weibo',
      name: '微博',
      kind: 'weibo',
      crawler: 'weibo',
      url: addresses.weibo,
      mediaTier: 'self',
      region: null,
      settings: { pages: weiboPages, uids: [...Object.keys(weiboAccounts), ...alsoFollowed].map(uidOf), keywords: searches }
    }
  ]
}

/** What the desk searches the microblog for: its places, and the words of its trades. */
export const searches = ['云港', '青石', '望海区', '临江区', '北塘', '海鲜街', '梧桐路', '石桥新村', '爆炸', '火', '死', '坍塌', '春季']
/** Accounts beside those of authorities and media that the desk follows. */
export const alsoFollowed = ['阿婆的灶台', '健康小课堂', '灯下读书会']
