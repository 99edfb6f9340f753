import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc'

/**
 * Modules of the domain whose words the page itself puts on the screen. Others hold patterns and words that texts are read with, and are never
 * touched.
 */
export const coreWords: readonly string[] = [
  'core/actor.ts',
  'core/answers/finding-words.ts',
  'core/compare-wording.ts',
  'core/countdown.ts',
  'core/focus-kind.ts',
  'core/grade.ts',
  'core/grading.ts',
  'core/heat/heat-words.ts',
  'core/last-sweep.ts',
  'core/reply-sort.ts',
  'core/role-separation.ts',
  'core/search-fields.ts',
  'core/source-state.ts',
  'core/supervision.ts'
]

/** Modules whose words come in the server's answers: the page looks those up as they arrive. */
export const serverWords: readonly string[] = [
  ...'after-timeline answer-timeline answer-view audit-words media-plan organisation-view publicity-timeline release-views source-row'
    .split(' ')
    .map((name) => `dashboard-api/views/${name}.ts`),
  ...'stage-timeline supervision-row supervision-timeline timeline-event wall-view wording-desk words work-timeline work-view'
    .split(' ')
    .map((name) => `dashboard-api/views/${name}.ts`),
  'core/api-token.ts',
  'core/archive/rules.ts',
  'core/author-class.ts',
  'core/fetch-fault-class.ts',
  'core/incident/fact-check.ts',
  'core/incident/filed-report.ts',
  'core/incident/rumour-transfer.ts',
  'core/incident/stage-proof.ts',
  'core/incident/supervision-evidence.ts',
  'core/incident/task.ts',
  'core/incident/unfinished.ts',
  'core/ladder-clock.ts',
  'core/measures/concealed-rows.ts',
  'core/measures/deadline-rows.ts',
  'core/measures/false-rows.ts',
  'core/measures/opened-rows.ts',
  'core/password-profile.ts',
  'core/platform-coverage.ts',
  'core/reports/report-kind.ts',
  'core/rule-book/loaded-rules.ts',
  'core/saved-search/saved-search.ts',
  'core/staged-countdown.ts',
  'core/visibility.ts',
  'core/wording-template.ts',
  'dashboard-api/owed.ts',
  'dashboard-api/problem.ts'
]

/** Modules of the page that write what the server keeps, rules above all: that stays Chinese. */
const written: readonly string[] = ['dashboard/rules/draft-rule.ts', 'dashboard/rules/telling-words.ts']

/** Shipped settings whose `words` people see. */
const namedSettings = ['config/staged-countdowns.yaml']

/** Pages as they are before any script runs. */
const htmlPages = ['dashboard/sign.html']

/** Where a text of the page may stand, as paths from `root`. */
export function pageFiles(root: string): string[] {
  const own = globSync('dashboard/**/*.{ts,vue}', { cwd: root }).filter(isPageFile)
  return [...own, ...coreWords, ...serverWords, ...namedSettings, ...htmlPages].toSorted()
}

/** Whether the build looks for texts in a file. The catalogue's own modules hold none. */
export function isPageFile(file: string): boolean {
  if (coreWords.includes(file)) return true
  if (written.includes(file)) return false
  return /^dashboard\/.*\.(?:ts|vue)$/.test(file) && !/^dashboard\/(?:words\/|vite\.config\.ts|.*\.d\.ts)/.test(file)
}

/** A file as the code that the page runs: of a component, its script with the template compiled into it; of a page, its texts. */
export function pageCode(root: string, file: string): string {
  const source = readFileSync(join(root, file), 'utf8')
  if (namedSettings.includes(file)) return JSON.stringify(Array.from(source.matchAll(/^ *words: (.+)$/gm), ([, words]) => words))
  if (file.endsWith('.html')) return JSON.stringify(htmlTexts(source))
  return file.endsWith('.vue') ? componentCode(file, source) : source
}

function htmlTexts(source: string): string[] {
  return [...source.matchAll(/>([^<>]+)</g)].flatMap(([, text = '']) => text.trim().split(' · ')).filter((text) => text !== '')
}

function componentCode(file: string, source: string): string {
  const { descriptor, errors } = parse(source, { filename: file })
  if (errors[0] !== undefined) throw errors[0]
  if (descriptor.scriptSetup !== null) return compileScript(descriptor, { id: file, inlineTemplate: true }).content
  return compileTemplate({ id: file, filename: file, source: descriptor.template?.content ?? '' }).code
}
