import { describe, expect, it } from 'vitest'
import type { Person, Role } from '../../../../core/actor.ts'
import { bookOf, type RuleBook } from '../../../../core/rule-book/book.ts'
import { approvePack, returnPack, submitPack, withdrawPack, type Submission } from '../../../../core/rule-book/deeds.ts'
import type { RuleBookEntry } from '../../../../core/rule-book/entry.ts'
import { firingFault, type TrialSummary } from '../../../../core/rule-book/trial.ts'
import { at } from '../../../support/incidents.ts'

const person = (id: string, role: Role): Person => ({ kind: 'person', id, name: id, roles: [role], departmentId: null })
const author = { actor: person('author', 'analyst'), now: at('09:00') }
const second = { actor: person('second', 'analyst'), now: at('09:10') }

const submission: Submission = {
  pack: 'roads',
  text: 'new',
  base: 'old',
  current: 'old',
  fileKey: 'old',
  reason: '补上爆管',
  rules: 3,
  restores: null,
  trial: null,
  acknowledged: []
}

/** A book in which these things were done one after another. */
function after(...deeds: readonly ((book: RuleBook) => RuleBookEntry)[]): RuleBook {
  const entries: RuleBookEntry[] = []
  for (const deed of deeds) entries.push(deed(bookOf(entries)))
  return bookOf(entries)
}

const submitted = (book: RuleBook): RuleBookEntry => submitPack(book, submission, author)
const approved = (book: RuleBook): RuleBookEntry => approvePack(book, { version: 1, note: '可以', acknowledged: [], current: 'old' }, second)

function tried(fault: 'never' | 'always'): TrialSummary {
  const counts = { appear: 0, vanish: 0, grade: 0, department: 0 }
  const rule = { id: 'burst', name: '爆管', fired: fault === 'never' ? 0 : 90, fault }
  return { from: at('08:00'), to: at('09:00'), mentions: 100, left: 0, ...counts, rules: [rule] }
}

describe('a version of a rule pack', () => {
  it('is in force once a second person approved it, and not before', () => {
    expect(after(submitted).inForce.size).toBe(0)
    const book = after(submitted, approved)
    expect(book.inForce.get('roads')).toMatchObject({ id: 1, text: 'new', state: 'in-force', decided: { words: '可以' } })
    expect(book.changed).toEqual({ seq: 2, version: 1, at: at('09:10') })
  })

  it('is never approved by its author, whatever their roles', () => {
    expect(() => approvePack(after(submitted), { version: 1, note: '', acknowledged: [], current: 'old' }, author)).toThrow('不能批准自己提交的规则')
  })

  it('is written by the desk and approved by analysts and leaders alone', () => {
    const nobody = { actor: person('h', 'handler'), now: at('09:00') }
    expect(() => submitPack(bookOf([]), submission, nobody)).toThrow('您的角色不能进行此操作')
    const officer = { actor: person('o', 'duty-officer'), now: at('09:00') }
    expect(() => approvePack(after(submitted), { version: 1, note: '', acknowledged: [], current: 'old' }, officer)).toThrow('您的角色不能进行此操作')
  })

  it('that was written over something else than what is in force now is neither taken nor approved', () => {
    expect(() => submitPack(bookOf([]), { ...submission, current: 'newer' }, author)).toThrow('已有新版生效')
    expect(() => approvePack(after(submitted), { version: 1, note: '', acknowledged: [], current: 'newer' }, second)).toThrow('已有新版生效')
  })

  it('that changes nothing, or says no reason, is not taken', () => {
    expect(() => submitPack(bookOf([]), { ...submission, text: 'old' }, author)).toThrow('没有可提交的改动')
    expect(() => submitPack(bookOf([]), { ...submission, reason: ' ' }, author)).toThrow('请写明为什么改')
  })

  it('is replaced by the next, and decided once: of two decisions the first counts', () => {
    const book = after(
      submitted,
      approved,
      (now) => submitPack(now, { ...submission, text: 'newest', base: 'new', current: 'new' }, author),
      (now) => approvePack(now, { version: 3, note: '', acknowledged: [], current: 'new' }, second)
    )
    expect(book.versions.map(({ id, state }) => [id, state])).toEqual([
      [3, 'in-force'],
      [1, 'replaced']
    ])
    expect(() => returnPack(book, { version: 3, reason: '晚了' }, second)).toThrow('已经办过了')
    const late = bookOf([
      submitted(bookOf([])),
      { kind: 'returned', seq: 2, at: at('09:05'), by: second.actor, version: 1, reason: '太宽' },
      { kind: 'approved', seq: 3, at: at('09:06'), by: second.actor, version: 1, note: '' }
    ])
    expect(late.versions[0]).toMatchObject({ state: 'returned', decided: { words: '太宽' } })
    expect(late.inForce.size).toBe(0)
  })

  it('goes back with a reason, or is taken back by its author alone', () => {
    expect(() => returnPack(after(submitted), { version: 1, reason: '' }, second)).toThrow('请写明为什么退回')
    expect(() => withdrawPack(after(submitted), { version: 1, reason: '写错' }, second)).toThrow('只有提交人可以撤回')
    expect(after(submitted, (book) => withdrawPack(book, { version: 1, reason: '写错' }, author)).versions[0]?.state).toBe('withdrawn')
    expect(() => returnPack(after(submitted), { version: 7, reason: '无' }, second)).toThrow('没有第 7 号')
  })
})

describe('a rule that never or always fires', () => {
  it.each(['never', 'always'] as const)('%s: is saved and approved only by who was told, each for themselves', (fault) => {
    const trial = tried(fault)
    expect(() => submitPack(bookOf([]), { ...submission, trial }, author)).toThrow('须先逐条确认')
    const told = (book: RuleBook): RuleBookEntry => submitPack(book, { ...submission, trial, acknowledged: ['burst'] }, author)
    const decision = { version: 1, note: '', current: 'old' }
    expect(() => approvePack(after(told), { ...decision, acknowledged: [] }, second)).toThrow('须先逐条确认')
    expect(approvePack(after(told), { ...decision, acknowledged: ['burst'] }, second).kind).toBe('approved')
  })

  it('is told from one that fires now and then; where there was nothing to try it on, nobody knows', () => {
    expect(firingFault(0, 100)).toBe('never')
    expect(firingFault(1, 100)).toBeNull()
    expect(firingFault(49, 100)).toBeNull()
    expect(firingFault(50, 100)).toBe('always')
    expect(firingFault(3, 3)).toBe('always')
    expect(firingFault(2, 3)).toBeNull()
    expect(firingFault(0, 0)).toBe('untried')
  })
})
