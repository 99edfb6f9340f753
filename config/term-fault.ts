/** Letters, digits, signs of money, pictures: what a text can be searched for. */
const telling = /[\p{L}\p{N}\p{Sc}\p{So}\p{Extended_Pictographic}]/u

/** Why words cannot be a term, for whoever wrote them: a term of marks alone would be met in every text, or in none. Null when they can. */
export function faultOfWords(words: string): string | null {
  if (words.trim() === '') return '词是空白的'
  return telling.test(words) ? null : `“${words}”只有标点符号，不能作词`
}
