import { z } from 'zod'

/** 口令规则 of one standard. Standards contradict each other here, so a unit chooses one whole. */
export const PasswordProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, '应为小写字母、数字与连字符'),
  words: z.string().min(1),
  minLength: z.number().int().min(8, '不得少于 8 位').max(64),
  /** How many of upper case, lower case, digits and signs must occur; 1: no rule of composition. */
  classes: z.number().int().min(1).max(4),
  /** Null: no forced change. */
  maxAgeDays: z.number().int().positive().nullable(),
  /** How many former passwords must not come again. */
  remembered: z.number().int().nonnegative().max(24),
  /** Document and article that it follows from. */
  source: z.string().min(1)
})
export type PasswordProfile = z.infer<typeof PasswordProfile>

export const PasswordProfiles = z.array(PasswordProfile).min(1)

const numerals = ['零', '一', '两', '三', '四'] as const
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9\s]/]
/** A word of ours this long or longer may not make up the password. */
const shortestOwnWord = 3

/** What the profile asks of a new password, a line each. */
export function passwordRules({ minLength, classes, maxAgeDays, remembered }: PasswordProfile): string[] {
  return [
    `至少 ${minLength} 位`,
    ...(classes > 1 ? [`含大写字母、小写字母、数字、符号中的至少${numerals[classes]}类`] : ['不限字符种类，可用空格和汉字']),
    '不能是常见密码，也不能由登录名、姓名或单位名称拼成',
    ...(remembered > 0 ? [`不能与最近用过的 ${remembered} 个相同`] : []),
    ...(maxAgeDays === null ? [] : [`${maxAgeDays} 天内须更换`])
  ]
}

/** What speaks against the password, in words for who chose it; null: nothing. `isCommon` knows lower-case passwords that everybody tries. */
export function passwordFault(
  { minLength, classes }: PasswordProfile,
  password: string,
  about: { readonly ownWords: readonly string[]; readonly isCommon: (lowerCase: string) => boolean }
): string | null {
  const text = password.normalize('NFKC')
  if (charactersOf(text) < minLength) return `密码至少 ${minLength} 位`
  if (kinds.filter((kind) => kind.test(text)).length < classes)
    return `密码须含大写字母、小写字母、数字、符号中的至少${numerals[classes] ?? classes}类`
  if (new Set(text).size < 4) return '密码里重复的字符太多'
  const lower = text.toLowerCase()
  if (about.isCommon(lower) || about.isCommon(lower.replace(/[^a-z]+$/, '').replace(/^[^a-z]+/, '')))
    return '这是常见密码，或只在常见密码前后加了数字、符号，别人会先试它'
  const own = about.ownWords.find((word) => isMadeOf(lower, word.normalize('NFKC').toLowerCase()))
  return own === undefined ? null : `密码不能由“${own}”拼成`
}

/** Whether without the word too little is left to be a secret. */
function isMadeOf(text: string, word: string): boolean {
  return charactersOf(word) >= shortestOwnWord && text.includes(word) && charactersOf(text.replaceAll(word, '')) < 8
}

/** Code points, so that a character beyond the basic plane counts once. */
function charactersOf(text: string): number {
  return Array.from(text).length
}
