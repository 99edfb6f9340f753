import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IncidentDocument, IncidentState } from '../../../core/incident/state.ts'
import { workOf, type Work } from '../../../core/incident/work.ts'
import { carriedExpectations, judgeProposals } from '../../../drill/carried.ts'
import { judgeCourse } from '../../../drill/course.ts'
import { judge, type Expectation } from '../../../drill/expectations.ts'
import { judgeMeasures } from '../../../drill/measured.ts'
import { foundIncidents } from '../../../drill/outcome.ts'
import { isWholePdf, paperExpectations, wordsOf } from '../../../drill/paper-expectations.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { strangerExpectations } from '../../../drill/stranger.ts'
import { DrillPlay } from '../../support/drill-play.ts'

const scenario = scenarioNamed('yungang-day')
const { carried } = scenario
let play: DrillPlay
let standsFor: ReadonlyMap<string, string>
let blast: IncidentDocument

// The whole script of four matters on the real API, and a browser that prints: late on a busy machine.
beforeAll(async () => {
  play = await DrillPlay.open(scenario)
  await play.play(['chem-explosion', 'wastewater-poisoning', 'stove-smoke', 'street-lamps'])
  standsFor = judge(scenario, await foundIncidents(play.system.stores, play.now())).standsFor
  const found = (await play.documents()).find(({ id }) => id === standsFor.get(carried.incident))
  if (found === undefined) throw new Error('the blast is not there')
  blast = found
}, 300_000)
afterAll(() => play.close())

function unmet(expectations: readonly Expectation[]): string[] {
  return expectations.filter(({ held }) => !held).map(({ name, detail }) => `${name}：${detail}`)
}

describe('the matter of the blast', () => {
  test('is carried from the first report to an archive that a stranger verifies', { timeout: 120_000 }, async () => {
    const { expectations, papers } = await carriedExpectations(carried, standsFor, play.system.stores, play.people.get('leader'))
    expect(unmet(expectations)).toEqual([])
    expect(expectations.length).toBeGreaterThan(30)
    expect(papers.map(({ kind }) => kind)).toEqual(carried.papers)
  })

  test('has each deed once, though every act was done twice', () => {
    const people = blast.events.filter(({ actor }) => actor.kind === 'person')
    const count = (type: string): number => people.filter(({ body }) => body.type === type).length
    const types = [
      'report-filed',
      'meeting-held',
      'wording-drafted',
      'wording-returned',
      'release-recorded',
      'supervision-drafted',
      'closed',
      'archived'
    ]
    expect(types.map(count)).toEqual([3, 1, 3, 1, 2, 3, 1, 1])
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
  })

  test('is nowhere when nobody opened it: every step says so', () => {
    const course = judgeCourse(null, carried)
    expect(course.every(({ held }) => !held)).toBe(true)
  })
})

/** The matter as it would stand without something. */
function state(change: Partial<IncidentState>): IncidentDocument {
  return { ...blast, state: { ...blast.state, ...change } }
}

function work(change: (work: Work) => Partial<Work>): IncidentDocument {
  return state({ work: { ...workOf(blast.state), ...change(workOf(blast.state)) } })
}

function without(...types: readonly string[]): IncidentDocument {
  return { ...blast, events: blast.events.filter(({ body }) => !types.includes(body.type)) }
}

function unmetStage(stage: string): IncidentDocument {
  return state({ stages: (blast.state.stages ?? []).map((clock) => (clock.stage.id === stage ? { ...clock, settled: null } : clock)) })
}

function wordings(
  change: (one: NonNullable<IncidentState['wordings']>[number]) => Partial<NonNullable<IncidentState['wordings']>[number]>
): IncidentDocument {
  return state({ wordings: (blast.state.wordings ?? []).map((one) => ({ ...one, ...change(one) })) })
}

function entries(
  change: (one: NonNullable<IncidentState['supervision']>['entries'][number]) => Partial<NonNullable<IncidentState['supervision']>['entries'][number]>
): IncidentDocument {
  const { supervision = { entries: [], declined: [] } } = blast.state
  return state({ supervision: { ...supervision, entries: supervision.entries.map((one) => ({ ...one, ...change(one) })) } })
}

