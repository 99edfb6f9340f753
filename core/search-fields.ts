import { gradeWords, type Grade } from './grade.ts'
import type { SourceKind } from './mention.ts'
import type { TextQuery } from './search.ts'

export type EqualsField = Exclude<Extract<TextQuery, { op: 'equals' }>['field'], 'id'>

/** How people may write a field of the query grammar. */
export const fieldNames = {
  title: 'title',
  text: 'text',
  source: 'source',
  kind: 'kind',
  author: 'author',
  grade: 'grade',
  incident: 'incident',
  sentiment: 'sentiment',
  标题: 'title',
  正文: 'text',
  来源: 'source',
  类型: 'kind',
  作者: 'author',
  等级: 'grade',
  事件: 'incident',
  情感: 'sentiment'
} as const satisfies Record<string, 'title' | 'text' | EqualsField>

export const sourceKindWords = {
  portal: '网站',
  forum: '论坛',
  tieba: '贴吧',
  blog: '博客',
  weibo: '微博',
  wechat: '微信',
  video: '视频',
  app: '客户端',
  newspaper: '报纸',
  broadcast: '广播',
  hotline: '热线',
  'message-board': '留言板',
  'hot-list': '热榜'
} as const satisfies Record<SourceKind, string>

const polarities = ['-1', '0', '1'] as const

export const polarityWords = { '-1': '负面', '0': '中性', '1': '正面' } as const

// Not the schemas' options: the page reads queries too, and has no other need of them.
const kinds = Object.keys(sourceKindWords) as SourceKind[]
const grades = Object.keys(gradeWords) as Grade[]

/** The stored value that a written one means; null, with what is allowed, where it means none. */
export function equalsValue(field: EqualsField, written: string): { readonly value: string | null; readonly allowed: string } {
  const value = written.normalize('NFKC').trim()
  switch (field) {
    case 'kind':
      return {
        value: kinds.find((kind) => kind === value.toLowerCase() || sourceKindWords[kind] === value) ?? null,
        allowed: kinds.map((kind) => `${kind}(${sourceKindWords[kind]})`).join('、')
      }
    case 'grade':
      return {
        value: grades.find((grade) => grade === value.toUpperCase() || gradeWords[grade] === value) ?? null,
        allowed: grades.map((grade) => `${grade}(${gradeWords[grade]})`).join('、')
      }
    case 'sentiment':
      return {
        value: polarities.find((polarity) => polarity === value || polarityWords[polarity] === value) ?? null,
        allowed: polarities.map((polarity) => polarityWords[polarity]).join('、')
      }
    case 'source':
    case 'author':
    case 'incident':
      return { value: written, allowed: '' }
  }
}
