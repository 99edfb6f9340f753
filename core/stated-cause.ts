import { withPlainWidth } from './written-number.ts'

/** What others are said to say and is called untrue is no statement of ours. */
const refuted = /(?:网传|网上|网络|网民|网友|有人|谣传)[^。;；!！?？\n]{0,60}?(?:不实|谣言|虚假|假消息|不属实)/g
const sentenceEnd = /[。;；!！?？\n]/
/** What asks for the cause, or says that it is sought, states none. */
const asks = /是否|有无|何种|何因|什么|为何|尚不|尚未|未发现|不是|并非|排除了/

const found = '(?:(?:已经?|现|初步|基本|最终|经[^,，。;；\\n]{0,10}?)*(?:查明|查清|认定|判断|判定|分析|确定))?'
const named = new RegExp(`原因[,，]?${found}(?:为|是|系|[:：])(?!正在|尚|有待|待|仍|还|进一步)[^,，。;；\\n]{2,}`, 'u')
const broughtAbout = /(?:由于|因为|由|因|系)([^,，。;；\n]{1,40}?)(?:引起|引发|引燃|导致|造成|所致)([^,，。;；\n]{0,20})/gu
const dueTo = /(?:系|由|因)[^。;；\n]{2,50}?所致/u
const supposed = /(?:初步|经调查|调查)(?:判断|认定|查明|分析|推测|怀疑)(?:系|是|为|由|因)([^,，。;；\n]{2,})/u
/** A happening that brings harm about is told, not explained: 因爆炸造成3人受伤. */
const happening = /(?:事故|事件|爆炸|爆燃|火灾|坍塌|险情|本次|此次|地震|暴雨|大风|降雨|灾害|冲击波)$/u
const harm = /死亡|受伤|伤亡|遇难|损失|拥堵|中断|封闭|停电|停水|停运|延误|不便|受损|\d|人/u

/** Sentences of a text that state why it happened, guesses among them; empty where none does. */
export function statedCauses(text: string): string[] {
  return withPlainWidth(text)
    .replace(refuted, '')
    .split(sentenceEnd)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && statesCause(sentence))
}

function statesCause(sentence: string): boolean {
  const says = [named, dueTo].some((pattern) => !asks.test(pattern.exec(sentence)?.[0] ?? '是否'))
  if (says) return true
  const guess = supposed.exec(sentence)
  if (guess !== null && !asks.test(guess[0]) && !/伤|\d+人/.test(guess[1] ?? '')) return true
  return [...sentence.matchAll(broughtAbout)].some(([words, by = '', what = '']) => {
    if (asks.test(words) || sentence.slice(0, sentence.indexOf(words)).endsWith('是否')) return false
    return !(happening.test(by) && (what === '' || harm.test(what)))
  })
}

const open = /原因[^。;；\n]{0,12}?(?:正在|尚|仍|还在|有待|待)[^。;；,，\n]{0,10}?(?:调查|核查|核实|查明|查清|认定)/u

/** The words by which a text says that the cause is still sought; null where it does not. */
export function causeSought(text: string): string | null {
  return open.exec(withPlainWidth(text))?.[0] ?? null
}
