import { describe, expect, it } from 'vitest'
import type { Person } from '../../../../core/actor.ts'
import { checkedDraft, isOwnedBy, searchLink, SearchTerms, termsWords, type SearchDraft } from '../../../../core/saved-search/saved-search.ts'

const officer: Person = { kind: 'person', id: 'p1', name: '甲', roles: ['duty-officer'], departmentId: null }
const handler: Person = { kind: 'person', id: 'p2', name: '乙', roles: ['handler'], departmentId: 'safety' }
const terms = SearchTerms.parse({ q: '化工 异味', kinds: ['weibo'], grades: ['I'], relevantOnly: true })
const alert = { count: 1, minutes: 10, quiet: [], posts: [] }

function draft(more: Partial<SearchDraft> = {}): SearchDraft {
  return { name: ' 异味 ', owner: { kind: 'person', id: 'p1', name: '甲' }, terms, alert, ...more }
}

describe('what is kept of a search', () => {
  it('has a name without blanks around it, its terms in words, and an address that shows the same', () => {
    expect(checkedDraft(draft(), officer).name).toBe('异味')
    expect(termsWords(terms)).toBe('化工 异味 · 微博 · 特别重大 · 只看与本地有关的')
    expect(searchLink(terms)).toBe(`/mentions?q=${encodeURIComponent('化工 异味')}&kinds=weibo&grades=I&relevant=1`)
  })

  it.each<[string, Partial<SearchDraft>, string]>([
    ['no name', { name: '  ' }, '请填写名称'],
    ['too long a name', { name: '长'.repeat(41) }, '最多 40 字'],
    ['a query that cannot be read', { terms: SearchTerms.parse({ q: '"没完' }) }, '引号没有配对'],
    ['everything, with an alert', { terms: SearchTerms.parse({}) }, '没有任何条件'],
    ['a post twice', { alert: { ...alert, posts: [1, 2].map(() => ({ contactId: 'desk', channel: 'mail' })) } }, '选了两次'],
    ['what belongs to somebody else', { owner: { kind: 'person', id: 'p2', name: '乙' } }, '属于他人']
  ])('is refused with %s', (_, more, words) => {
    expect(() => checkedDraft(draft(more), officer)).toThrow(words)
  })

  it('may be everything where nobody is told', () => {
    expect(checkedDraft(draft({ terms: SearchTerms.parse({}), alert: null }), officer).alert).toBeNull()
  })

  it('belongs to a person, to those of a department, or to the desk', () => {
    const owners = [{ kind: 'person', id: 'p1', name: '甲' }, { kind: 'department', id: 'safety', name: '安全处' }, { kind: 'desk' }] as const
    expect(owners.map((owner) => [isOwnedBy(owner, officer), isOwnedBy(owner, handler)])).toEqual([
      [true, false],
      [false, true],
      [true, false]
    ])
  })
})
