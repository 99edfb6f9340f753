import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { unknownEngagement, MentionId, type Mention } from '../../core/mention.ts'
import type { RuleBook, RuleVersion } from '../../core/rule-book/book.ts'
import { approvePack, returnPack, submitPack, withdrawPack, type Submission } from '../../core/rule-book/deeds.ts'
import type { RuleBookEntry } from '../../core/rule-book/entry.ts'
import { readLoadedRules } from '../../core/rule-book/loaded-rules.ts'
import { appendToRuleBook, readRuleBook } from '../../core/rule-book/shelf.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import {
  ApproveVersionRequest,
  PackDraftRequest,
  RuleReasonRequest,
  SubmitPackRequest,
  TryRequest,
  type DiffView,
  type PackCheckView,
  type PackView,
  type RulesView,
  type TrialView,
  type TryView,
  type VersionView
} from '../contract-rules.ts'
import { readRequest } from '../read-request.ts'
import { RuleTrials } from '../rule-trials.ts'
import { lineDiff } from '../views/line-diff.ts'
import { rulesView, trialResult, trialView, tryView, versionRow } from '../views/rule-view.ts'

type ById = FastifyRequest<{ Params: { id: string } }>

/** 规则: what is in force and in which process, drafts that are checked and tried, versions that a second person puts in force. */
export function ruleRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, rules: desk } = context
  const trials = new RuleTrials({ desk, random: context.random, logger: context.logger })

  app.get('/api/rules', { config: { access: 'rule.read' } }, async (request): Promise<RulesView> => {
    const nowElapsedMs = clock.elapsedMs()
    const [inForce, processes] = await Promise.all([desk.inForce(), readLoadedRules(stores.crawl, nowElapsedMs)])
    return rulesView(inForce, processes, { person: signedIn(request).person, now: clock.now(), nowElapsedMs })
  })

  app.get('/api/rules/packs/:id', { config: { access: 'rule.read' } }, async (request: ById): Promise<PackView> => {
    const { person } = signedIn(request)
    const { book, packs } = await desk.inForce()
    const { id } = request.params
    const pack = packs.find((one) => one.id === id)
    if (pack === undefined) throw new NotFoundError(`没有编号为 ${id} 的规则包`)
    const { subject, file, bookVersion, fileMoved, text, key, lines } = pack
    const versions = book.versions.filter((one) => one.pack === id).map((one) => versionRow(one, person))
    return { id, subject, file, bookVersion, fileMoved, text, key, lines: [...lines], versions }
  })

  app.post('/api/rules/check', { config: { access: 'rule.read' } }, async (request): Promise<PackCheckView> => {
    const { problems, warnings, lines, changed } = await desk.check(readRequest(PackDraftRequest, request.body))
    return { problems: [...problems], warnings: [...warnings], lines: [...lines], changed: [...changed] }
  })

  app.post('/api/rules/try', { config: { access: 'rule.read' } }, (request): Promise<TryView> => tried(context, request.body))

  app.post('/api/rules/trials', { config: { access: 'rule.read' } }, async (request, reply): Promise<TrialView> => {
    const trial = await trials.begin(readRequest(PackDraftRequest, request.body))
    void reply.code(202)
    return trialView(trial)
  })

  app.get('/api/rules/trials/:id', { config: { access: 'rule.read' } }, (request: ById): TrialView => trialView(trials.get(request.params.id)))

  app.post('/api/rules/diff', { config: { access: 'rule.read' } }, async (request): Promise<DiffView> => {
    const { pack, text } = readRequest(PackDraftRequest, request.body)
    return lineDiff((await desk.inForce()).packs.find(({ id }) => id === pack)?.text ?? '', text)
  })

  app.get('/api/rules/versions/:id', { config: { access: 'rule.read' } }, (request: ById) => versionView(request, numberOf(request)))

  app.post('/api/rules/versions', { config: { access: 'rule.edit' } }, async (request, reply): Promise<VersionView> => {
    const { pack, text, base, reason, trial, acknowledged } = readRequest(SubmitPackRequest, request.body)
    const id = await deed(request, { action: 'rule.submit', subject: pack, detail: reason }, async (book) => {
      const { summary } = trials.reportOf(trial, { pack, text })
      const { lines } = await desk.check({ pack, text })
      const said = { pack, text: await desk.keep(text), base, reason, rules: lines.length, restores: null, trial: summary }
      return submitPack(book, { ...said, acknowledged, ...(await standing(pack)) }, doing(request))
    })
    void reply.code(201)
    return await versionView(request, id)
  })

  app.post('/api/rules/versions/:id/approve', { config: { access: 'rule.approve' } }, (request: ById) => {
    const { note, acknowledged } = readRequest(ApproveVersionRequest, request.body)
    return decided(request, 'rule.approve', note, async (book, version) => {
      const { current } = await standing(versionOf(book, version).pack)
      return approvePack(book, { version, note, acknowledged, current }, doing(request))
    })
  })

  app.post('/api/rules/versions/:id/return', { config: { access: 'rule.approve' } }, (request: ById) => {
    const { reason } = readRequest(RuleReasonRequest, request.body)
    return decided(request, 'rule.return', reason, (book, version) => returnPack(book, { version, reason }, doing(request)))
  })

  app.post('/api/rules/versions/:id/withdraw', { config: { access: 'rule.edit' } }, (request: ById) => {
    const { reason } = readRequest(RuleReasonRequest, request.body)
    return decided(request, 'rule.withdraw', reason, (book, version) => withdrawPack(book, { version, reason }, doing(request)))
  })

  app.post('/api/rules/versions/:id/restore', { config: { access: 'rule.edit' } }, async (request: ById, reply): Promise<VersionView> => {
    const { reason } = readRequest(RuleReasonRequest, request.body)
    const from = numberOf(request)
    const id = await deed(request, { action: 'rule.restore', subject: `第 ${from} 号`, detail: reason }, async (book) => {
      const { pack, text, rules } = versionOf(book, from)
      return submitPack(book, await again(pack, { text, rules, restores: from, reason }), doing(request))
    })
    void reply.code(201)
    return await versionView(request, id)
  })

  app.post('/api/rules/packs/:id/restore', { config: { access: 'rule.edit' } }, async (request: ById, reply): Promise<VersionView> => {
    const { reason } = readRequest(RuleReasonRequest, request.body)
    const { id: pack } = request.params
    const id = await deed(request, { action: 'rule.restore', subject: pack, detail: `恢复为配置文件；${reason}` }, async (book) => {
      const found = (await desk.inForce()).packs.find((one) => one.id === pack)
      if (found === undefined) throw new NotFoundError(`没有编号为 ${pack} 的规则包`)
      if (found.bookVersion === null) throw new RefusedError('现行的就是配置文件里的')
      return submitPack(book, await again(pack, { text: null, rules: found.rules, restores: null, reason }), doing(request))
    })
    void reply.code(201)
    return await versionView(request, id)
  })

  function doing(request: FastifyRequest): { actor: ReturnType<typeof signedIn>['person']; now: ReturnType<typeof clock.now> } {
    return { actor: signedIn(request).person, now: clock.now() }
  }

  /** What the pack is now, by which a change is refused that was written over something else. */
  async function standing(pack: string): Promise<{ current: string | null; fileKey: string | null }> {
    const found = (await desk.inForce()).packs.find(({ id }) => id === pack)
    // Kept, so that a later diff can show what was written over.
    if (found !== undefined) await desk.keep(found.text)
    return { current: found?.key ?? null, fileKey: found?.fileKey ?? null }
  }

  async function again(pack: string, said: Pick<Submission, 'text' | 'rules' | 'restores' | 'reason'>): Promise<Submission> {
    const { current, fileKey } = await standing(pack)
    return { pack, ...said, base: current, current, fileKey, trial: null, acknowledged: [] }
  }

  /** Reads the book, decides, and writes the entry; who was faster is told. Answers with the number of the entry. */
  async function deed(
    request: FastifyRequest,
    what: { readonly action: string; readonly subject: string; readonly detail: string },
    decide: (book: RuleBook) => RuleBookEntry | Promise<RuleBookEntry>
  ): Promise<number> {
    return await audited({ audit: stores.audit, clock }, { actor: signedIn(request).person, ...what }, async () => {
      const entry = await decide(await readRuleBook(stores.crawl, clock.elapsedMs()))
      await appendToRuleBook(stores.crawl, entry)
      return entry.seq
    })
  }

  async function decided(
    request: ById,
    action: string,
    detail: string,
    decide: (book: RuleBook, version: number) => RuleBookEntry | Promise<RuleBookEntry>
  ): Promise<VersionView> {
    const version = numberOf(request)
    await deed(request, { action, subject: `第 ${version} 号`, detail }, (book) => decide(book, version))
    return await versionView(request, version)
  }

  async function versionView(request: FastifyRequest, id: number): Promise<VersionView> {
    const { book, packs } = await desk.inForce()
    const version = versionOf(book, id)
    const pack = packs.find((one) => one.id === version.pack)
    const [before, after] = await Promise.all([textOf(version.base), version.text === null ? (pack?.fileText ?? '') : textOf(version.text)])
    return {
      version: versionRow(version, signedIn(request).person),
      text: version.text === null ? null : after,
      diff: lineDiff(before, after),
      trial: version.trial === null ? null : trialResult(version.trial),
      overtaken: version.state === 'waiting' && version.base !== (pack?.key ?? null)
    }
  }

  async function textOf(key: string | null): Promise<string> {
    return key === null ? '' : ((await desk.textOf(key)) ?? '')
  }
}

