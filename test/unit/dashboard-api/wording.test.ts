import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { ReleasePolicy } from '../../../core/release-policy.ts'
import { minuteMs } from '../../../core/instant.ts'
import { FilledTemplate, MediaPlan, WordingDesk, WordingDiff, wordingPaths } from '../../../dashboard-api/contract-wording.ts'
import { IncidentDetail, paths, Problem } from '../../../dashboard-api/contract.ts'
import { wordDiff } from '../../../dashboard-api/views/wording-diff.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { judged, openIncident, store } from '../../support/api-incidents.ts'
import { at, policy } from '../../support/incidents.ts'
import { threeSteps } from '../../support/wording-matter.ts'

let one: TestApp
let duty: string
let analyst: string
let chief: string

beforeEach(async () => {
  const release = ReleasePolicy.parse({ ...threeSteps, templates: 'required' })
  one = await startApp({ policy: { ...policy, release } })
  duty = await one.signIn(['duty-officer'])
  analyst = await one.signIn(['analyst'])
  chief = await one.signIn(['leader'])
  const opened = await one.call(duty, 'POST', paths.incidents, {
    title: '临江区一化工厂爆炸',
    eventType: '爆炸',
    eventGrade: 'II',
    opinionGrade: null,
    occurredAt: at('08:10'),
    departments: [{ id: 'safety', role: 'lead' }],
    reason: '电话报告'
  })
  id = IncidentDetail.parse(opened.body).id
})
afterEach(() => one.close())
let id = ''

function act(cookie: string, verb: Parameters<typeof paths.incidentVerb>[1], body: unknown): Promise<Answer> {
  return one.call(cookie, 'POST', paths.incidentVerb(id, verb), body)
}

async function desk(cookie = duty): Promise<WordingDesk> {
  return WordingDesk.parse((await one.call(cookie, 'GET', wordingPaths.wording(id))).body)
}

async function filled(template = 'first-release'): Promise<FilledTemplate> {
  return FilledTemplate.parse((await one.call(duty, 'GET', `${wordingPaths.filled(id)}?template=${template}&unit=`)).body)
}

/** The template as the incident fills it, its gaps written by a person. */
async function written(): Promise<{ template: string; sections: { field: string; text: string }[]; basis: string }> {
  const { sections } = await filled()
  return {
    template: 'first-release',
    sections: sections.map(({ field, text }) => ({
      field,
      text: text.replace(/【待核：[^】]*】/g, field === 'next-update' ? '3月12日18时' : '拨打12345咨询')
    })),
    basis: '应急局 8时50分电话报告'
  }
}

