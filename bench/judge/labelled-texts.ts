import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { labelledData } from './labelled-data.ts'

/** Complaints, posts, reports of accidents, news, moods: what a city reads, in equal shares. */
const sets = ['gov_messages/hot', 'gov_messages/replied', 'ced_weibo', 'cec', 'xinwenlianbo', 'smp2020_emotion/usual', 'smp2020_emotion/virus']
const Line = z.object({ title: z.string().nullish(), text: z.string().nullish() })
/** A prime, so that neighbours of a set do not stand together. */
const step = 7919

/** So many texts of so many characters out of the labelled sets, short ones joined, the same each time; null where the sets are not on this machine. */
export function labelledTexts(count: number, characters: number): string[] | null {
  const files = sets.map((set) => path.join(labelledData, set, 'mentions.jsonl'))
  if (!files.every((file) => existsSync(file))) return null
  const texts = files.map((file) => readFileSync(file, 'utf8').trim().split('\n').map(textOf))
  return Array.from({ length: count }, (_, index) => {
    const some = texts[index % texts.length] ?? []
    let text = ''
    for (let at = (index * step) % some.length; text.length < characters; at = (at + 1) % some.length) text += some[at] ?? ''
    return text.slice(0, characters)
  })
}

function textOf(line: string): string {
  const { title, text } = Line.parse(JSON.parse(line))
  return `${title ?? ''}。${text ?? ''}。`
}
