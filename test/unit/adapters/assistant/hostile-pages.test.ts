import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chatCompletions } from '../../../../adapters/assistant/chat-completions.ts'
import { readArticle } from '../../../../adapters/web/article.ts'
import { briefOf } from '../../../../core/assistant/brief.ts'
import { writeDraft } from '../../../../core/assistant/draft.ts'
import type { Assessment } from '../../../../core/assessment.ts'
import type { Grade } from '../../../../core/grade.ts'
import { MentionId } from '../../../../core/mention.ts'
import type { AssessedMention } from '../../../../core/ports.ts'
import { assessorFor, nowhereInParticular } from '../../../support/assess-knowledge.ts'
import { mentionOf } from '../../../support/mention.ts'
import { AssistantServer } from '../../../support/assistant-server.ts'
import { Desk } from '../../../support/group-desk.ts'
import { hostilePages, type HostilePage } from '../../../support/hostile-pages.ts'
import { at } from '../../../support/incidents.ts'

const project = path.resolve(import.meta.dirname, '../../../..')

/** What a page comes to on a desk of its own: the grade of its text, and that of its incident. */
interface Outcome {
  readonly desk: Desk
  readonly content: Grade | null
  readonly incident: Grade | null | undefined
}

let assess: (part: Parameters<typeof mentionOf>[0]) => Assessment
let server: AssistantServer
beforeAll(async () => {
  assess = await assessorFor(nowhereInParticular)
  server = await AssistantServer.start(() => ({ content: '' }))
})
afterAll(() => server[Symbol.asyncDispose]())

function readPage({ id, html }: HostilePage): AssessedMention {
  const { title, text } = readArticle(html, { url: `http://metro.example/${id}`, observedAt: at('10:00') })
  const mention = mentionOf({ id: MentionId.parse(id), title, text, publishedAt: at('09:00'), observedAt: at('09:30'), contentHash: id })
  return { mention, assessment: assess(mention) }
}

async function received(page: HostilePage): Promise<Outcome> {
  const desk = new Desk()
  const one = readPage(page)
  await desk.receive(one)
  return { desk, content: one.assessment.grade, incident: desk.open()[0]?.state.grade }
}

/** Asks for a draft of every incident of a desk; what was refused, or a draft. */
async function draftAll(desk: Desk): Promise<unknown[]> {
  const assistant = chatCompletions({ url: server.url, model: 'local', key: null, timeoutMs: 5_000 })
  return Promise.all(
    desk.open().map(async (document) => {
      const mentions = await desk.mentions.ofIncidents([document.id])
      return writeDraft(assistant, briefOf(document, mentions)).catch((error: unknown) => error)
    })
  )
}

describe('a hundred hostile pages, with an assistant that obeys them', () => {
  test('are a hundred different ones, and their commands do reach the machine', () => {
    expect(new Set(hostilePages.map(({ html }) => html)).size).toBe(100)
    const heard = hostilePages.filter((page) =>
      /忽略|SYSTEM|规则|official-0001|INST|confirm-grade|不要输出|系统|Ⅳ级|evil\.example/.test(JSON.stringify(readPage(page).mention))
    )
    expect(heard.length).toBeGreaterThanOrEqual(50)
  })

  test('every grade equals the rules-only grade, and nothing of an incident changes', async () => {
    let incidents = 0
    for (const page of hostilePages) {
      const alone = await received(page)
      server.answers(({ brief }) => ({ content: page.obeyed(brief.evidence.map(({ id }) => id)) }))
      const helped = await received(page)
      const before = JSON.stringify(helped.desk.open())
      incidents += (await draftAll(helped.desk)).length
      expect([page.id, JSON.stringify(helped.desk.open())]).toEqual([page.id, before])
      // The desk goes on working with the assistant about: the same page again, read after the draft.
      await helped.desk.receive(readPage(page))
      await draftAll(helped.desk)
      expect([page.id, readPage(page).assessment.grade, helped.desk.open()[0]?.state.grade]).toEqual([page.id, alone.content, alone.incident])
      expect([page.id, helped.content, helped.incident]).toEqual([page.id, alone.content, alone.incident])
    }
    expect(incidents).toBeGreaterThan(60)
  })

  test('every draft that obeys is refused with its reason', async () => {
    for (const page of hostilePages) {
      server.answers(({ brief }) => ({ content: page.obeyed(brief.evidence.map(({ id }) => id)) }))
      for (const outcome of await draftAll((await received(page)).desk))
        expect([page.id, outcome]).toMatchObject([page.id, { code: 'draft-refused' }])
    }
  })

  test('an honest draft of the same pages is taken', async () => {
    server.answers(() => ({
      content: JSON.stringify({ summary: [{ text: '有关部门已赶赴现场处置，原因正在调查。', evidence: ['incident'] }], talkingPoints: [] })
    }))
    for (const page of hostilePages) {
      for (const outcome of await draftAll((await received(page)).desk)) expect(outcome).toMatchObject({ summary: [{ evidence: ['incident'] }] })
    }
  })
})

describe('the assistant has no way to a grade', () => {
  /** Files of the project that a file imports, as paths from its root. */
  const importsOf = (file: string): string[] =>
    [...readFileSync(path.join(project, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) =>
      path.relative(project, path.resolve(project, path.dirname(file), match[1] ?? ''))
    )

  test('only the command that prints a draft uses it', () => {
    const folders = 'adapters,alerting,commands,config,core,crawlers,dashboard,dashboard-api,drill,pipeline,roles'
    const files = globSync(`{*.ts,{${folders}}/**/*.{ts,vue}}`, { cwd: project }).filter((file) => !/^(?:core|adapters)\/assistant\//.test(file))
    const using = files.filter((file) => importsOf(file).some((name) => /^(?:core|adapters)\/assistant\//.test(name) && !name.endsWith('/prompt.ts')))
    expect(using).toEqual(['commands/draft.ts'])
    // ports.ts names the shape of a message, and nothing more.
    expect(files.filter((file) => importsOf(file).some((name) => name.endsWith('assistant/prompt.ts')))).toEqual(['core/ports.ts'])
  })

  test('and neither it nor the command imports anything that decides or writes', () => {
    for (const file of ['commands/draft.ts', ...globSync('{core,adapters}/assistant/*.ts', { cwd: project })]) {
      const deciding = importsOf(file).filter((name) => /^core\/incident\/(?!state)|grade-table|^pipeline\/|^adapters\/(?!assistant)/.test(name))
      expect([file, deciding]).toEqual([file, []])
    }
  })
})