const left: readonly [what: string, document: () => IncidentDocument, step: string][] = [
  ['the call to those above', () => unmetStage('phone'), '上报：电话、书面均已按程序报出'],
  ['the written report', () => unmetStage('written'), '上报：电话、书面均已按程序报出'],
  ['the final report', () => work(({ reports }) => ({ reports: reports.slice(0, -1) })), '上报：初报、续报、终报齐全，有文号和回执'],
  [
    'the receipt of a report',
    () => work(({ reports }) => ({ reports: reports.map((one) => ({ ...one, receipt: '' })) })),
    '上报：初报、续报、终报齐全，有文号和回执'
  ],
  ['the department’s acceptance', () => without('accepted'), '交办：主办部门签收并作知晓性回应'],
  ['the department’s notice', () => unmetStage('notice'), '交办：主办部门签收并作知晓性回应'],
  [
    'a task of the 批示',
    () => work(({ tasks }) => ({ tasks: tasks.map((task) => (task.source === 'instruction' ? { ...task, state: 'open' as const } : task)) })),
    '批示落为有时限的任务，均已完成'
  ],
  [
    'a checklist',
    () => work(({ tasks }) => ({ tasks: tasks.filter(({ checklistId }) => checklistId !== 'accident') })),
    '应急预案检查单启动，各项完成'
  ],
  [
    'an item of a checklist',
    () => work(({ tasks }) => ({ tasks: tasks.map((task) => (task.checklistId === null ? task : { ...task, state: 'withdrawn' as const })) })),
    '应急预案检查单启动，各项完成'
  ],
  ['the meeting', () => work(() => ({ meetings: [] })), '会商有参加人、结论和落实的任务'],
  [
    'what was refuted',
    () => work(({ factChecks }) => ({ factChecks: factChecks.filter(({ status }) => status !== 'refuted') })),
    '核实：有核实的，有否定的，均写明依据'
  ],
  [
    'the version that was sent back',
    () => state({ wordings: (blast.state.wordings ?? []).filter(({ returned }) => returned === undefined) }),
    '口径按模板起草，退回一版，经三人办理后签发'
  ],
  ['the review of the wording', () => wordings(() => ({ reviews: [] })), '口径按模板起草，退回一版，经三人办理后签发'],
  ['a third person', () => wordings(({ draftedBy }) => ({ approvedBy: draftedBy })), '口径按模板起草，退回一版，经三人办理后签发'],
  ['the second release', () => state({ releases: blast.state.releases.slice(0, 1) }), '权威发布与签发的口径相符'],
  [
    'the wording on the page',
    () => state({ releases: blast.state.releases.map((one) => ({ ...one, comparison: null })) }),
    '权威发布与签发的口径相符'
  ],
  ['the update in time', () => unmetStage('update'), '持续发布：续报按时'],
  ['the conference', () => state({ publicPhase: 'released', conferences: [] }), '新闻发布会已召开并有公开报道'],
  ['the piece in the media', () => state({ publicity: { cause: null, conflicts: [], media: [] } }), '媒体宣传计划有刊发的稿件'],
  ['the decisions about answers', () => state({ answerDecisions: [] }), '敷衍的答复被退回，重新答复后认可'],
  [
    'the return of the hollow answer',
    () => state({ answerDecisions: (blast.state.answerDecisions ?? []).slice(1) }),
    '敷衍的答复被退回，重新答复后认可'
  ],
  ['the number of a document', () => entries(() => ({ number: null })), '督办：提醒、督办单、通报批评均有文号'],
  ['the statement of the unit', () => entries(() => ({ statement: null })), '督办：通报批评前听取单位陈述，由领导签发'],
  [
    'another one who signs',
    () => entries(({ drafted, decided }) => ({ decided: decided === null ? null : { ...decided, by: drafted.by } })),
    '督办：通报批评前听取单位陈述，由领导签发'
  ],
  ['the rectification', () => entries(() => ({ rectification: 'reported' })), '督办：整改报告均已验收'],
  ['办结', () => without('closed'), '办结时除电话通知外没有未办事项']
]

