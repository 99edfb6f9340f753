import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { sha256 } from '../../../adapters/hash.ts'
import { addMs, dayMs, type Instant } from '../../../core/instant.ts'
import { MentionId } from '../../../core/mention.ts'
import type { RuleDesk } from '../../../core/rule-book/rule-desk.ts'
import { PackCheckView, PackView, RulesView, TrialView, TryView, VersionView, type PackDraftRequest } from '../../../dashboard-api/contract-rules.ts'
import { startLiveAssessor, type LiveAssessor } from '../../../roles/live-assessor.ts'
import { createRuleDesk } from '../../../roles/rule-desk.ts'
import { loadProductConfig } from '../../../system.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { mentionOf } from '../../support/mention.ts'
import { deskConfig, silent } from '../../support/running-system.ts'

/** Each set of rules has a thread of its own, which takes its time beside other tests. */
const patience = { timeout: 120_000 }
const fewWords = new URL('../../support/listed-segmenter.ts', import.meta.url)

let one: TestApp
let directory: string
let desk: RuleDesk & { close(): Promise<void> }
let live: LiveAssessor
let author: string
let second: string

const packText = `id: water
subject: 城市管理
version: '1'
rules:
  - id: cut-off
    name: 停水
    eventType: 供水
    when:
      any: [停水]
    grade: IV
    source: 供水条例
`
const burst = `  - id: burst
    name: 爆管
    eventType: 供水
    when:
      any: [爆管]
    grade: III
    source: 供水条例
`

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wanglou-rules-'))
  await writeFile(path.join(directory, 'water.yaml'), packText)
  await writeFile(
    path.join(directory, 'wanglou.yaml'),
    stringify({ ...deskConfig(directory, 'http://outlet.example/'), packs: ['water.yaml'], gazetteer: 'places' })
  )
  await mkdir(path.join(directory, 'places'))
  await writeFile(path.join(directory, 'places', 'divisions.tsv'), '99\t云州省\n')
  const config = await loadProductConfig(directory)
  one = await startApp({
    rules: {
      inForce: () => desk.inForce(),
      textOf: (key) => desk.textOf(key),
      keep: (text) => desk.keep(text),
      check: (draft) => desk.check(draft),
      tryOn: (draft, mention) => desk.tryOn(draft, mention),
      tryOnPast: (draft, told) => desk.tryOnPast(draft, told)
    }
  })
  const ground = { config, stores: one.stores, clock: one.clock, logger: silent, sha256, holder: 'pipeline-1' }
  desk = createRuleDesk(ground, fewWords)
  live = await startLiveAssessor(ground, fewWords)
  author = await one.signIn(['analyst'])
  second = await one.signIn(['leader'])
  for (const [id, text] of [
    ['cut', '临江路停水一天，居民反映。'],
    ['pipe', '临江路水管爆管，路面积水。'],
    ['fair', '周末集市开张，欢迎参加。']
  ] as const) {
    const mention = mentionOf({ id: MentionId.parse(id), title: null, text, publishedAt: one.clock.now() })
    const [assessment] = await live.assess([mention])
    if (assessment !== undefined) await one.stores.mentions.putMany([{ mention, assessment }])
  }
})
afterAll(async () => {
  await live?.close()
  await desk?.close()
  await one?.close()
  await rm(directory, { recursive: true, force: true })
})

async function pack(): Promise<PackView> {
  return PackView.parse((await one.call(author, 'GET', '/api/rules/packs/water')).body)
}

async function tried(draft: PackDraftRequest): Promise<TrialView> {
  const begun = await one.call(author, 'POST', '/api/rules/trials', draft)
  expect(begun.status).toBe(202)
  const { id } = TrialView.parse(begun.body)
  const ask = async (): Promise<TrialView> => TrialView.parse((await one.call(author, 'GET', `/api/rules/trials/${id}`)).body)
  await expect.poll(async () => (await ask()).state, patience).not.toBe('running')
  return await ask()
}

