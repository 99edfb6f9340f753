import { surnameOf } from './compound-surnames.ts'

/** Numbers that name a person, as they stand in texts of callers. What is published by media is not masked. */

const mobile = /(?<![\d.])(?:(?:\+|00)?86[-\s]?)?(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})(?!\d)/g
const identity = /(?<!\d)([1-9]\d{5})((?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})([\dXx])(?!\d)/g
/** Eighteen digits with gaps between some, at the beginning of a group; looked at without being taken, so that each group is tried. */
const gapped = /(?<!\d)(?=([1-9](?:[-\s‐-―·]{0,3}\d){16}[-\s‐-―·]{0,3}[\dXx])(?![\dXx]))/g
const gap = /[-\s‐-―·]+/
const province = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/
/** 110 101 1990 03 07 4514; in more pieces it is a row of figures. */
const mostPieces = 6
const bankCard = /(?<!\d)(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{0,3})(?!\d)/g
const landline = /(?<!\d)(0\d{2,3})[-\s]?(\d{3,4})(\d{4})(?!\d)/g

/**
 * Telephone, identity and bank card numbers with their middle taken out: 138****8000, 110105********0123. An identity number by its birthday
 * and check digit, a card by Luhn's, so that amounts and numbers of documents stay.
 */
export function maskPersonalNumbers(text: string): string {
  const narrow = text.replace(/[０-９＋－Ｘｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
  if (!/\d{3}/.test(narrow)) return text
  const masked = maskNarrow(narrow)
  // Written as it was where nothing had to be taken out.
  return masked === narrow ? text : masked
}

function maskNarrow(text: string): string {
  return maskGapped(text)
    .replace(identity, (whole, area: string, birth: string, check: string) =>
      isIdentity(`${area}${birth}${check}`) ? `${area}********${birth.slice(-3)}${check}` : whole
    )
    .replace(bankCard, (whole, ...parts: string[]) => {
      const digits = parts.slice(0, 5).join('')
      return digits.length >= 16 && isCard(digits) ? `${digits.slice(0, 4)}${'*'.repeat(digits.length - 8)}${digits.slice(-4)}` : whole
    })
    .replace(mobile, '$1****$3')
}

/** Identity numbers as people write them: 110101 19900307 4514. More than the check digit is asked, since figures stand beside each other too. */
function maskGapped(text: string): string {
  let [masked, end] = ['', 0]
  for (const { 1: written = '', index } of text.matchAll(gapped)) {
    const pieces = written.split(gap)
    const number = pieces.join('')
    if (index < end || pieces.length === 1 || pieces.length > mostPieces || !isGapped(number)) continue
    masked += `${text.slice(end, index)}${number.slice(0, 6)}********${number.slice(14)}`
    end = index + written.length
  }
  return masked + text.slice(end)
}

function isGapped(number: string): boolean {
  return province.test(number) && number.replace(identity, '') === '' && isIdentity(number)
}

/** Who called, as a ticket writes it: numbers masked, landlines too, and a name as 张某. Null where nothing is written. */
export function maskCaller(written: string): string | null {
  const text = maskPersonalNumbers(written.normalize('NFKC')).replace(landline, '$1-****$3').trim()
  if (text === '') return null
  return text.replace(/\p{Script=Han}{2,6}(?=$|[\s,，;；、/(（:：\d])/gu, (name) => (/^[先女]/.test(name) ? name : maskName(name)))
}

/** 张三 and 张三先生 alike are 张某, 欧阳娜娜 is 欧阳某; 匿名 and 无名氏 name nobody. */
function maskName(name: string): string {
  if (/^(匿名|无名氏?|市民|群众|网民|居民|业主)/.test(name)) return name
  const title = /(先生|女士|同志)$/.exec(name)?.[0] ?? ''
  return `${surnameOf(name.slice(0, name.length - title.length), title !== '')}某${title}`
}

/** `138****5678`: enough to recognise a number that one knows. Of a number without its city that would be all of it but one: `****67`. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')
  return digits.length < 11 ? `****${digits.slice(-2)}` : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** `z***@example.cn`: whose house it is, and not who. */
export function maskEmail(email: string): string {
  const [name = '', host = ''] = email.split('@')
  return `${name[0] ?? ''}***@${host}`
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: the last digit follows from the others. */
function isIdentity(number: string): boolean {
  const sum = weights.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return '10X98765432'[sum % 11] === number[17]?.toUpperCase()
}

function isCard(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 0 ? digit : 2 * digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
