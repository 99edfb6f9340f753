import { actorWords, type Person } from '../../core/actor.ts'
import type { Assessment } from '../../core/assessment.ts'
import { gradeWords } from '../../core/grade.ts'
import type { Instant } from '../../core/instant.ts'
import { versionStateWords, type RuleVersion } from '../../core/rule-book/book.ts'
import { loadedWords, type LoadedRules } from '../../core/rule-book/loaded-rules.ts'
import type { PackInForce, RulesInForce, TrialReport } from '../../core/rule-book/rule-desk.ts'
import { faultWords, rulesToldOf, type TrialSummary } from '../../core/rule-book/trial.ts'
import type { PackRow, ProcessRow, RulesView, TrialResult, TrialView, TryView, VersionRow } from '../contract-rules.ts'
import type { Trial } from '../rule-trials.ts'
import { highlightsOf } from './highlights.ts'

/** Three signs missed: something is wrong with the process, or with its way to the store. */
const silentAfterMs = 45_000

export function rulesView(
  { book, packs, refused, rules }: RulesInForce,
  processes: readonly LoadedRules[],
  { person, now, nowElapsedMs }: { person: Person; now: Instant; nowElapsedMs: number }
): RulesView {
  return {
    now,
    bookVersion: book.changed?.version ?? null,
    changedAt: book.changed?.at ?? null,
    rules,
    refused: [...refused],
    processes: processes.map((loaded) => processRow(loaded, book.changed?.seq ?? 0, nowElapsedMs)),
    packs: packs.map((pack) => packRow(pack, book.versions)),
    versions: book.versions.map((version) => versionRow(version, person))
  }
}

/** `changedSeq`: of the approval that last changed what is in force. */
function processRow(loaded: LoadedRules, changedSeq: number, nowElapsedMs: number): ProcessRow {
  const { holder, rulesVersion, rules, packs, refused, since, trouble, seenElapsedMs } = loaded
  const silentMs = nowElapsedMs - seenElapsedMs
  return {
    holder,
    current: loaded.seq >= changedSeq && trouble === null,
    rulesVersion,
    rules,
    packs,
    refused,
    since,
    trouble,
    silentSeconds: silentMs > silentAfterMs ? Math.round(silentMs / 1000) : null,
    words: loadedWords(loaded)
  }
}

function packRow({ id, subject, version, rules, file, bookVersion, fileMoved }: PackInForce, versions: readonly RuleVersion[]): PackRow {
  const inForce = versions.find((one) => one.id === bookVersion) ?? null
  return {
    id,
    subject,
    version,
    rules,
    file,
    bookVersion,
    changed: inForce?.decided == null ? null : { at: inForce.decided.at, author: actorWords(inForce.by), approver: actorWords(inForce.decided.by) },
    fileMoved,
    waiting: versions.filter((one) => one.pack === id && one.state === 'waiting').length
  }
}

export function versionRow({ id, pack, state, by, at, reason, rules, restores, text, decided, trial }: RuleVersion, person: Person): VersionRow {
  return {
    id,
    pack,
    state,
    stateWords: versionStateWords[state],
    author: actorWords(by),
    mine: by.kind === 'person' && by.id === person.id,
    at,
    reason,
    rules,
    restores,
    asFile: text === null,
    decided: decided === null ? null : { by: actorWords(decided.by), at: decided.at, words: decided.words },
    warned: rulesToldOf(trial).length
  }
}

export function trialResult({ rules, ...counts }: TrialSummary): TrialResult {
  return { ...counts, rules: rules.map((rule) => ({ ...rule, words: faultWords(rule, counts.mentions) })) }
}

const changeWords = {
  appear: '新出现',
  vanish: '不再出现',
  grade: '等级变动',
  department: '部门变动'
} as const satisfies Record<TrialReport['changes'][number]['kind'], string>

export function trialView({ id, done, report, fault }: Trial): TrialView {
  return {
    id,
    state: report !== null ? 'done' : fault !== null ? 'failed' : 'running',
    done,
    fault,
    result: report === null ? null : trialResult(report.summary),
    changes: (report?.changes ?? []).map(({ id: of, title, kind, before, after, by }) => ({
      id: of,
      title,
      kind,
      kindWords: changeWords[kind],
      before,
      after,
      by: [...by]
    })),
    hits: Object.entries(report?.hits ?? {}).map(([rule, items]) => ({ rule, items: [...items] }))
  }
}

/** Of one item: which rules fired by which words, its grade, and why. */
export function tryView(
  assessment: Assessment,
  { title, text, names, changed }: { title: string; text: string; names: ReadonlyMap<string, string>; changed: ReadonlySet<string> }
): TryView {
  const { relevant, grade, eventType, departments, rules, explanation, reasons } = assessment
  return {
    relevant,
    grade,
    eventType,
    departments: departments.map(({ name, reason }) => `${name}（${reason}）`),
    rules: rules.map(({ id, pack, matches }) => ({
      id,
      name: names.get(id) ?? id,
      pack,
      changed: changed.has(id),
      words: [...new Set(matches.map((match) => match.text))]
    })),
    highlights: highlightsOf(assessment, title.length, text.length),
    why: [
      ...explanation.reasons.map((reason) => `${gradeWords[reason.grade]}：${reason.words}（${reason.source}）`),
      ...reasons.filter(({ step }) => step !== 'match-rules').map(({ words }) => words),
      ...explanation.wouldChange.slice(0, 3).map((reason) => `未到${gradeWords[reason.grade]}：${reason.words}`)
    ],
    withheld: reasons.filter(({ step, weight }) => step === 'match-rules' && weight === 0).map(({ words }) => words)
  }
}
