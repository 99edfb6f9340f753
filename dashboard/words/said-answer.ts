import { language } from './language.ts'
import { said } from './said.ts'

/** Fields of the contract that hold the server's own words for a code or a state, beside what people and the web wrote. */
const ownWords = /^words$|Words$|^(?:roleNames?|approverNames|passwordRules|normalSilence|allowance|handling|release|visibility)$/
/** 系统(研判): a part of the machine, where a person may stand too. */
const machine = /^系统\(.+\)$/

/** An answer of the server with its own words in the language of the page; everything else as it came. */
export function saidAnswer<Answer>(answer: Answer): Answer {
  return language === 'en' ? (spoken(answer, false) as Answer) : answer
}

function spoken(value: unknown, own: boolean): unknown {
  if (typeof value === 'string') return own || machine.test(value) ? said(value) : value
  if (Array.isArray(value)) return value.map((one) => spoken(one, own))
  if (typeof value !== 'object' || value === null) return value
  const sentences = isEvent(value) || isProblem(value)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoken(one, ownWords.test(name) || (sentences && isSentence(name)))]))
}

/** Of a timeline: its title and detail are sentences that the server makes. */
function isEvent(value: object): boolean {
  return 'seq' in value && 'tone' in value
}

function isProblem(value: object): boolean {
  return ('code' in value && 'retryable' in value) || ('path' in value && 'message' in value)
}

function isSentence(name: string): boolean {
  return name === 'title' || name === 'detail' || name === 'message'
}
