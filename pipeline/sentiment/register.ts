import type { SentimentLexicon } from '../../core/sentiment-lexicon.ts'
import type { Layer } from './layers.ts'

/** Assumed of a layer without any telling character, such as a row of emoticons. */
const unknown = 0

/**
 * How far a layer is written like a document rather than spoken: 0 as people talk to 1 as reports are written, told by its
 * function characters (于, 其, 该 against 我, 吧, 啊) and digits.
 */
export function createRegister(lexicon: SentimentLexicon): (plain: string, layer: Layer) => number {
  const styles = new Int8Array(0x10000)
  for (const character of lexicon.register.formal) styles[character.charCodeAt(0)] = 1
  for (const character of lexicon.register.personal) styles[character.charCodeAt(0)] = -1
  return function formalityOf(plain, layer) {
    let balance = 0
    let telling = 0
    for (let at = layer.from; at < layer.to; at++) {
      const style = styles[plain.charCodeAt(at)] ?? 0
      balance += style
      if (style !== 0) telling++
    }
    return telling === 0 ? unknown : Math.max(0, balance / (telling + 2))
  }
}
