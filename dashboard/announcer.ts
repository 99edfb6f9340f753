import { inject, ref, type InjectionKey, type Ref } from 'vue'

/** What a screen reader is told. Urgent speech is for Ⅰ only; a clock speaks once a phase, never once a second. */
export interface Announcer {
  readonly polite: Readonly<Ref<string>>
  readonly urgent: Readonly<Ref<string>>
  say(words: string): void
  sayUrgently(words: string): void
}

export const announcerKey: InjectionKey<Announcer> = Symbol('announcer')

export function useAnnouncer(): Announcer {
  const announcer = inject(announcerKey)
  if (announcer === undefined) throw new Error('no announcer was provided')
  return announcer
}

export function createAnnouncer(): Announcer {
  const polite = ref('')
  const urgent = ref('')
  return {
    polite,
    urgent,
    say(words) {
      polite.value = words
    },
    sayUrgently(words) {
      urgent.value = words
    }
  }
}
