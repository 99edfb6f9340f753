import { serveTieba } from '../../support/tieba-site.ts'
import type { CrawlerCase } from '../crawler.ts'

export const tieba: CrawlerCase = {
  name: 'tieba by search',
  crawler: 'tieba',
  sourceKind: 'tieba',
  hasTitles: true,
  timesTo: 'second',
  isConditional: false,
  isList: (path) => path.startsWith('/mo/q/search/multsearch') || path.startsWith('/c/s/pc/sync'),
  troubles: { 'signed-out': 'sign-in-expired', blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: '/',
    settings: { keywords: ['仓库'] },
    show(items, trouble) {
      const unix = (at: string): number => Date.parse(at) / 1000
      serveTieba(site, {
        trouble: trouble === 'empty' ? null : trouble,
        cards: items.map(({ n, title, at, author }) => ({
          cardInfo: 'thread',
          cardStyle: 'thread',
          data: { tid: String(7000 + n), title, content: '摘要', time: unix(at), forum_name: '临江', post_num: 0, user: { show_nickname: author } }
        })),
        threads: new Map(
          items
            .filter(({ broken }) => !broken)
            .map(({ n, title, text, at, author }) => [
              String(7000 + n),
              () => ({
                error_code: 0,
                thread: { id: 7000 + n, title, reply_num: 0, create_time: unix(at) },
                forum: { id: 1, name: '临江' },
                first_floor: { id: 9000 + n, author_id: 5, time: unix(at), content: [{ type: 0, text }] },
                post_list: [],
                page: { total_page: 1 },
                user_list: [{ id: 5, name_show: author }]
              })
            ])
        )
      })
    }
  })
}