describe('口径 by the API', () => {
  it('goes from the filled template over three persons into force', async () => {
    const draft = await filled()
    expect(draft.unit).toBe('临江市值班室')
    expect(draft.sections.find(({ field }) => field === 'known-facts')?.text).toContain('3月12日8时10分')
    expect(draft.gaps.map(({ what }) => what)).toContain('人员伤亡')
    expect((await act(duty, 'draft-wording', await written())).status).toBe(200)
    expect((await act(duty, 'submit-wording', { version: 1 })).status).toBe(200)
    expect((await act(duty, 'approve-wording', { version: 1 })).status).toBe(403)
    expect((await act(analyst, 'approve-wording', { version: 1 })).status).toBe(200)
    expect((await act(analyst, 'approve-wording', { version: 1 })).status).toBe(403)
    const detail = IncidentDetail.parse((await act(chief, 'approve-wording', { version: 1 })).body)
    expect(detail.wordings).toMatchObject([{ version: 1, counts: true, standingWords: '已生效', awaits: null }])
    const { versions, steps } = await desk()
    expect(steps.map(({ words }) => words)).toEqual(['拟稿', '审核', '签发'])
    expect(versions[0]).toMatchObject({ stageWords: '首次发布', unit: '临江市值班室', inForce: true })
    expect(versions[0]?.done.map(({ words }) => words)).toEqual(['拟稿', '提交', '审核', '签发'])
    expect(versions[0]?.sections.flatMap(({ statements }) => statements).every(({ evidence }) => evidence.length > 0)).toBe(true)
    expect(detail.timeline.map(({ title }) => title)).toEqual(expect.arrayContaining(['审核口径第 1 版：同意', '签发口径第 1 版']))
  })

  it('refuses with the reason what is free, open, unknown, giant or another’s', async () => {
    const detailOf = async (answer: Promise<Answer>): Promise<[number, string]> => {
      const { status, body } = await answer
      return [status, Problem.parse(body).detail]
    }
    expect(await detailOf(act(duty, 'draft-wording', { text: '自由起草' }))).toEqual([409, expect.stringMatching(/须按模板起草/)])
    expect(await detailOf(act(duty, 'draft-wording', { template: 'none' }))).toEqual([
      400,
      expect.stringMatching(/没有编号为 none 的口径模板；可用：first-release/)
    ])
    expect((await act(duty, 'draft-wording', { text: '字'.repeat(6001) })).status).toBe(400)
    expect((await act(duty, 'draft-wording', { ...(await written()), unit: 'police' })).status).toBe(403)
    const { sections } = await filled()
    await act(duty, 'draft-wording', { template: 'first-release', sections: sections.map(({ field, text }) => ({ field, text })) })
    expect(await detailOf(act(duty, 'submit-wording', { version: 1 }))).toEqual([409, expect.stringMatching(/处待核：[^]*人员伤亡/)])
    expect((await desk()).versions[0]?.faults[0]).toMatch(/处待核/)
  })

  it('lets a department speak for itself, and flags where it contradicts', async () => {
    const approve = async (cookie: string, deaths: number, version: number): Promise<void> => {
      const draft = await written()
      const sections = draft.sections.map((section) =>
        section.field === 'measures' ? { ...section, text: `造成${deaths}人死亡，伤员已送医。` } : section
      )
      expect((await act(cookie, 'draft-wording', { ...draft, sections })).status).toBe(200)
      for (const [who, verb] of [
        [cookie, 'submit-wording'],
        [analyst, 'approve-wording'],
        [chief, 'approve-wording']
      ] as const)
        expect((await act(who, verb, { version })).status).toBe(200)
    }
    const safety = await one.signIn(['handler'], 'safety')
    await approve(duty, 3, 1)
    await approve(safety, 5, 2)
    const { conflicts, versions } = await desk()
    expect(versions.map(({ unit, inForce }) => [unit, inForce])).toEqual([
      ['安全处', true],
      ['临江市值班室', true]
    ])
    expect(conflicts).toMatchObject([{ name: '死亡（数字）', state: 'open' }])
    expect(conflicts[0]?.sides.map(({ unit }) => unit).sort()).toEqual(['临江市值班室', '安全处'])
    const [conflict] = conflicts
    expect((await act(duty, 'settle-conflict', { conflict: conflict?.id, reason: '以安全处为准，已通知改稿' })).status).toBe(200)
    expect((await desk()).conflicts[0]).toMatchObject({ state: 'settled', settled: { reason: '以安全处为准，已通知改稿' } })
  })

  it('shows how two versions differ, and says when there is no such version', async () => {
    const draft = await written()
    await act(duty, 'draft-wording', draft)
    await act(duty, 'draft-wording', {
      ...draft,
      sections: draft.sections.map(({ field, text }) => ({ field, text: text.replace('8时10分', '9时10分') }))
    })
    const diff = WordingDiff.parse((await one.call(duty, 'GET', `${wordingPaths.diff(id)}?from=1&to=2`)).body)
    expect(diff.parts.filter(({ change }) => change !== 'same')).toEqual([
      { change: 'removed', text: '8' },
      { change: 'added', text: '9' }
    ])
    expect((await one.call(duty, 'GET', `${wordingPaths.diff(id)}?from=1&to=7`)).status).toBe(404)
    expect((await one.call(duty, 'GET', `${wordingPaths.diff(id)}?from=x&to=2`)).status).toBe(400)
  })

  it('answers 404 for an incident that there is not', async () => {
    for (const path of [wordingPaths.wording('none'), `${wordingPaths.filled('none')}?template=first-release`, wordingPaths.media('none')])
      expect((await one.call(duty, 'GET', path)).status).toBe(404)
  })
})

describe('媒体宣传计划 by the API', () => {
  it('says what a published piece reached; unknown engagement is not 0', async () => {
    await act(duty, 'plan-media', { outlet: '临江日报', angle: '救援进展', plannedAt: at('14:00') })
    expect(MediaPlan.parse((await one.call(duty, 'GET', wordingPaths.media(id))).body).rows).toMatchObject([{ state: 'planned', reach: null }])
    await openIncident(one, 'inc-2', 'II', at('08:00'))
    const piece = judged(`url:${sha256('rb.example/a/1').slice(0, 32)}`, at('08:30'), id)
    const quoting = judged('quote', at('08:40'), id)
    await store(one, [
      { ...piece, mention: { ...piece.mention, url: 'https://www.rb.example/a/1' } },
      { ...quoting, mention: { ...quoting.mention, source: '论坛', text: '转发：rb.example/a/1 看救援现场' } },
      judged('other', at('08:45'), id)
    ])
    one.clock.pass(12 * minuteMs)
    const link = 'https://rb.example/a/1'
    expect((await act(duty, 'publish-media', { piece: '1', link, publishedAt: at('09:10') })).status).toBe(200)
    const [row] = MediaPlan.parse((await one.call(duty, 'GET', wordingPaths.media(id))).body).rows
    expect(row).toMatchObject({ state: 'published', stateWords: '已刊发', link })
    expect(row?.reach).toMatchObject({
      mentions: 1,
      sources: 1,
      captured: true,
      capped: false,
      comments: { value: 24, known: 2 },
      views: { value: null, known: 0 }
    })
  })
})

describe('a diff of Chinese words', () => {
  it('takes a changed word whole and joins back to both texts', () => {
    const [before, after] = ['造成3人死亡，原因正在调查。', '造成5人死亡、2人受伤，原因正在调查。']
    const { parts } = wordDiff(before, after)
    expect(
      parts
        .filter(({ change }) => change !== 'added')
        .map(({ text }) => text)
        .join('')
    ).toBe(before)
    expect(
      parts
        .filter(({ change }) => change !== 'removed')
        .map(({ text }) => text)
        .join('')
    ).toBe(after)
  })

  it('of texts without a word in common ends in time', () => {
    const [before, after] = ['甲乙丙丁'.repeat(1500), '子丑寅卯'.repeat(1500)]
    const { parts } = wordDiff(before, after)
    expect(parts.map(({ text }) => text).join('').length).toBe(12_000)
  })
})
