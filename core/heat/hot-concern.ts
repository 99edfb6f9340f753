import type { Assessment } from '../assessment.ts'

/** Whether an entry of a hot list is about us: `ours` by place and subject, `maybe` (疑似相关) where one of them speaks for it. */
interface HotConcern {
  readonly concern: 'ours' | 'maybe' | 'none'
  /** Why, in words. */
  readonly words: readonly string[]
}

/** Null: it was not judged yet. A title is short, so that one of place and subject is often all it says. */
export function hotConcern(assessment: Pick<Assessment, 'relevant' | 'places' | 'rules' | 'eventType' | 'departments'> | null): HotConcern | null {
  if (assessment === null) return null
  const { relevant, places, rules, eventType, departments } = assessment
  const ours = named(places.filter((place) => place.ours).map(({ text }) => text))
  const subjects = named([...rules.map(({ subject }) => subject), ...(eventType === null ? [] : [eventType])])
  const units = named(departments.map(({ name }) => name))
  const words = [
    ...(ours === '' ? [] : [`提到本地：${ours}`]),
    ...(subjects === '' ? [] : [`事项：${subjects}`]),
    ...(relevant && units !== '' ? [`责任单位：${units}`] : [])
  ]
  if (relevant) return { concern: 'ours', words }
  const isElsewhere = ours === '' && places.some(({ code }) => code !== null)
  if (ours !== '' || (subjects !== '' && !isElsewhere)) return { concern: 'maybe', words: ours === '' ? [...words, '没有写明地点'] : words }
  return { concern: 'none', words: [] }
}

const mostNamed = 4

function named(words: readonly string[]): string {
  const different = [...new Set(words)].filter((word) => word !== '')
  return different.length > mostNamed ? `${different.slice(0, mostNamed).join('、')}等` : different.join('、')
}
