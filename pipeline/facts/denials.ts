import { harmBit } from './harm-words.ts'
import { sayersOf } from './sayer.ts'
import type { Sentence } from './sentences.ts'
import type { Total } from './totals.ts'

const deny =
  /(?:并?未|没有?|无|幸无|尚未|暂未|暂无|尚无|零)(?:任何|造成|发生|出现|酿成?|有|导致|致|引发|接到|收到)*(?:任何|重大)?(?:人员|乘客|人|群众|员工|师生|旅客|居民)*(?<what>伤亡|死亡|受伤|死伤)(?!.{0,6}(?:报告|报道|消息|情况|记录))/

const none = /[未没无零]/

/** Harm that the text says there was none of. */
export interface Denial {
  readonly deaths: Total | null
  readonly injuries: Total | null
}

/** 0 only where the text says so; 尚无伤亡报告 says that nobody knows yet. @param harms bits of the harm words of each sentence */
export function denials(sentences: readonly Sentence[], harms: readonly number[]): Denial {
  for (const [index, harm] of harms.entries()) {
    const sentence = sentences[index]
    if (sentence === undefined || (harm & (harmBit.deaths | harmBit.injuries)) === 0) continue
    const { text } = sentence
    const match = none.test(text) ? deny.exec(text) : null
    if (match === null || /如果|一旦|确保|力争|力求|目标|为了/.test(text.slice(0, match.index))) continue
    if (/(?:伤亡|死亡|受伤).{0,8}(?:不详|不明|不清)/.test(text)) continue
    const start = sentence.start + match.index
    const total: Total = {
      value: 0,
      start,
      end: start + match[0].length,
      sentence: index,
      bounds: {},
      basis: sayersOf(text)(match.index),
      increment: false
    }
    const what = match.groups?.['what']
    return { deaths: what === '受伤' ? null : total, injuries: what === '死亡' ? null : total }
  }
  return { deaths: null, injuries: null }
}