test.each(left)('without %s just that step is not met', (_what, document, step) => {
  expect(judgeCourse(blast, carried).filter(({ held }) => !held)).toEqual([])
  expect(
    judgeCourse(document(), carried)
      .filter(({ held }) => !held)
      .map(({ name }) => name)
  ).toEqual([`全程：${step}`])
})

test('a matter that was closed with something else left undone is named', () => {
  const waived = { matters: ['电话通知主要领导未完成', '部门答复·实质答复（应急管理局）未完成'], reason: '另行办理' }
  const events = blast.events.map((event) => (event.body.type === 'closed' ? { ...event, body: { ...event.body, waived } } : event))
  expect(unmet(judgeCourse({ ...blast, events }, carried))).toHaveLength(1)
})

describe('what the machine says of the answers', () => {
  test.each([
    ['nothing was proposed of the hollow one', [null, null]],
    ['the good one was to be returned too', ['send-back', 'send-back']],
    ['there was one answer only', [null]],
    ['there was none', []]
  ] as const)('is not met when %s', (_why, proposals) => {
    expect(judgeProposals(proposals.map((proposal) => ({ proposal, proposalWords: '' }))).held).toBe(false)
  })
})

describe('the papers', () => {
  test('are not met by one that was not made', async () => {
    const desk = play.people.get('leader')
    if (desk === undefined) throw new Error('no leader')
    const { expectations, papers } = await paperExpectations(desk, ['weekly'])
    expect(unmet(expectations)).toEqual(['文书：周报有 docx 和 PDF，打得开：没有制成'])
    expect(papers).toEqual([])
  })

  test('open only whole', async () => {
    const desk = play.people.get('leader')
    const [paper] = (await desk?.papers()) ?? []
    const docx = (await desk?.paperFile(paper?.id ?? '', 'docx')) ?? Buffer.alloc(0)
    expect(wordsOf(docx)).toContain('演练')
    expect(wordsOf(docx.subarray(0, docx.length / 2))).toBeNull()
    expect(wordsOf(Buffer.from('not a docx'))).toBeNull()
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n%%EOF\n')
    expect([pdf, pdf.subarray(0, -7), pdf.subarray(1), Buffer.from('%PDF-1.4\n<</Type /Pages>>\n%%EOF')].map(isWholePdf)).toEqual([
      true,
      false,
      false,
      false
    ])
  })
})

describe('the archive', () => {
  test('is not met while nothing is filed', async () => {
    const { after: _after, ...unfiled } = blast.state
    expect(await strangerExpectations({ ...blast, state: unfiled }, play.people.get('leader'))).toMatchObject([{ held: false, detail: '没有归档' }])
    expect(await strangerExpectations(null, play.people.get('leader'))).toMatchObject([{ held: false }])
  })

  test('is not met by another root hash than the package has', { timeout: 60_000 }, async () => {
    const { after } = blast.state
    if (after?.filed == null) throw new Error('not filed')
    const filed = { ...after.filed, package: { ...after.filed.package, root: '0'.repeat(64) } }
    const expectations = await strangerExpectations({ ...blast, state: { ...blast.state, after: { ...after, filed } } }, play.people.get('leader'))
    expect(unmet(expectations).join()).toMatch(/^归档包在项目之外核验通过[^]*根哈希与所给的不符/)
  })
})

describe('the four measures', () => {
  test('are not met by a row of another matter, of another reason, or by a figure that opens nothing', async () => {
    const measures = await play.people.get('supervisor')?.measures()
    if (measures === undefined) throw new Error('no supervisor')
    const idOf = (key: string): string | null => standsFor.get(key) ?? null
    expect(unmet(judgeMeasures(measures, carried.measures, idOf))).toEqual([])
    expect(judgeMeasures(measures, carried.measures, () => 'inc-other').every(({ held }) => !held)).toBe(true)
    const otherwise = carried.measures.map((truth) => ({ ...truth, reason: 'otherwise' }))
    expect(judgeMeasures(measures, otherwise, idOf).every(({ held }) => !held)).toBe(true)
    expect(judgeMeasures({ ...measures, rows: [] }, carried.measures, idOf).every(({ held }) => !held)).toBe(true)
  })
})
