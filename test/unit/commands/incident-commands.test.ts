import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { addMs, hourMs } from '../../../core/instant.ts'
import { AssistantServer } from '../../support/assistant-server.ts'
import { jsonLines, wanglou, wanglouWith } from '../../support/command-line.ts'
import { told } from '../../support/group-mentions.ts'
import { analyst, anchor, document, openingOf } from '../../support/incidents.ts'

let folder = ''
let server: AssistantServer
const file = (name: string): string => path.join(folder, name)
const now = systemClock.now()

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-incidents-'))
  server = await AssistantServer.start(() => ({
    content: JSON.stringify({ summary: [{ text: '一化工厂爆炸，造成3人死亡。', evidence: ['post-0'] }], talkingPoints: [] })
  }))
  const national = readFileSync(path.resolve('config/examples/national/wanglou.yaml'), 'utf8').replaceAll('../../', `${path.resolve('config')}/`)
  writeFileSync(file('wanglou.yaml'), `${national}\nassistant: { url: '${server.url}', model: local, keyEnv: WANGLOU_TEST_KEY }\n`)
  await fill()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** One incident that a person confirmed lower, with eight hours of posts up to now. */
async function fill(): Promise<void> {
  const stores = await openEmbedded({ directory: file('data'), clock: systemClock, lock: false })
  const opened = addMs(now, -8 * hourMs)
  const confirmed = { type: 'grade-confirmed' as const, eventGrade: 'III' as const, opinionGrade: null, reason: '核实', secondedBy: null }
  const made = document([...openingOf('II', [anchor('detected', opened)]), confirmed], opened)
  const events = made.events.map((event) => (event.body.type === 'grade-confirmed' ? { ...event, actor: analyst } : event))
  await stores.incidents.put({ ...made, events }, 0)
  const posts = Array.from({ length: 16 }, (_, index) => {
    const post = told({ id: `post-${index}`, text: `一化工厂爆炸,死了3人,第 ${index} 条`, minute: 0, deaths: 3, likes: index })
    const publishedAt = addMs(now, -index * (hourMs / 2))
    return { ...post, mention: { ...post.mention, publishedAt, observedAt: publishedAt } }
  })
  await stores.mentions.putMany(posts)
  await stores.mentions.assign(posts.map(({ mention }) => ({ id: mention.id, incidentId: made.id })))
  await stores.close()
}

describe('incidents show', () => {
  it('explains the grade, what would change it, and the heat', async () => {
    const { code, stdout } = await wanglou('incidents', 'show', 'inc-test', '--data', file('data'))
    expect(code).toBe(0)
    expect(stdout).toContain('较大由人核定，只由人写明理由下调')
    expect(stdout).toMatch(/共 16 条，最近一小时 \d 条，比前一小时/)
    expect(stdout).toContain('同期：历史不足三周，尚不可知')
    expect(stdout).toMatch(/预测：每小时条数（八成区间）：\+1时 [\d.]+（[\d.]+–[\d.]+）/)
    expect(stdout).toMatch(/预测误差：\+1时 平均差 [\d.]+ 条/)
  })

  it('says the same as JSON', async () => {
    const { stdout } = await wanglou('incidents', 'show', 'inc-test', '--json', '--data', file('data'))
    const [shown] = jsonLines(stdout)
    expect(shown).toMatchObject({
      id: 'inc-test',
      outlook: { lower: { by: 'one-person' } },
      heat: { mentions: 16, undated: 0, growth: { gained: null } }
    })
  })
})

describe('incidents drift', () => {
  it('counts the grade that a person lowered', async () => {
    const { stdout } = await wanglou('incidents', 'drift', '--data', file('data'))
    expect(stdout).toContain('人核定 1 件：一致 0，上调 0（其中机器未定级 0），下调 1')
    const json = await wanglou('incidents', 'drift', '--json', '--data', file('data'))
    expect(jsonLines(json.stdout)[0]).toMatchObject({ judged: 1, lowered: 1, meanShift: -1, cells: [{ machine: 'II', person: 'III', incidents: 1 }] })
  })
})

describe('incidents draft', () => {
  const draft = (env: Record<string, string> = { WANGLOU_TEST_KEY: 'secret' }) =>
    wanglouWith(env, 'incidents', 'draft', 'inc-test', '--config', folder, '--data', file('data'))

  it('is off unless it is configured', async () => {
    const { code, stdout, stderr } = await wanglou('incidents', 'draft', 'inc-test', '--data', file('data'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('默认关闭')
  })

  it('prints what the assistant wrote with the evidence of each sentence, and that a person must approve it', async () => {
    const { code, stdout, stderr } = await draft()
    expect(code).toBe(0)
    expect(stdout).toContain('一化工厂爆炸，造成3人死亡。 [post-0]')
    expect(stderr).toContain('须经人审定')
    expect(server.asked.at(-1)).toMatchObject({ authorization: 'Bearer secret' })
  })

  it('prints nothing of what does not rest on its evidence, and says why', async () => {
    server.answers(() => ({ content: JSON.stringify({ summary: [{ text: '无人伤亡。', evidence: ['nothing'] }], talkingPoints: [] }) }))
    const { code, stdout, stderr } = await draft()
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('引用了不存在的资料 nothing')
  })

  it('names the variable that holds no key with 2', async () => {
    const { code, stderr } = await draft({ WANGLOU_TEST_KEY: '' })
    expect(code).toBe(2)
    expect(stderr).toContain('WANGLOU_TEST_KEY')
  })

  it('ends with 3 when the assistant is busy', async () => {
    server.answers(() => ({ status: 503 }))
    expect((await draft()).code).toBe(3)
  })
})
