import { systemClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Mention, MentionId } from '../../core/mention.ts'
import { madeMention } from '../made-mentions.ts'
import { roadOf } from '../made-happenings.ts'
import { loadVocabulary } from '../made-posts.ts'

const characters = 600
/** Every hundredth reports one of ever new happenings of our city, five reports each: two new incidents a second at 1,000/s, far more than a city has. */
const happeningEvery = 100
const reportsEach = 5

/**
 * Posts of 600 characters, each once; the same for the same run and index. They cost the assessor what texts of real forums and
 * message boards cost it, and touch rules about as often.
 */
export function createPosts(run: string): (index: number) => Mention {
  const vocabulary = loadVocabulary()
  return (index) => {
    const head = index % happeningEvery === 0 ? happening(Math.floor(index / happeningEvery / reportsEach)) : ''
    return post(`${run}-${index}`, `${head}${vocabulary.text(index, characters)}`.slice(0, characters))
  }
}

export function post(id: string, text: string): Mention {
  return {
    ...madeMention(0, 10),
    id: id as MentionId,
    title: null,
    text,
    contentHash: sha256(text),
    publishedAt: systemClock.now(),
    observedAt: systemClock.now()
  }
}

function happening(number: number): string {
  return `天津市和平区${roadOf(number)}一餐馆后厨起火，造成${1 + (number % 3)}人受伤。`
}