async function submit(text: string, acknowledged: readonly string[] = []) {
  const { id: trial } = await tried({ pack: 'water', text })
  return await one.call(author, 'POST', '/api/rules/versions', {
    pack: 'water',
    text,
    base: (await pack()).key,
    reason: '补上爆管',
    trial,
    acknowledged
  })
}

async function rules(): Promise<RulesView> {
  return RulesView.parse((await one.call(author, 'GET', '/api/rules')).body)
}

describe('a draft of rules', patience, () => {
  it('is told every fault with its line, as a configuration is', async () => {
    const text = packText + burst.replace('any: [爆管]', 'any: [爆管, "，"]').replace('source: 供水条例', 'sorce: 供水条例')
    const check = PackCheckView.parse((await one.call(author, 'POST', '/api/rules/check', { pack: 'water', text })).body)
    expect(check.problems.map(({ line, field }) => [line, field])).toEqual(
      expect.arrayContaining([
        [18, 'rules.1.sorce'],
        [12, 'rules.1.source']
      ])
    )
    expect((await one.call(author, 'POST', '/api/rules/trials', { pack: 'water', text })).body).toMatchObject({
      detail: expect.stringContaining('处错误，改好后再回测') as string
    })
  })

  it('judges one text: which rules fire by which words, the grade, and why', async () => {
    const draft = { pack: 'water', text: packText + burst }
    const judged = TryView.parse((await one.call(author, 'POST', '/api/rules/try', { draft, text: '临江路水管爆管，大片停水。' })).body)
    expect(judged.rules.map(({ id, changed, words }) => [id, changed, words])).toEqual([
      ['burst', true, ['爆管']],
      ['cut-off', false, ['停水']]
    ])
    expect(judged.grade).toBe('III')
    expect(judged.highlights.map(({ offset, length }) => [offset, length])).toEqual(expect.arrayContaining([[5, 2]]))
    expect(judged.why.length).toBeGreaterThan(0)
    const now = TryView.parse((await one.call(author, 'POST', '/api/rules/try', { draft: null, text: '临江路水管爆管。' })).body)
    expect(now.rules).toEqual([])
  })

  it('is tried on the last seven days, with what it would change and where it fires', async () => {
    const { result, changes, hits } = await tried({ pack: 'water', text: packText + burst })
    expect(result).toMatchObject({ mentions: 3, appear: 1, vanish: 0 })
    expect(result?.rules).toEqual([expect.objectContaining({ id: 'burst', fired: 1, fault: null })])
    expect(changes.map(({ id, kind, by }) => [id, kind, by])).toEqual([['pipe', 'appear', ['+burst']]])
    expect(hits).toEqual([{ rule: 'burst', items: [expect.objectContaining({ id: 'pipe' })] }])
  })
})

