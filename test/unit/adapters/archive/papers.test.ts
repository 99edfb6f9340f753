import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { machine } from '../../../../core/actor.ts'
import { addReport } from '../../../../core/reports/report-book.ts'
import { at } from '../../../support/incidents.ts'
import { closedMatter, filed, openArchiveDesk, run, type ArchiveDesk } from '../../../support/archive-desk.ts'

let desk: ArchiveDesk
let folder: string
let paper: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'papers-'))
  desk = await openArchiveDesk()
  await closedMatter(desk)
  paper = await desk.stores.evidence.put(Buffer.from('督办单'), { url: null, contentType: 'application/pdf', at: at('12:30') })
  const lost = '0'.repeat(63)
  for (const [id, incidentId, key] of [
    ['order', 'inc-1', paper],
    ['closing', 'inc-1', `${lost}1`],
    ['other', 'inc-2', `${lost}2`]
  ] as const)
    await addReport(desk.stores.crawl, {
      id,
      cause: id,
      kind: 'supervision-order',
      title: '督办单',
      number: '舆督〔2031〕7号',
      incidentId,
      from: null,
      to: null,
      madeAt: at('12:30'),
      madeBy: machine('cli'),
      issue: null,
      edition: 1,
      head: null,
      drill: false,
      sources: 1,
      files: [{ format: 'pdf', name: '督办单.pdf', key, bytes: 9 }],
      problems: [],
      paper: null,
      editedFrom: null
    })
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

it(
  'a package holds the papers of its incident with their files, names those that are gone, and both scripts pass it',
  { timeout: 60_000 },
  async () => {
    const { state } = await filed(desk)
    const made = state.after?.filed?.package
    const tar = desk.file(made?.file ?? '')
    expect(made).toMatchObject({ evidence: 3, missing: 1 })
    const papers = (await run('tar', ['xOf', tar, 'papers.jsonl'], folder)).output.trim().split('\n')
    expect(papers.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['order', 'closing'])
    expect((await run('tar', ['xOf', tar, `evidence/${paper}`], folder)).output).toBe('督办单')
    for (const [script, program] of [
      ['verify.mjs', process.execPath],
      ['verify.py', 'python3']
    ] as const) {
      await run('tar', ['xf', tar, script], folder)
      expect([script, (await run(program, [script, tar, '--root', made?.root ?? ''], folder)).code]).toEqual([script, 0])
    }
  }
)
