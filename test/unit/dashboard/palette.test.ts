import { describe, expect, it } from 'vitest'
import { incidentEntries, matching, pageEntries, type PageRoute } from '../../../dashboard/palette/entries.ts'

const routes: readonly PageRoute[] = [
  { path: '/', meta: { title: '值班台', needs: 'incident.read' } },
  { path: '/incidents/:id', meta: { title: '事件', needs: 'incident.read' } },
  { path: '/people', meta: { title: '人员', needs: 'account.read' } },
  { path: '/sign-in', meta: { title: '登录' } }
]
const entries = [...pageEntries(routes, (action) => action === 'incident.read'), ...incidentEntries([{ id: 'inc-1', title: '滨河路爆炸 Blast' }])]

describe('the palette', () => {
  it('offers only pages that this person may see and that need no address', () => {
    expect(pageEntries(routes, (action) => action === 'incident.read').map(({ words }) => words)).toEqual(['值班台'])
  })

  it('finds what has all the typed words, whatever their case, and a search for them last', () => {
    const found = matching(entries, ' blast 滨河 ', true)
    expect(found.map(({ kind, words }) => `${kind} ${words}`)).toEqual(['incident 滨河路爆炸 Blast', 'search blast 滨河'])
    expect(found.at(-1)?.to).toEqual({ name: 'mentions', query: { q: 'blast 滨河' } })
  })

  it('offers no search to who may not search, and none for nothing', () => {
    expect(matching(entries, '没有的词', false)).toEqual([])
    expect(matching(entries, ' ', true)).toHaveLength(2)
  })

  it('shows what is open beside any number of pages', () => {
    const pages = Array.from({ length: 30 }, (_, index) => ({
      path: `/${index}`,
      meta: { title: `第 ${index} 页`, needs: 'incident.read' as const }
    }))
    const all = [...pageEntries(pages, () => true), ...incidentEntries([{ id: 'inc-1', title: '滨河路爆炸' }])]
    expect(matching(all, '', true).at(-1)).toMatchObject({ kind: 'incident', words: '滨河路爆炸' })
  })
})