describe('a version of rules', patience, () => {
  it('that never fires is taken only from who says that they know', async () => {
    const text = packText + burst.replace('爆管]', '塌方]')
    const refused = await submit(text)
    expect(refused.body).toMatchObject({ status: 409, detail: expect.stringContaining('从不命中：回测 3 条，0 条命中') as string })
    expect((await submit(text, ['burst'])).status).toBe(201)
    const [version] = (await rules()).versions
    expect(version).toMatchObject({ state: 'waiting', warned: 1, mine: true })
    const decision = `/api/rules/versions/${version?.id}`
    expect((await one.call(second, 'POST', `${decision}/approve`, {})).body).toMatchObject({
      detail: expect.stringContaining('须先逐条确认') as string
    })
    expect((await one.call(second, 'POST', `${decision}/return`, { reason: '先看看有没有这样的信息' })).status).toBe(200)
  })

  it('needs the trial of this very text', async () => {
    const { id } = await tried({ pack: 'water', text: packText + burst })
    const request = { pack: 'water', text: `${packText}${burst}# 又改\n`, base: (await pack()).key, reason: '补上', trial: id }
    expect((await one.call(author, 'POST', '/api/rules/versions', request)).body).toMatchObject({
      detail: expect.stringContaining('又改了') as string
    })
  })

  it('is put in force by a second person, and the process that judges goes over to it without a restart', async () => {
    const made = VersionView.parse((await submit(packText + burst)).body)
    expect(made.diff).toMatchObject({ added: 7, removed: 0 })
    const address = `/api/rules/versions/${made.version.id}/approve`
    expect((await one.call(author, 'POST', address, {})).body).toMatchObject({ status: 409, detail: '不能批准自己提交的规则：须由另一人批准' })
    const before = live.rulesVersion()
    expect((await one.call(second, 'POST', address, { note: '可以' })).status).toBe(200)
    await expect.poll(() => live.rulesVersion(), patience).not.toBe(before)
    const [assessment] = await live.assess([mentionOf({ id: MentionId.parse('new'), title: null, text: '临江路水管又爆管。' })])
    expect(assessment).toMatchObject({ grade: 'III', rules: [{ id: 'burst' }] })
    await expect.poll(async () => (await rules()).processes[0]?.current, patience).toBe(true)
    const view = await rules()
    expect(view.processes[0]).toMatchObject({ holder: 'pipeline-1', rules: 2, words: '已载入 2 条，没有被拒的' })
    expect(view).toMatchObject({ bookVersion: made.version.id, rules: 2 })
    expect((await pack()).bookVersion).toBe(made.version.id)
    const audit = (await one.stores.audit.read(0, 100)).filter(({ action }) => action === 'rule.approve').at(-1)
    expect(audit).toMatchObject({ subject: `第 ${made.version.id} 号`, detail: expect.stringContaining('已办') as string })
  })

  it('goes back to the file, and to a former version, by the same two people', async () => {
    const back = VersionView.parse((await one.call(author, 'POST', '/api/rules/packs/water/restore', { reason: '误报太多' })).body)
    expect(back.version).toMatchObject({ asFile: true })
    expect(back.diff).toMatchObject({ added: 0, removed: 7 })
    expect((await one.call(second, 'POST', `/api/rules/versions/${back.version.id}/approve`, {})).status).toBe(200)
    expect(await pack()).toMatchObject({ bookVersion: null, text: packText })
    const former = (await rules()).versions.find(({ state, asFile }) => state === 'replaced' && !asFile)
    const again = await one.call(author, 'POST', `/api/rules/versions/${former?.id}/restore`, { reason: '还是要' })
    expect(VersionView.parse(again.body).version).toMatchObject({ restores: former?.id, state: 'waiting' })
  })

  it('is read and written by those who have the right alone', async () => {
    const handler = await one.signIn(['handler'])
    expect((await one.call(handler, 'GET', '/api/rules')).status).toBe(403)
    const officer = await one.signIn(['duty-officer'])
    expect((await one.call(officer, 'GET', '/api/rules')).status).toBe(200)
    expect((await one.call(officer, 'POST', '/api/rules/versions/1/approve', {})).status).toBe(403)
    expect((await one.call(author, 'GET', '/api/rules/packs/nowhere')).status).toBe(404)
    expect((await one.call(author, 'GET', '/api/rules/versions/999')).status).toBe(404)
  })
})

describe('a draft of rules, where nobody knows when an item was published', patience, () => {
  it('is tried on those first seen in these days, as all of a hot list are', async () => {
    const put = async (id: string, observedAt: Instant) => {
      const mention = mentionOf({ id: MentionId.parse(id), sourceKind: 'hot-list', title: '某地暖气爆管', publishedAt: null, observedAt })
      const [assessment] = await live.assess([mention])
      if (assessment !== undefined) await one.stores.mentions.putMany([{ mention, assessment }])
    }
    await put('hot-old', addMs(one.clock.now(), -8 * dayMs))
    await put('hot', one.clock.now())
    const { result, hits } = await tried({ pack: 'water', text: packText + burst })
    expect([result?.mentions, result?.rules.map(({ fired }) => fired)]).toEqual([4, [2]])
    expect(hits[0]?.items.map(({ id }) => id)).toEqual(['pipe', 'hot'])
  })
})
