import type { FactName } from '../assessment.ts'
import { gradeWords, type Grade } from '../grade.ts'
import { measureWords } from '../grading.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime } from '../instant.ts'
import type { StoredMention } from '../records.ts'

/** One thing that a sentence of a draft may rest on. */
export interface Evidence {
  readonly id: string
  readonly words: string
}

/** What an assistant is given of an incident, and what its draft is checked against. Nothing in it can be written back. */
export interface Brief {
  readonly title: string
  readonly grade: Grade | null
  readonly evidence: readonly Evidence[]
}

/** The id under which the incident's own record is cited. */
export const recordId = 'incident'
const longestText = 800

function unitOf(name: FactName): string {
  if (name === 'lossYuan') return '元'
  return name === 'areaSquareMetres' ? '平方米' : '人'
}

/** @param mentions those that a draft may cite, at most as many as the configuration allows */
export function briefOf({ state }: Pick<IncidentDocument, 'state'>, mentions: readonly Pick<StoredMention, 'mention'>[]): Brief {
  const facts = (Object.keys(state.facts) as FactName[]).flatMap((name) => {
    const fact = state.facts[name]
    return fact == null ? [] : [`${measureWords[name]} ${fact.value}${unitOf(name)}（“${fact.text}”）`]
  })
  const record = [
    `标题：${state.title}`,
    `等级：${state.grade === null ? '未定级' : gradeWords[state.grade]}（${state.gradeStatus === 'machine' ? '机器判定，待核定' : '已核定'}）`,
    ...state.anchors.map(({ at, reason }) => `${chinaWallTime(at)} ${reason}`),
    `事实：${facts.join('，') || '未说明'}`,
    `地点：${state.places.map(({ name, text }) => name ?? text).join('、') || '未说明'}`,
    `责任部门：${state.departments.map(({ name }) => name).join('、') || '未定'}`
  ].join('\n')
  return {
    title: state.title,
    grade: state.grade,
    evidence: [{ id: recordId, words: record }, ...mentions.map(({ mention }) => ({ id: mention.id, words: wordsOf(mention) }))]
  }
}

function wordsOf({ source, publishedAt, title, text }: StoredMention['mention']): string {
  const head = `${source} ${publishedAt === null ? '时间不详' : chinaWallTime(publishedAt)}`
  return [head, title, text?.slice(0, longestText)].filter((part) => part != null && part !== '').join('\n')
}