/** @throws NotFoundError */
function numberOf({ params: { id } }: ById): number {
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFoundError(`没有第 ${id} 号规则版本`)
  return Number(id)
}

/** @throws NotFoundError */
function versionOf({ versions }: RuleBook, id: number): RuleVersion {
  const version = versions.find((one) => one.id === id)
  if (version === undefined) throw new NotFoundError(`没有第 ${id} 号规则版本`)
  return version
}

/** One item as it would be judged; nothing is stored of it. */
async function tried({ rules: desk, clock }: AppContext, body: unknown): Promise<TryView> {
  const { draft, title, text, sourceKind } = readRequest(TryRequest, body)
  if (title.trim() === '' && text.trim() === '') throw new RefusedError('请粘贴一段文字')
  const mention: Mention = {
    schema: 1,
    id: MentionId.parse('rule-test'),
    sourceKind,
    source: '试一试',
    sourceId: null,
    url: null,
    title: title === '' ? null : title,
    text: text === '' ? null : text,
    author: null,
    publishedAt: clock.now(),
    publishedPrecision: 'second',
    engagement: unknownEngagement,
    parentId: null,
    region: null,
    observedAt: clock.now(),
    contentHash: 'rule-test',
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  }
  const [assessment, checked, { packs }] = await Promise.all([desk.tryOn(draft, mention), draft === null ? null : desk.check(draft), desk.inForce()])
  const lines = [...packs.flatMap((pack) => pack.lines), ...(checked?.lines ?? [])]
  return tryView(assessment, { title, text, names: new Map(lines.map(({ id, name }) => [id, name])), changed: new Set(checked?.changed) })
}
